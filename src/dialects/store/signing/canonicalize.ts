import { trimOf } from '../../../platform/trim.ts';
import type { PhpArray } from './php-serialize.ts';
import { phpFloat } from './php-serialize.ts';
import { stripTags } from './strip-tags.ts';

/** Fields that are not signed, because they are the signature and its parameters. */
const NOT_SIGNED = new Set(['signature', 'timestamp', 'fingerprint', 'route', 'sid']);

/** The longest value that is signed, in bytes. */
const MAX_VALUE_BYTES = 1000;

/**
 * The deepest level that is signed, deeper than any real request has, so that a hostile body cannot overflow the stack.
 */
const MAX_DEPTH = 16;

const NUMERIC_KEY = /^(?:0|[1-9]\d{0,14})$/;

/** Returns the fields of a request in the canonical form that client and server sign (ST-40). */
export function canonicalize(fields: object): PhpArray {
  return canonicalizeLevel(
    Object.entries(fields).filter(([name]) => Array.isArray(fields) || !NOT_SIGNED.has(name)),
    1,
  );
}

function canonicalizeLevel(entries: readonly (readonly [string, unknown])[], depth: number): PhpArray {
  const isNumeric = ([key]: readonly [string, unknown]): boolean => NUMERIC_KEY.test(key);
  const keyed = [
    ...entries.filter(isNumeric).map(([, value], index) => [index, value] as const),
    ...entries.filter((entry) => !isNumeric(entry)),
  ];
  return keyed
    .flatMap(([key, value]): PhpArray => {
      if (typeof value === 'object' && value !== null) {
        return depth < MAX_DEPTH ? [[key, canonicalizeLevel(Object.entries(value), depth + 1)]] : [];
      }
      const text = phpTrim(stripTags(toText(value)));
      return utf8ByteLength(text) > MAX_VALUE_BYTES ? [] : [[key, text.replace(/[ \t\n\r\f\v]+/g, ' ')]];
    })
    .toSorted(([a], [b]) => compareKeys(a, b));
}

function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : phpFloat(value);
  return value === true ? '1' : '';
}

/** Trims the characters that PHP's trim removes. */
const phpTrim = (text: string): string => trimOf(text, ' \t\n\r\0\v');

/** Orders numeric keys first, by value, and then names, by their characters. */
function compareKeys(a: number | string, b: number | string): number {
  if (typeof a === 'number' || typeof b === 'number') {
    return typeof a === typeof b ? Number(a) - Number(b) : typeof a === 'number' ? -1 : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Returns the length of a text in UTF-8 bytes. */
export function utf8ByteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
