import { zValidator, type Hook } from '@hono/zod-validator';
import * as z from 'zod';
import { authorizeCredentials } from '../../catalogue/queries.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import { queryPorts, readTokenCredentials } from '../bigcommerce/authenticate.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, pageOffset, positiveInteger } from '../bigcommerce/paging.ts';
import { toResponse } from './to-response.ts';

/** The parameters that select the fields shown. When a parameter comes twice, the last one counts. */
export const fieldQuerySchema = z.object({
  include_fields: z.preprocess(lastValue, z.string().optional()),
  exclude_fields: z.preprocess(lastValue, z.string().optional()),
});

/** The parameters of a list. */
export const pageQuerySchema = fieldQuerySchema.extend({
  page: z.preprocess(lastValue, positiveInteger.default(1)),
  limit: z.preprocess(lastValue, positiveInteger.default(DEFAULT_PAGE_SIZE)),
});

export type FieldQuery = z.output<typeof fieldQuerySchema>;
export type PageQuery = z.output<typeof pageQuerySchema>;

function lastValue(value: unknown): unknown {
  return Array.isArray(value) ? value.at(-1) : value;
}

/** Answers an invalid query. A caller without access receives the access error instead. */
const refuseInvalidQuery: Hook<PageQuery, AppEnv, string, 'query', object, typeof pageQuerySchema> = async (
  result,
  c,
) => {
  if (result.success) return undefined;
  const parameter = String(result.error.issues[0]?.path[0]);
  const value = c.req.queries(parameter)?.at(-1) ?? '';
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return toResponse(credentials);
  const authorized = authorizeCredentials(queryPorts(c), credentials.value, 'read');
  return toResponse(await failIfAuthorized(authorized, { kind: 'query-invalid', parameter, value } as const));
};

/** Validates the query of a list before its handler runs. */
export const validListQuery = zValidator<typeof pageQuerySchema, 'query', AppEnv, string, typeof refuseInvalidQuery>(
  'query',
  pageQuerySchema,
  refuseInvalidQuery,
);

/** Validates the query of a single image. Every text is valid: unknown field names are ignored. */
export const validFieldQuery = zValidator('query', fieldQuerySchema);

/** The page that a validated query requests. */
export interface RequestedPage {
  readonly pageNumber: number;
  readonly limit: number;
  readonly offset: number;
}

/** Returns the requested page. A limit over 250 is lowered to 250. */
export function toRequestedPage({ page, limit }: PageQuery): RequestedPage {
  const size = Math.min(limit, MAX_PAGE_SIZE);
  return { pageNumber: page, limit: size, offset: pageOffset(page, size) };
}

/** Returns `meta.pagination`. It has links to existing pages only. */
export function toPagination(requestedPage: RequestedPage, total: number, count: number): object {
  const { pageNumber, limit } = requestedPage;
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

/**
 * Returns the object with the fields that `include_fields` names, without those of `exclude_fields`; `id` always stays.
 */
export function selectFields(query: FieldQuery, object: { readonly id: number }): object {
  const included = splitFieldNames(query.include_fields);
  const excluded = splitFieldNames(query.exclude_fields);
  if (included === undefined && excluded === undefined) return object;
  const kept = Object.entries(object).filter(
    ([name]) => name === 'id' || ((included?.has(name) ?? true) && !excluded?.has(name)),
  );
  return Object.fromEntries(kept);
}

/** Returns the names in a comma-separated list, or undefined when it is empty or missing. */
function splitFieldNames(value: string | undefined): ReadonlySet<string> | undefined {
  if (value === undefined || value === '') return undefined;
  return new Set(value.split(',').map((name) => name.trim()));
}
