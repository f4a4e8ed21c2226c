import type { Comparison, Filter } from '../../../catalogue/listing-reads.ts';
import { fail, ok, type Result } from '../../../platform/result.ts';
import type { ProtocolFault } from '../faults.ts';
import { isQueryField, type FieldKind, type QueryFields } from './fields.ts';
import { QueryError, QueryReader } from './reader.ts';
import { readQueryValue, toFieldValue, type QueryValue } from './values.ts';

/** The longest query, in characters: longer than any that clients write, and quickly parsed. */
const MAX_QUERY_CHARACTERS = 1000;

/** The deepest nesting of groups. */
const MAX_QUERY_DEPTH = 5;

/** The most values in a query. Each is one bound parameter, of which D1 accepts 100. */
export const MAX_QUERY_VALUES = 50;

/**
 * Parses the query language (ST-32, ST-33; docs/decisions/014-query-language.md has the grammar). AND binds more
 * tightly than OR.
 *
 * @returns the filter, or the fault query-unreadable with the position and the reason.
 */
export function parseQuery<F extends string>(text: string, fields: QueryFields<F>): Result<Filter<F>, ProtocolFault> {
  try {
    return ok(new QueryParser(text, fields).parse());
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return fail({ kind: 'query-unreadable', parameter: 'query', at: error.at, reason: error.message });
  }
}

class QueryParser<F extends string> {
  readonly #reader: QueryReader;
  readonly #fields: QueryFields<F>;
  #valueCount = 0;

  constructor(text: string, fields: QueryFields<F>) {
    this.#reader = new QueryReader(text);
    this.#fields = fields;
  }

  parse(): Filter<F> {
    const reader = this.#reader;
    if (reader.text.length > MAX_QUERY_CHARACTERS) {
      throw reader.error(`a query has at most ${MAX_QUERY_CHARACTERS} characters`, MAX_QUERY_CHARACTERS);
    }
    const filter = this.#expression(0);
    if (!reader.isAtEnd) throw reader.error('AND, OR or the end expected');
    return filter;
  }

  /** Reads terms and groups joined by AND and OR. */
  #expression(depth: number): Filter<F> {
    return this.#operands('OR', 'any', () => this.#operands('AND', 'all', () => this.#groupOrTerm(depth)));
  }

  /** Reads one operand or several, joined by one operator. */
  #operands(word: 'AND' | 'OR', kind: 'all' | 'any', readOne: () => Filter<F>): Filter<F> {
    const first = readOne();
    const of = [first];
    this.#reader.skipWhitespace();
    while (this.#takeOperator(word)) {
      of.push(readOne());
      this.#reader.skipWhitespace();
    }
    return of.length === 1 ? first : { kind, of };
  }

  #takeOperator(word: 'AND' | 'OR'): boolean {
    return this.#reader.takePattern(word === 'AND' ? /AND(?=[\s[])/y : /OR(?=[\s[])/y) !== undefined;
  }

  #groupOrTerm(depth: number): Filter<F> {
    const reader = this.#reader;
    reader.skipWhitespace();
    if (!reader.takeToken('[[')) return this.#term();
    if (depth >= MAX_QUERY_DEPTH) throw reader.error(`groups nest at most ${MAX_QUERY_DEPTH} deep`, reader.index - 2);
    const filter = this.#expression(depth + 1);
    reader.expectToken(']]');
    return filter;
  }

  #term(): Filter<F> {
    const reader = this.#reader;
    const { field, bound } = this.#field();
    const textMatch = this.#textMatch(field, bound);
    reader.expectToken(':');
    const at = reader.index;
    const isList = reader.takeToken('{{');
    if (isList && bound !== undefined) throw reader.error('_min and _max take one value', at);
    const written = isList ? this.#list() : [readQueryValue(reader)];
    this.#valueCount += written.length;
    if (this.#valueCount > MAX_QUERY_VALUES) throw reader.error(`a query has at most ${MAX_QUERY_VALUES} values`, at);
    const kind: FieldKind = this.#fields[field];
    const comparison = bound ?? textMatch ?? defaultComparison(kind, isList, written);
    const isEmpty = (value: QueryValue): boolean => value.text === '' && comparison !== 'equals';
    const empty = written.find(isEmpty);
    if (empty !== undefined) throw reader.error('a text expected', empty.index);
    return { kind: 'compare', field, comparison, values: written.map((value) => toFieldValue(reader, kind, value)) };
  }

  /** Reads a field's name. The ending `_min` or `_max` is a bound, unless it is part of the name. */
  #field(): { readonly field: F; readonly bound: 'at-least' | 'at-most' | undefined } {
    const reader = this.#reader;
    const { index } = reader;
    const name = reader.takePattern(/[a-z_]+/y);
    if (name === undefined) throw reader.error('a field expected');
    if (isQueryField(this.#fields, name)) return { field: name, bound: undefined };
    const base = name.replace(/_(?:min|max)$/, '');
    if (base === name || !isQueryField(this.#fields, base)) {
      throw reader.error(`${name} is none of ${Object.keys(this.#fields).join(', ')}`, index);
    }
    if (this.#fields[base] === 'text') throw reader.error(`${base} is a text, without _min and _max`, index);
    return { field: base, bound: name.endsWith('_min') ? 'at-least' : 'at-most' };
  }

  /** Reads `[sw]` (starts with) or `[ew]` (ends with) after the name of a text field. */
  #textMatch(field: F, bound: Comparison | undefined): 'starts' | 'ends' | undefined {
    const reader = this.#reader;
    const { index } = reader;
    const written = reader.takePattern(/\[\w*\]/y);
    if (written === undefined) return undefined;
    if (written !== '[sw]' && written !== '[ew]') throw reader.error('[sw] or [ew] expected', index);
    if (bound !== undefined || this.#fields[field] !== 'text') {
      throw reader.error(`${written} is for texts`, index);
    }
    return written === '[sw]' ? 'starts' : 'ends';
  }

  #list(): readonly QueryValue[] {
    const reader = this.#reader;
    const values: QueryValue[] = [];
    do {
      reader.skipWhitespace();
      values.push(readQueryValue(reader));
      reader.skipWhitespace();
    } while (reader.takeToken(','));
    reader.expectToken('}}');
    return values;
  }
}

/**
 * Returns the comparison when the query names none: a text without quotes matches the beginning, everything else the
 * whole value.
 */
function defaultComparison(kind: FieldKind, isList: boolean, [first]: readonly QueryValue[]): Comparison {
  return kind === 'text' && !isList && first?.isQuoted === false ? 'starts' : 'equals';
}
