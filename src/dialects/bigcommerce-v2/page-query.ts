import type { Page } from '../../catalogue/image-reads.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, pageOffset, positiveInteger } from '../bigcommerce/paging.ts';
import type { V2Fault } from './faults.ts';

/**
 * Reads `page` and `limit`: whole numbers from 1, with a limit of at most 250 (BC2-4, BC2-9). `isExplicit` is false
 * when the query has neither: a list then shows its first 50 images, and a deletion deletes all. Faults: query-invalid,
 * limit-too-large.
 */
export function parsePageQuery(
  query: URLSearchParams,
): Result<{ readonly page: Page; readonly isExplicit: boolean }, V2Fault> {
  const pageNumber = readPositiveInteger(query, 'page');
  if (!pageNumber.ok) return pageNumber;
  const requestedLimit = readPositiveInteger(query, 'limit');
  if (!requestedLimit.ok) return requestedLimit;
  const limit = requestedLimit.value ?? DEFAULT_PAGE_SIZE;
  if (limit > MAX_PAGE_SIZE) return fail({ kind: 'limit-too-large', limit, maxLimit: MAX_PAGE_SIZE });
  const isExplicit = pageNumber.value !== undefined || requestedLimit.value !== undefined;
  return ok({ page: { offset: pageOffset(pageNumber.value ?? 1, limit), limit }, isExplicit });
}

/** Reads a parameter. When it comes twice, the last one counts. Returns undefined when it is missing. */
function readPositiveInteger(query: URLSearchParams, parameter: string): Result<number | undefined, V2Fault> {
  const value = query.getAll(parameter).at(-1);
  if (value === undefined) return ok(undefined);
  const parsed = positiveInteger.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail({ kind: 'query-invalid', parameter, value });
}
