import * as z from '../../platform/schema.ts';

/** How many images a page has by default, and at most (BC3-15, BC2-4). */
export const DEFAULT_PAGE_SIZE = 50;
export const MAX_PAGE_SIZE = 250;

/** The largest offset, far beyond any product's images. It keeps arithmetic with huge page numbers exact. */
const MAX_OFFSET = 1_000_000;

/**
 * A whole number from 1, as text. A number beyond 2^53 is lowered to the largest exact one, because no page is that
 * far.
 */
export const positiveInteger = z.pipe(
  z.string().check(z.regex(/^0*[1-9]\d*$/)),
  z.transform((text) => Math.min(Number(text), Number.MAX_SAFE_INTEGER)),
);

/** Returns how many images come before a page; pages are counted from 1. */
export function pageOffset(pageNumber: number, limit: number): number {
  return Math.min((pageNumber - 1) * limit, MAX_OFFSET);
}
