import type { Listing } from '../../catalogue/listing-reads.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { StoreFault } from './faults.ts';
import { isQueryField, type QueryFields } from './query/fields.ts';
import { parseQuery } from './query/parse-query.ts';

/** How many rows a page has by default, and at most (ST-29). */
const DEFAULT_PAGE_SIZE = 20;
const MAX_PAGE_SIZE = 50;

/** The largest offset, far beyond any store's rows. It keeps arithmetic with huge page numbers exact. */
const MAX_OFFSET = 100_000_000;

/** The most fields that a list is ordered by. */
const MAX_ORDER_FIELDS = 5;

/** Reads `limit`, `page`, `order` and `query`. Faults: query-invalid, query-unreadable. */
export function parseListing<F extends string>(
  parameters: ReadonlyMap<string, string>,
  fields: QueryFields<F>,
): Result<Listing<F>, StoreFault> {
  const page = parsePositiveInteger(parameters, 'page', 1);
  if (!page.ok) return page;
  const limit = parsePositiveInteger(parameters, 'limit', DEFAULT_PAGE_SIZE);
  if (!limit.ok) return limit;
  const order = parseOrder(parameters.get('order') ?? '', fields);
  if (!order.ok) return order;
  const query = parameters.get('query') ?? '';
  const filter = query.trim() === '' ? ok(undefined) : parseQuery(query, fields);
  if (!filter.ok) return filter;
  const pageSize = Math.min(limit.value, MAX_PAGE_SIZE);
  const offset = Math.min((page.value - 1) * pageSize, MAX_OFFSET);
  return ok({ filter: filter.value, order: order.value, page: { offset, limit: pageSize } });
}

function parsePositiveInteger(
  parameters: ReadonlyMap<string, string>,
  parameter: string,
  defaultValue: number,
): Result<number, StoreFault> {
  const value = parameters.get(parameter);
  if (value === undefined) return ok(defaultValue);
  const number = /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : 0;
  return number >= 1 ? ok(number) : fail({ kind: 'query-invalid', parameter, value });
}

/** Parses an order such as `sort_order:asc,id:desc`. A field without a direction is ascending. */
function parseOrder<F extends string>(text: string, fields: QueryFields<F>): Result<Listing<F>['order'], StoreFault> {
  const order: { field: F; isDescending: boolean }[] = [];
  if (text === '') return ok(order);
  let index = 0;
  for (const term of text.split(',')) {
    const [name = '', direction = 'asc', ...rest] = term.trim().split(':');
    const refuse = (reason: string): Result<never, StoreFault> =>
      fail({ kind: 'query-unreadable', parameter: 'order', at: index + 1, reason });
    if (!isQueryField(fields, name)) return refuse(`"${name}" is none of ${Object.keys(fields).join(', ')}`);
    if (rest.length > 0 || !/^(?:asc|desc)$/i.test(direction)) return refuse('asc or desc expected');
    if (order.length === MAX_ORDER_FIELDS) return refuse(`at most ${MAX_ORDER_FIELDS} fields`);
    order.push({ field: name, isDescending: direction.toLowerCase() === 'desc' });
    index += term.length + 1;
  }
  return ok(order);
}

/** The vendor's name for the fields that are shown without the parameter: here all of them (ST-31). */
const BASIC_FIELDS = '_basic_';

/**
 * Reads `fields`. Returns a function that keeps these fields of a row, or the whole row when the parameter is missing.
 * Fault: query-unreadable for an unknown field.
 */
export function parseFieldSelection<T extends object>(
  parameters: ReadonlyMap<string, string>,
  fieldNames: readonly (keyof T & string)[],
): Result<(row: T) => Partial<T>, StoreFault> {
  const text = parameters.get('fields') ?? '';
  if (text === '') return ok((row) => row);
  const requested = text.split(',').map((name) => name.trim());
  const known = new Set<string>([...fieldNames, BASIC_FIELDS]);
  const unknown = requested.findIndex((name) => !known.has(name));
  if (unknown !== -1) {
    const reason = `"${requested[unknown] ?? ''}" is none of ${fieldNames.join(', ')}`;
    const before = text.split(',').slice(0, unknown);
    const at = before.reduce((length, name) => length + name.length + 1, 1);
    return fail({ kind: 'query-unreadable', parameter: 'fields', at, reason });
  }
  if (requested.includes(BASIC_FIELDS)) return ok((row) => row);
  const kept = fieldNames.filter((name) => requested.includes(name));
  return ok((row) => {
    const part: Partial<T> = {};
    for (const name of kept) part[name] = row[name];
    return part;
  });
}
