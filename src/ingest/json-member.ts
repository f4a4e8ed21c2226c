const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;

/** A range of bytes from `start` up to, but not including, `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Finds the string value of a member of a JSON object, without its quotes and still escaped, so that a file of several
 * megabytes in it never becomes a JavaScript string. Searches the outermost object only, and takes the first member of
 * that name.
 *
 * @param name in ASCII; a key that spells it with escapes is not found.
 * @returns undefined when there is no such member, or its value is not a string.
 */
export function findStringMember(json: Uint8Array, name: string): ByteRange | undefined {
  const nameBytes = new TextEncoder().encode(name);
  let depth = 0;
  let isKeyNext = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) {
      const end = endOfString(json, at + 1);
      if (end === undefined) return undefined;
      if (isKeyNext && isEqual(json.subarray(at + 1, end), nameBytes)) return stringValue(json, end + 1);
      isKeyNext = false;
      at = end;
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      isKeyNext = depth === 1 && byte === OPEN_OBJECT;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) depth -= 1;
    else if (byte === COMMA) isKeyNext = depth === 1;
  }
  return undefined;
}

/** Returns the string that follows a key and its colon, or undefined when no string follows. */
function stringValue(json: Uint8Array, from: number): ByteRange | undefined {
  const colon = skipWhitespace(json, from);
  const quote = skipWhitespace(json, colon + 1);
  if (json[colon] !== COLON || json[quote] !== QUOTE) return undefined;
  const end = endOfString(json, quote + 1);
  return end === undefined ? undefined : { start: quote + 1, end };
}

/**
 * Returns the position of the quote that ends a string whose content begins at `from`, or undefined when it never ends.
 */
function endOfString(json: Uint8Array, from: number): number | undefined {
  for (let quote = json.indexOf(QUOTE, from); quote !== -1; quote = json.indexOf(QUOTE, quote + 1)) {
    let backslashes = 0;
    while (quote - 1 - backslashes >= from && json[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
  }
  return undefined;
}

function skipWhitespace(json: Uint8Array, from: number): number {
  let at = from;
  while (json[at] === 0x20 || json[at] === 0x09 || json[at] === 0x0a || json[at] === 0x0d) at += 1;
  return at;
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, index) => byte === b[index]);
