const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const NOT_BASE64 = 255;
const WHITESPACE = 254;
const PADDING = 253;

/** The value of each byte: 0 to 63 for the alphabet, and three markers for all other bytes. */
const VALUES = new Uint8Array(256).fill(NOT_BASE64);
Array.from(ALPHABET).forEach((character, value) => (VALUES[character.charCodeAt(0)] = value));
for (const space of ' \t\r\n') VALUES[space.charCodeAt(0)] = WHITESPACE;
VALUES['='.charCodeAt(0)] = PADDING;

const BACKSLASH = 0x5c;

/** The JSON escapes that can occur in base64 text: PHP writes `/` as `\/`, and some encoders break lines. */
const ESCAPES: ReadonlyMap<number, number> = new Map(
  Object.entries({ '/': '/', n: '\n', r: '\r', t: '\t' }).map(([name, unescaped]) => [
    name.charCodeAt(0),
    unescaped.charCodeAt(0),
  ]),
);

/**
 * Decodes base64 that is the content of a JSON string, still escaped. The result is written over the text, which is
 * always longer, so that a file is in memory only once. White space is skipped. Padding may be missing, and nothing may
 * follow it.
 *
 * @returns a view of the decoded bytes at the start of `text`, or undefined when the text is not base64.
 */
export function decodeBase64InPlace(text: Uint8Array): Uint8Array | undefined {
  let writtenBytes = 0;
  let bits = 0;
  let bitCount = 0;
  let isPadded = false;
  for (let at = 0; at < text.length; at += 1) {
    let byte = text[at] ?? 0;
    if (byte === BACKSLASH) {
      at += 1;
      byte = unescapeAt(text, at);
      if (text[at] === 0x75) at += 4;
    }
    const value = VALUES[byte] ?? NOT_BASE64;
    if (value === WHITESPACE) continue;
    if (value === PADDING) {
      isPadded = true;
      continue;
    }
    if (value === NOT_BASE64 || isPadded) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      text[writtenBytes] = (bits >> bitCount) & 0xff;
      writtenBytes += 1;
    }
  }
  // Six bits left over are less than one byte: the text is incomplete.
  return bitCount === 6 ? undefined : text.subarray(0, writtenBytes);
}

/**
 * Returns the byte that the escape at `at`, the position after the backslash, stands for. Returns 0, which is not a
 * base64 character, when the escape cannot occur in base64.
 */
function unescapeAt(text: Uint8Array, at: number): number {
  const byte = text[at] ?? 0;
  if (byte !== 0x75) return ESCAPES.get(byte) ?? 0;
  const hex = String.fromCharCode(...text.subarray(at + 1, at + 5));
  return /^00[0-9a-f]{2}$/i.test(hex) ? Number.parseInt(hex, 16) : 0;
}
