import type { RequestFault } from '../../catalogue/faults.ts';
import { fail, ok, type Result } from '../../result.ts';

/** Images a page, unless asked otherwise, and at most (contract: BigCommerce sections 1 and 2). */
export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 250;

/** More than any product has images; keeps absurd page numbers out of the arithmetic. */
const MAX_OFFSET = 1_000_000;

/** Reads a query parameter that is a whole number from 1; undefined where there is none. Faults: query-invalid. */
export function parseWhole(query: URLSearchParams, parameter: string): Result<number | undefined, RequestFault> {
  const value = query.get(parameter);
  if (value === null) return ok(undefined);
  const number = /^\d+$/.test(value) ? Math.min(Number(value), Number.MAX_SAFE_INTEGER) : 0;
  return number >= 1 ? ok(number) : fail({ kind: 'query-invalid', parameter, value });
}

/** How many images come before a page. */
export function pageOffset(pageNumber: number, limit: number): number {
  return Math.min((pageNumber - 1) * limit, MAX_OFFSET);
}
