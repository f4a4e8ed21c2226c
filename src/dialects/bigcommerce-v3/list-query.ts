import type { RequestFault } from '../../catalogue/faults.ts';
import { ok, type Result } from '../../result.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, pageOffset, parseWhole } from '../bigcommerce/paging.ts';

export interface ListQuery {
  readonly pageNumber: number;
  readonly limit: number;
  readonly offset: number;
}

/** Reads `page` and `limit`: whole numbers from 1; a limit over 250 is cut to it. */
export function parseListQuery(query: URLSearchParams): Result<ListQuery, RequestFault> {
  const page = parseWhole(query, 'page');
  if (!page.ok) return page;
  const wanted = parseWhole(query, 'limit');
  if (!wanted.ok) return wanted;
  const pageNumber = page.value ?? 1;
  const limit = Math.min(wanted.value ?? DEFAULT_LIMIT, MAX_LIMIT);
  return ok({ pageNumber, limit, offset: pageOffset(pageNumber, limit) });
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
