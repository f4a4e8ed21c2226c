import { skipWhitespaceAndComments } from './xbm-tokens.ts';

const COMMA = 0x2c;
const MINUS = 0x2d;
const ZERO = 0x30;
const CLOSING_BRACE = 0x7d;

/** A position in the list of values, which advances with every value that is read. */
export interface ValueCursor {
  at: number;
}

/** Returns the value of a digit up to base 16, or 16 for other characters. */
const digitValue = (byte: number): number => {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : 16;
};

/**
 * Reads one C number: decimal, octal with a leading 0, or hexadecimal with 0x, each possibly negative. Returns
 * undefined when there is none.
 */
const readNumber = (bytes: Uint8Array, cursor: ValueCursor): number | undefined => {
  let at = cursor.at;
  const isNegative = bytes[at] === MINUS;
  if (isNegative) at += 1;
  const isHex = bytes[at] === ZERO && ((bytes[at + 1] ?? 0) | 0x20) === 0x78;
  const isOctal = !isHex && bytes[at] === ZERO;
  if (isHex) at += 2;
  const base = isHex ? 16 : isOctal ? 8 : 10;
  const firstAt = at;
  let value = 0;
  for (; at < bytes.length; at++) {
    const digit = digitValue(bytes[at] ?? 0);
    if (digit >= base) break;
    // Only the low bits are used, and they stay correct when the number overflows.
    value = Math.imul(value, base) + digit;
  }
  if (at === firstAt) return undefined;
  cursor.at = at;
  return isNegative ? -value : value;
};

/**
 * Reads the next value of the list and the comma after it. Returns undefined at the closing brace, where the cursor
 * then is, and when the list is broken or incomplete.
 */
export const readXbmValue = (bytes: Uint8Array, cursor: ValueCursor): number | undefined => {
  cursor.at = skipWhitespaceAndComments(bytes, cursor.at);
  const value = readNumber(bytes, cursor);
  if (value === undefined) return undefined;
  cursor.at = skipWhitespaceAndComments(bytes, cursor.at);
  const sign = bytes[cursor.at];
  if (sign === COMMA) cursor.at += 1;
  else if (sign !== CLOSING_BRACE) return undefined;
  return value;
};

/** Returns whether a cursor that yields no more values has reached the proper end of the list. */
export const isAtClosingBrace = (bytes: Uint8Array, cursor: ValueCursor): boolean => bytes[cursor.at] === CLOSING_BRACE;
