/**
 * Reads the tokens of an XBM file, which is written in a small part of C. All functions take linear time, so that no
 * file can keep them busy for long.
 */

const SLASH = 0x2f;
const STAR = 0x2a;
const NEWLINE = 0x0a;

const isWhitespace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);

/**
 * Returns whether a byte is part of a word. Dots, hyphens and bytes of UTF-8 count too: the names are made from file
 * names, and are never compiled.
 */
const isWordByte = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  byte === 0x5f ||
  byte === 0x2d ||
  byte === 0x2e ||
  byte >= 0x80;

/** Returns the position after a comment that begins at `at`, or the length of the bytes when it is never closed. */
const endOfComment = (bytes: Uint8Array, at: number): number => {
  const isLine = bytes[at + 1] === SLASH;
  for (let next = at + (isLine ? 2 : 3); next < bytes.length; next++) {
    const byte = bytes[next];
    if (isLine ? byte === NEWLINE : byte === SLASH && bytes[next - 1] === STAR) return next + 1;
  }
  return bytes.length;
};

/** Returns the first position from `at` on that is neither white space nor in a comment, or the length of the bytes. */
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

/** A word or a single other character, with the position after it. */
export interface Token {
  readonly text: string;
  readonly end: number;
}

/**
 * Reads the next token. Returns undefined at the end of the bytes, and when the token is longer than `maxCharacters`.
 */
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
