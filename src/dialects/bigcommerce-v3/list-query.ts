import { zValidator, type Hook } from '@hono/zod-validator';
import * as z from 'zod';
import { authenticate } from '../../catalogue/queries.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import { queryPorts, tokenCredentials } from '../bigcommerce/authenticate.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, pageOffset, wholeNumber } from '../bigcommerce/paging.ts';
import { answer } from './answer.ts';

/** Which fields are shown; a parameter that comes twice counts once, the last time. */
const fieldQuerySchema = z.object({
  include_fields: z.preprocess(lastOf, z.string().optional()),
  exclude_fields: z.preprocess(lastOf, z.string().optional()),
});

/** What a list may be asked for. */
const pageQuerySchema = fieldQuerySchema.extend({
  page: z.preprocess(lastOf, wholeNumber.default(1)),
  limit: z.preprocess(lastOf, wholeNumber.default(DEFAULT_LIMIT)),
});

export type FieldQuery = z.output<typeof fieldQuerySchema>;
export type PageQuery = z.output<typeof pageQuerySchema>;

function lastOf(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Says what is wrong with a list's query; a caller without access is told that first. */
const refusePage: Hook<PageQuery, AppEnv, string, 'query', object, typeof pageQuerySchema> = async (result, c) => {
  if (result.success) return undefined;
  const parameter = String(result.error.issues[0]?.path[0]);
  const value = c.req.queries(parameter)?.at(-1) ?? '';
  const credentials = await tokenCredentials(c);
  if (!credentials.ok) return answer(credentials);
  const authorized = authenticate(queryPorts(c), credentials.value, 'read');
  return answer(await failIfAuthorized(authorized, { kind: 'query-invalid', parameter, value } as const));
};

/** Validates a list's query before its handler. */
export const validListQuery = zValidator<typeof pageQuerySchema, 'query', AppEnv, string, typeof refusePage>(
  'query',
  pageQuerySchema,
  refusePage,
);

/** Any text selects fields: unknown names are ignored. */
export const validFieldQuery = zValidator('query', fieldQuerySchema);

/** The page that a validated query asks for. */
export interface ListQuery {
  readonly pageNumber: number;
  readonly limit: number;
  readonly offset: number;
}

/** Turns a page's number into its place: a limit over 250 is cut to it. */
export function toListQuery({ page, limit }: PageQuery): ListQuery {
  const size = Math.min(limit, MAX_LIMIT);
  return { pageNumber: page, limit: size, offset: pageOffset(page, size) };
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
export function selectFields(query: FieldQuery, object: { readonly id: number }): object {
  const included = fieldList(query.include_fields);
  const excluded = fieldList(query.exclude_fields);
  if (included === undefined && excluded === undefined) return object;
  const kept = Object.entries(object).filter(
    ([name]) => name === 'id' || ((included?.has(name) ?? true) && !excluded?.has(name)),
  );
  return Object.fromEntries(kept);
}

function fieldList(value: string | undefined): ReadonlySet<string> | undefined {
  if (value === undefined || value === '') return undefined;
  return new Set(value.split(',').map((name) => name.trim()));
}
