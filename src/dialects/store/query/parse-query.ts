import type { Comparison, Filter } from '../../../catalogue/listing-reads.ts';
import { fail, ok, type Result } from '../../../platform/result.ts';
import type { ProtocolFault } from '../faults.ts';
import { isField, type FieldKind, type Fields } from './fields.ts';
import { QueryError, QueryReader } from './reader.ts';
import { readValue, toFieldValue, type WrittenValue } from './values.ts';

/** Characters of a query: more than any client writes, and little to parse. */
const MAX_QUERY_CHARACTERS = 1000;

/** Groups inside groups. */
const MAX_QUERY_DEPTH = 5;

/** Values in all: each is one bound parameter, of which D1 takes 100. */
export const MAX_QUERY_VALUES = 50;

/**
 * Reads the query language (ST-32, ST-33; docs/decisions/014-query-language.md has the grammar).
 * AND binds closer than OR.
 *
 * @returns the filter, or the place where the query cannot be read.
 */
export function parseQuery<F extends string>(text: string, fields: Fields<F>): Result<Filter<F>, ProtocolFault> {
  try {
    return ok(new QueryParser(text, fields).parse());
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    return fail({ kind: 'query-unreadable', parameter: 'query', at: error.at, reason: error.message });
  }
}

class QueryParser<F extends string> {
  readonly #reader: QueryReader;
  readonly #fields: Fields<F>;
  #valueCount = 0;

  constructor(text: string, fields: Fields<F>) {
    this.#reader = new QueryReader(text);
    this.#fields = fields;
  }

  parse(): Filter<F> {
    const reader = this.#reader;
    if (reader.text.length > MAX_QUERY_CHARACTERS) {
      throw reader.error(`a query has at most ${MAX_QUERY_CHARACTERS} characters`, MAX_QUERY_CHARACTERS);
    }
    const filter = this.#alternatives(0);
    if (!reader.isAtEnd) throw reader.error('AND, OR or the end expected');
    return filter;
  }

  #alternatives(depth: number): Filter<F> {
    return this.#joined('OR', 'any', () => this.#joined('AND', 'all', () => this.#unit(depth)));
  }

  #joined(word: 'AND' | 'OR', kind: 'all' | 'any', readOne: () => Filter<F>): Filter<F> {
    const first = readOne();
    const of = [first];
    this.#reader.space();
    while (this.#word(word)) {
      of.push(readOne());
      this.#reader.space();
    }
    return of.length === 1 ? first : { kind, of };
  }

  #word(word: 'AND' | 'OR'): boolean {
    return this.#reader.match(word === 'AND' ? /AND(?=[\s[])/y : /OR(?=[\s[])/y) !== undefined;
  }

  #unit(depth: number): Filter<F> {
    const reader = this.#reader;
    reader.space();
    if (!reader.take('[[')) return this.#term();
    if (depth >= MAX_QUERY_DEPTH) throw reader.error(`groups nest at most ${MAX_QUERY_DEPTH} deep`, reader.index - 2);
    const filter = this.#alternatives(depth + 1);
    reader.expect(']]');
    return filter;
  }

  #term(): Filter<F> {
    const reader = this.#reader;
    const { field, bound } = this.#field();
    const edge = this.#edge(field, bound);
    reader.expect(':');
    const at = reader.index;
    const isList = reader.take('{{');
    if (isList && bound !== undefined) throw reader.error('_min and _max take one value', at);
    const written = isList ? this.#list() : [readValue(reader)];
    this.#valueCount += written.length;
    if (this.#valueCount > MAX_QUERY_VALUES) throw reader.error(`a query has at most ${MAX_QUERY_VALUES} values`, at);
    const kind: FieldKind = this.#fields[field];
    const comparison = bound ?? edge ?? defaultComparison(kind, isList, written);
    const isEmpty = (value: WrittenValue): boolean => value.text === '' && comparison !== 'equals';
    const empty = written.find(isEmpty);
    if (empty !== undefined) throw reader.error('a text expected', empty.index);
    return { kind: 'compare', field, comparison, values: written.map((value) => toFieldValue(reader, kind, value)) };
  }

  /** The field's name, with `_min` or `_max` taken off where it is no part of it. */
  #field(): { readonly field: F; readonly bound: 'at-least' | 'at-most' | undefined } {
    const reader = this.#reader;
    const { index } = reader;
    const name = reader.match(/[a-z_]+/y);
    if (name === undefined) throw reader.error('a field expected');
    if (isField(this.#fields, name)) return { field: name, bound: undefined };
    const base = name.replace(/_(?:min|max)$/, '');
    if (base === name || !isField(this.#fields, base)) {
      throw reader.error(`${name} is none of ${Object.keys(this.#fields).join(', ')}`, index);
    }
    if (this.#fields[base] === 'text') throw reader.error(`${base} is a text, without _min and _max`, index);
    return { field: base, bound: name.endsWith('_min') ? 'at-least' : 'at-most' };
  }

  #edge(field: F, bound: Comparison | undefined): 'starts' | 'ends' | undefined {
    const reader = this.#reader;
    const { index } = reader;
    const written = reader.match(/\[\w*\]/y);
    if (written === undefined) return undefined;
    if (written !== '[sw]' && written !== '[ew]') throw reader.error('[sw] or [ew] expected', index);
    if (bound !== undefined || this.#fields[field] !== 'text') {
      throw reader.error(`${written} is for texts`, index);
    }
    return written === '[sw]' ? 'starts' : 'ends';
  }

  #list(): readonly WrittenValue[] {
    const reader = this.#reader;
    const values: WrittenValue[] = [];
    do {
      reader.space();
      values.push(readValue(reader));
      reader.space();
    } while (reader.take(','));
    reader.expect('}}');
    return values;
  }
}

/** A bare word is the beginning of a text; everything else is meant as it stands. */
function defaultComparison(kind: FieldKind, isList: boolean, [first]: readonly WrittenValue[]): Comparison {
  return kind === 'text' && !isList && first?.isQuoted === false ? 'starts' : 'equals';
}
