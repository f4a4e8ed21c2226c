import { missingAlts } from '../../catalogue/missing-alts.ts';
import type { ListedProduct, ProductSearch } from '../../catalogue/product-list.ts';
import { PRODUCT_PROBLEMS, problemsOf } from '../../catalogue/product-problems.ts';
import { isLanguageTag } from '../../model/language.ts';
import { parseProductRef } from '../../model/product-guid.ts';
import type { Store } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { pageParameters, toCursor, type WirePage } from './paging.ts';
import { toWireCover, type WireProduct } from './product.ts';
import { readAuthorized, type V1Context } from './request-context.ts';
import { searchParameter } from './search-parameter.ts';
import { toWireTime } from './wire-time.ts';

const LANGUAGE_MESSAGE = 'It is one of the languages of the store.';

const orderSchema = z._default(z.enum(['id', '-changedAt'], 'It is id or -changedAt.'), 'id');

/** The first product of a page, in the order of the list that the cursor is of. */
const positionSchema = z.strictObject({ order: z.string(), id: z.int(), changedAtMs: z.int() });

/** The query of GET /v1/products. */
export const productsQuery = z
  .strictObject({
    ...pageParameters(positionSchema),
    search: searchParameter,
    problem: z.optional(z.enum(PRODUCT_PROBLEMS, `It is one of ${PRODUCT_PROBLEMS.join(', ')}.`)),
    missingAlt: z.optional(z.string().check(z.refine(isLanguageTag, LANGUAGE_MESSAGE))),
    order: orderSchema,
  })
  .check(
    z.superRefine(({ cursor, order }, context) => {
      if (cursor === undefined || cursor.order === order) return;
      context.addIssue({ code: 'custom', path: ['cursor'], message: 'It is not a cursor of this list.' });
    }),
  );

/** GET /v1/products: the products of the store, all of them or those that the query asks for. */
export async function listProducts(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { productList, origin } = c.get('service');
  const found = await readAuthorized(c, 'read', productsQuery, (digest, { cursor: from, limit, order, ...query }) => {
    const { search, problem, missingAlt } = query;
    return productList.list(digest, { search: toSearch(search), problem, missingAlt }, { order, from, limit });
  });
  if (!found.ok) return found;
  const { access, value, query } = found.value;
  const { missingAlt } = query;
  if (missingAlt !== undefined && !access.store.settings.languages.includes(missingAlt)) {
    return fail({ kind: 'parameters-invalid', errors: [{ parameter: 'missingAlt', detail: LANGUAGE_MESSAGE }] });
  }
  const page: WirePage<WireProduct> = {
    items: value.products.map((product) => toWireListedProduct(product, access.store, origin)),
    next: value.next === undefined ? null : toCursor({ order: query.order, ...value.next }),
  };
  return ok(Response.json(page));
}

/** A number and a GUID name a product; anything else is looked for in the names and texts of images. */
function toSearch(text: string | undefined): ProductSearch | undefined {
  if (text === undefined) return undefined;
  const ref = parseProductRef(text);
  return ref === undefined ? { kind: 'text', text } : { kind: 'product', ref };
}

function toWireListedProduct(product: ListedProduct, store: Store, origin: string): WireProduct {
  const { facts, altCounts, cover } = product;
  return {
    id: product.productId,
    guid: product.guid,
    version: product.version,
    changedAt: toWireTime(product.changedAtMs),
    imageCount: product.imageCount,
    missingAlts: missingAlts(store.settings.languages, facts.imageCount, facts.noAltCount, altCounts),
    cover: cover === undefined ? null : toWireCover(cover, store, origin),
    problems: problemsOf(facts),
  };
}
