import type { Page } from '../../catalogue/image-reads.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { DEFAULT_LIMIT, MAX_LIMIT, pageOffset, wholeNumber } from '../bigcommerce/paging.ts';
import type { V2Fault } from './faults.ts';

/**
 * Reads `page` and `limit`: whole numbers from 1, a limit of 250 at most (BC2-4, BC2-9). Where the
 * query names neither, `isNamed` is false: a list then shows its first 50, a deletion takes all.
 */
export function parsePage(query: URLSearchParams): Result<{ readonly page: Page; readonly isNamed: boolean }, V2Fault> {
  const pageNumber = readWhole(query, 'page');
  if (!pageNumber.ok) return pageNumber;
  const requestedLimit = readWhole(query, 'limit');
  if (!requestedLimit.ok) return requestedLimit;
  const limit = requestedLimit.value ?? DEFAULT_LIMIT;
  if (limit > MAX_LIMIT) return fail({ kind: 'limit-too-large', limit, maxLimit: MAX_LIMIT });
  const isNamed = pageNumber.value !== undefined || requestedLimit.value !== undefined;
  return ok({ page: { offset: pageOffset(pageNumber.value ?? 1, limit), limit }, isNamed });
}

/** A parameter that comes twice counts once, the last time. */
function readWhole(query: URLSearchParams, parameter: string): Result<number | undefined, V2Fault> {
  const value = query.getAll(parameter).at(-1);
  if (value === undefined) return ok(undefined);
  const parsed = wholeNumber.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail({ kind: 'query-invalid', parameter, value });
}
