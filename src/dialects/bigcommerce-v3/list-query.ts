import type { Context } from 'hono';
import type { Fault } from '../../catalogue/faults.ts';
import { authorizeCredentials } from '../../catalogue/queries.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import { ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { queryPorts, readTokenCredentials } from '../bigcommerce/authenticate.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, pageOffset, positiveInteger } from '../bigcommerce/paging.ts';

/** The parameters that select the fields shown. */
export const fieldQuerySchema = z.object({
  include_fields: z.optional(z.string()),
  exclude_fields: z.optional(z.string()),
});

/** The parameters of a list. */
export const pageQuerySchema = z.extend(fieldQuerySchema, {
  page: z._default(positiveInteger, 1),
  limit: z._default(positiveInteger, DEFAULT_PAGE_SIZE),
});

type FieldQuery = z.output<typeof fieldQuerySchema>;
export type PageQuery = z.output<typeof pageQuerySchema>;

/** Returns the parameters of the query. When one comes twice, the last one counts. */
const lastValues = (c: Context<AppEnv>): object =>
  Object.fromEntries(Object.entries(c.req.queries()).map(([name, values]) => [name, values.at(-1)]));

/**
 * Reads the query of a list. A caller without access receives the access error, whatever the query is. Faults:
 * query-invalid, and those of `authorizeCredentials`.
 */
export async function readPageQuery(c: Context<AppEnv>): Promise<Result<PageQuery, Fault>> {
  const parsed = pageQuerySchema.safeParse(lastValues(c));
  if (parsed.success) return ok(parsed.data);
  const parameter = String(parsed.error.issues[0]?.path[0]);
  const value = c.req.queries(parameter)?.at(-1) ?? '';
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return credentials;
  const authorized = authorizeCredentials(queryPorts(c), credentials.value, 'read');
  return await failIfAuthorized(authorized, { kind: 'query-invalid', parameter, value });
}

/** Reads the query of a single image. Every text is valid: unknown field names are ignored. */
export const readFieldQuery = (c: Context<AppEnv>): FieldQuery => fieldQuerySchema.parse(lastValues(c));

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
 * Returns a function that keeps of an object the fields that `include_fields` names, without those of `exclude_fields`;
 * `id` always stays.
 */
export function openSelection(query: FieldQuery): (object: { readonly id: number }) => object {
  const included = splitFieldNames(query.include_fields);
  const excluded = splitFieldNames(query.exclude_fields);
  if (included === undefined && excluded === undefined) return (object) => object;
  const isKept = (name: string): boolean =>
    name === 'id' || ((included?.has(name) ?? true) && excluded?.has(name) !== true);
  return (object) => Object.fromEntries(Object.entries(object).filter(([name]) => isKept(name)));
}

/** Returns the names in a comma-separated list, or undefined when it is empty or missing. */
function splitFieldNames(value: string | undefined): ReadonlySet<string> | undefined {
  if (value === undefined || value === '') return undefined;
  return new Set(value.split(',').map((name) => name.trim()));
}
