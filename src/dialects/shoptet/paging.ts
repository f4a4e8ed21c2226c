import { fail, ok, type Result } from '../../platform/result.ts';
import type { ShoptetFault } from './faults.ts';
import type { ShoptetContext } from './request-context.ts';

const DEFAULT_ITEMS_PER_PAGE = 100;
const MAX_ITEMS_PER_PAGE = 500;

/** The page that a query asks for. */
export interface RequestedPage {
  readonly page: number;
  readonly itemsPerPage: number;
  /** How many items are before the page. */
  readonly offset: number;
}

/** Reads `page` and `itemsPerPage`, of which more than 500 is cut to 500. Fault: query-invalid. */
export function readPage(c: ShoptetContext): Result<RequestedPage, ShoptetFault> {
  const page = readPositiveInteger(c, 'page', 1);
  if (!page.ok) return page;
  const requested = readPositiveInteger(c, 'itemsPerPage', DEFAULT_ITEMS_PER_PAGE);
  if (!requested.ok) return requested;
  const itemsPerPage = Math.min(requested.value, MAX_ITEMS_PER_PAGE);
  return ok({ page: page.value, itemsPerPage, offset: (page.value - 1) * itemsPerPage });
}

/** Returns `data.paginator` of a list: these keys, in this order (SH-39, SH-43). */
export function toPaginator({ page, itemsPerPage }: RequestedPage, itemsOnPage: number, totalCount: number): object {
  return { totalCount, page, pageCount: Math.ceil(totalCount / itemsPerPage), itemsOnPage, itemsPerPage };
}

function readPositiveInteger(c: ShoptetContext, parameter: string, defaultValue: number): Result<number, ShoptetFault> {
  const value = c.req.query(parameter);
  if (value === undefined) return ok(defaultValue);
  return /^[1-9]\d{0,8}$/.test(value) ? ok(Number(value)) : fail({ kind: 'query-invalid', parameter, value });
}
