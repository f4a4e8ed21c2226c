import type { RequestFault } from '../../catalogue/faults.ts';
import { fail, ok, type Result } from '../../result.ts';

/** Images a page, unless asked otherwise, and at most (contract: BigCommerce section 1 "Envelope"). */
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 250;

/** More than any product has images; keeps absurd page numbers out of the arithmetic. */
const MAX_OFFSET = 1_000_000;

export interface ListQuery {
  readonly pageNumber: number;
  readonly limit: number;
  readonly offset: number;
}

/** Reads `page` and `limit`: whole numbers from 1; a limit over 250 is cut to it. */
export function parseListQuery(query: URLSearchParams): Result<ListQuery, RequestFault> {
  const pageNumber = parseWhole(query, 'page', 1);
  if (!pageNumber.ok) return pageNumber;
  const limit = parseWhole(query, 'limit', DEFAULT_LIMIT);
  if (!limit.ok) return limit;
  const size = Math.min(limit.value, MAX_LIMIT);
  const offset = Math.min((pageNumber.value - 1) * size, MAX_OFFSET);
  return ok({ pageNumber: pageNumber.value, limit: size, offset });
}

function parseWhole(query: URLSearchParams, parameter: string, otherwise: number): Result<number, RequestFault> {
  const value = query.get(parameter);
  if (value === null) return ok(otherwise);
  const number = /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : 0;
  return number >= 1 ? ok(number) : fail({ kind: 'query-invalid', parameter, value });
}

/** `meta.pagination`, with links only to pages that are there. */
export function toPagination(query: ListQuery, total: number, count: number): object {
  const { pageNumber, limit } = query;
  const totalPages = Math.ceil(total / limit);
  const link = (page: number): string => `?page=${page}&limit=${limit}`;
  const hasPrevious = pageNumber > 1 && pageNumber - 1 <= totalPages;
  return {
    total,
    count,
    per_page: limit,
    current_page: pageNumber,
    total_pages: totalPages,
    links: {
      ...(hasPrevious ? { previous: link(pageNumber - 1) } : {}),
      current: link(pageNumber),
      ...(pageNumber < totalPages ? { next: link(pageNumber + 1) } : {}),
    },
  };
}

/** Keeps the fields that `include_fields` names, without those of `exclude_fields`; `id` always stays. */
export function selectFields<T extends { readonly id: number }>(query: URLSearchParams, object: T): Partial<T> {
  const included = fieldList(query.get('include_fields'));
  const excluded = fieldList(query.get('exclude_fields'));
  if (included === undefined && excluded === undefined) return object;
  const kept = Object.entries(object).filter(
    ([name]) => name === 'id' || ((included?.has(name) ?? true) && !excluded?.has(name)),
  );
  return Object.fromEntries(kept) as Partial<T>;
}

function fieldList(value: string | null): ReadonlySet<string> | undefined {
  if (value === null || value === '') return undefined;
  return new Set(value.split(',').map((name) => name.trim()));
}
