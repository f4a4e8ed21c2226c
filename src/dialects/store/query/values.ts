import type { FieldKind } from './fields.ts';
import type { QueryReader } from './reader.ts';

/** A value as written in a query. */
export interface QueryValue {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly index: number;
}

/** Reads a quoted value, in which `\"` and `\\` are escapes, or a bare word. Throws a QueryError when there is none. */
export function readQueryValue(reader: QueryReader): QueryValue {
  const { index } = reader;
  if (!reader.takeToken('"')) {
    const bare = reader.takePattern(/[^\s",{}[\]]+/y);
    if (bare === undefined) throw reader.error('a value expected');
    return { text: bare, isQuoted: false, index };
  }
  const quoted = reader.takePattern(/(?:[^"\\]|\\["\\])*/y) ?? '';
  if (reader.text[reader.index] === '\\') throw reader.error('after \\ only " and \\ can stand');
  if (!reader.takeToken('"')) throw reader.error('the quotes opened here are never closed', index);
  return { text: quoted.replace(/\\(["\\])/g, '$1'), isQuoted: true, index };
}

const PATTERNS: Readonly<Record<Exclude<FieldKind, 'text'>, RegExp>> = {
  whole: /^-?\d{1,15}$/,
  decimal: /^-?\d{1,9}(?:\.\d{1,6})?$/,
  time: /^\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\dZ?)?$/,
};

const EXPECTED: Readonly<Record<Exclude<FieldKind, 'text'>, string>> = {
  whole: 'a whole number expected',
  decimal: 'a number expected',
  time: 'a time such as "2026-09-25 10:15:00" expected',
};

/**
 * Converts a value to the type of its field; times become Unix seconds, UTC. Throws a QueryError when it is not of that
 * type.
 */
export function toFieldValue(reader: QueryReader, kind: FieldKind, { text, index }: QueryValue): string | number {
  if (kind === 'text') return text;
  const value = !PATTERNS[kind].test(text) ? Number.NaN : kind === 'time' ? toUnixSeconds(text) : Number(text);
  if (Number.isNaN(value)) throw reader.error(EXPECTED[kind], index);
  return value;
}

function toUnixSeconds(text: string): number {
  const iso = text.length > 10 ? `${text.slice(0, 10)}T${text.slice(11, 19)}Z` : `${text}T00:00:00Z`;
  return Date.parse(iso) / 1000;
}
