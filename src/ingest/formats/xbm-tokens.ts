/**
 * Tokens of the little C that an XBM file is written in. All scanning is linear: no expression that can be made to
 * hang.
 */

const SLASH = 0x2f;
const STAR = 0x2a;
const NEWLINE = 0x0a;

const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/** Dots, hyphens and bytes of UTF-8 too: the names are made from file names, and nobody compiles them. */
const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x5f ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte >= 0x80;

/** The place behind a comment that begins at `at`, or the end of the bytes where it is never closed. */
const endOfComment = (bytes: Uint8Array, at: number): number => {
  const isLine = bytes[at + 1] === SLASH;
  for (let next = at + (isLine ? 2 : 3); next < bytes.length; next++) {
    const byte = bytes[next];
    if (isLine ? byte === NEWLINE : byte === SLASH && bytes[next - 1] === STAR) return next + 1;
  }
  return bytes.length;
};

/** The first place from `at` on that is neither blank nor in a comment; the length of the bytes at their end. */
export const skipWhitespaceAndComments = (bytes: Uint8Array, at: number): number => {
  let next = at;
  while (next < bytes.length) {
    const byte = bytes[next] ?? 0;
    const follower = bytes[next + 1];
    if (isWhitespace(byte)) next += 1;
    else if (byte === SLASH && (follower === STAR || follower === SLASH)) next = endOfComment(bytes, next);
    else return next;
  }
  return bytes.length;
};

/** A word (letters, digits, what names are made of) or one sign, and the place behind it. */
export interface Token {
  readonly text: string;
  readonly end: number;
}

/** The next token, at most `maxLength` characters long; undefined at the end of the bytes or where it is longer. */
export const readToken = (bytes: Uint8Array, at: number, maxCharacters: number): Token | undefined => {
  const start = skipWhitespaceAndComments(bytes, at);
  if (start >= bytes.length) return undefined;
  let end = start;
  while (end < bytes.length && isWordByte(bytes[end] ?? 0)) {
    end += 1;
    if (end - start > maxCharacters) return undefined;
  }
  end = Math.max(end, start + 1);
  return { text: String.fromCharCode(...bytes.subarray(start, end)), end };
};
