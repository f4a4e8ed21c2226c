/**
 * Functions that read integers and text from bytes, and put bytes together. Reading beyond the end yields zeros, so that an incomplete header
 * never causes an error.
 */

const byteAt = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;

export const readUint16LE = (bytes: Uint8Array, at: number): number => byteAt(bytes, at) | (byteAt(bytes, at + 1) << 8);

export const readUint16BE = (bytes: Uint8Array, at: number): number => (byteAt(bytes, at) << 8) | byteAt(bytes, at + 1);

export const readUint24LE = (bytes: Uint8Array, at: number): number =>
  readUint16LE(bytes, at) | (byteAt(bytes, at + 2) << 16);

export const readInt32LE = (bytes: Uint8Array, at: number): number =>
  readUint16LE(bytes, at) | (readUint16LE(bytes, at + 2) << 16);

export const readUint32LE = (bytes: Uint8Array, at: number): number => readInt32LE(bytes, at) >>> 0;

export const readUint32BE = (bytes: Uint8Array, at: number): number =>
  ((readUint16BE(bytes, at) << 16) | readUint16BE(bytes, at + 2)) >>> 0;

/** Returns the bytes from `start` up to `end` as Latin-1 text. Meant for names of a few characters. */
export const readAscii = (bytes: Uint8Array, start: number, end: number): string =>
  String.fromCharCode(...bytes.subarray(start, end));

/** Returns whether the bytes at `at` are `text` (Latin-1). */
export const hasAscii = (bytes: Uint8Array, at: number, text: string): boolean =>
  at + text.length <= bytes.length && readAscii(bytes, at, at + text.length) === text;

/** Returns all parts, one behind the other. */
export const concatenate = (parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
