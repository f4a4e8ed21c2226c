import * as z from 'zod';

/** How many images a page has by default, and at most (BC3-15, BC2-4). */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 250;

/** More than any product has images; keeps absurd page numbers out of the arithmetic. */
const MAX_OFFSET = 1_000_000;

/** A whole number from 1, as text; beyond 2^53 it is cut, for there is no such page. */
export const positiveInteger = z
  .string()
  .regex(/^0*[1-9]\d*$/)
  .transform((text) => Math.min(Number(text), Number.MAX_SAFE_INTEGER));

/** How many images come before a page. */
export function pageOffset(pageNumber: number, limit: number): number {
  return Math.min((pageNumber - 1) * limit, MAX_OFFSET);
}
