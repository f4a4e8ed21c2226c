import type { Listing } from '../../catalogue/listing-reads.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { StoreFault } from './faults.ts';
import { isField, type Fields } from './query/fields.ts';
import { parseQuery } from './query/parse-query.ts';

/** How many rows a page has by default, and at most (ST-29). */
const DEFAULT_LIMIT = 20;
const MAX_LIMIT = 50;

/** More rows than any store has; keeps absurd page numbers out of the arithmetic. */
const MAX_OFFSET = 100_000_000;

/** Fields that a list is ordered by at most. */
const MAX_ORDER_FIELDS = 5;

/** Reads `limit`, `page`, `order` and `query`. */
export function parseListing<F extends string>(
  parameters: URLSearchParams,
  fields: Fields<F>,
): Result<Listing<F>, StoreFault> {
  const page = parseWhole(parameters, 'page', 1);
  if (!page.ok) return page;
  const limit = parseWhole(parameters, 'limit', DEFAULT_LIMIT);
  if (!limit.ok) return limit;
  const order = parseOrder(parameters.get('order') ?? '', fields);
  if (!order.ok) return order;
  const query = parameters.get('query') ?? '';
  const filter = query.trim() === '' ? ok(undefined) : parseQuery(query, fields);
  if (!filter.ok) return filter;
  const rows = Math.min(limit.value, MAX_LIMIT);
  const offset = Math.min((page.value - 1) * rows, MAX_OFFSET);
  return ok({ filter: filter.value, order: order.value, page: { offset, limit: rows } });
}

function parseWhole(parameters: URLSearchParams, parameter: string, defaultValue: number): Result<number, StoreFault> {
  const value = parameters.get(parameter);
  if (value === null) return ok(defaultValue);
  const number = /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : 0;
  return number >= 1 ? ok(number) : fail({ kind: 'query-invalid', parameter, value });
}

/** `sort_order:asc,id:desc`; a field without a direction is ascending. */
function parseOrder<F extends string>(text: string, fields: Fields<F>): Result<Listing<F>['order'], StoreFault> {
  const order: { field: F; isDescending: boolean }[] = [];
  if (text === '') return ok(order);
  let index = 0;
  for (const term of text.split(',')) {
    const [name = '', direction = 'asc', ...rest] = term.trim().split(':');
    const refuse = (reason: string): Result<never, StoreFault> =>
      fail({ kind: 'query-unreadable', parameter: 'order', at: index + 1, reason });
    if (!isField(fields, name)) return refuse(`"${name}" is none of ${Object.keys(fields).join(', ')}`);
    if (rest.length > 0 || !/^(?:asc|desc)$/i.test(direction)) return refuse('asc or desc expected');
    if (order.length === MAX_ORDER_FIELDS) return refuse(`at most ${MAX_ORDER_FIELDS} fields`);
    order.push({ field: name, isDescending: direction.toLowerCase() === 'desc' });
    index += term.length + 1;
  }
  return ok(order);
}

/** Reads `fields` and keeps those of each row; without it, all. */
export function selectFields<T extends object>(
  parameters: URLSearchParams,
  fieldNames: readonly (keyof T & string)[],
): Result<(row: T) => Partial<T>, StoreFault> {
  const text = parameters.get('fields') ?? '';
  if (text === '') return ok((row) => row);
  const requested = text.split(',').map((name) => name.trim());
  const known = new Set<string>(fieldNames);
  const unknown = requested.findIndex((name) => !known.has(name));
  if (unknown !== -1) {
    const reason = `"${requested[unknown] ?? ''}" is none of ${fieldNames.join(', ')}`;
    const before = text.split(',').slice(0, unknown);
    const at = before.reduce((length, name) => length + name.length + 1, 1);
    return fail({ kind: 'query-unreadable', parameter: 'fields', at, reason });
  }
  const kept = fieldNames.filter((name) => requested.includes(name));
  return ok((row) => {
    const part: Partial<T> = {};
    for (const name of kept) part[name] = row[name];
    return part;
  });
}
