import { parseId } from './ids.ts';
import type { ProductKey } from './product.ts';

/**
 * The range of product numbers that the service assigns to products first seen by GUID; all other numbers belong to the
 * shops (docs/decisions/017). The range is below 2^53, so that every client can read its numbers, and far above the
 * numbers that shops use.
 */
export const ASSIGNED_PRODUCT_IDS = { first: 9_000_000_000_000_001, last: 9_006_999_999_999_999 } as const;

const DERIVED = /^(?<store>[0-9a-f]{8})-7669-8747-8(?<product>[0-9a-f]{3}-[0-9a-f]{12})$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Derives the GUID of a product that was first seen by its number: a UUID version 8 that contains the store's id and
 * the number. It is therefore known before the product has a row, and can be parsed back (docs/decisions/017).
 */
export function productGuid({ storeId, productId }: ProductKey): string {
  const store = storeId.toString(16).padStart(8, '0');
  const product = productId.toString(16).padStart(15, '0');
  return `${store}-7669-8747-8${product.slice(0, 3)}-${product.slice(3)}`;
}

/**
 * A product as a request names it: by its number, alone or parsed from a derived GUID with its store; or by a shop's
 * own GUID, in lower case. `storeId` is undefined where the number came alone, and so is one of the caller's own store.
 */
export type ProductRef =
  | { readonly kind: 'number'; readonly storeId: number | undefined; readonly productId: number }
  | { readonly kind: 'guid'; readonly guid: string };

/** Parses a GUID from a path; undefined where it is no UUID, or a derived one with an impossible number. */
export function parseProductGuid(rawGuid: string): ProductRef | undefined {
  const guid = rawGuid.toLowerCase();
  if (!UUID.test(guid)) return undefined;
  const derived = DERIVED.exec(guid)?.groups;
  if (derived === undefined) return { kind: 'guid', guid };
  const { store = '', product = '' } = derived;
  const productId = Number.parseInt(product.replace('-', ''), 16);
  if (productId < 1 || !Number.isSafeInteger(productId)) return undefined;
  return { kind: 'number', storeId: Number.parseInt(store, 16), productId };
}

/** Parses a product's number or GUID from a path; undefined where it is neither. */
export function parseProductRef(rawProduct: string): ProductRef | undefined {
  const productId = parseId(rawProduct);
  return productId === undefined ? parseProductGuid(rawProduct) : { kind: 'number', storeId: undefined, productId };
}

/** True for a number in the assigned range, which names no product until the service has assigned it. */
export const isAssignedProductId = (productId: number): boolean =>
  productId >= ASSIGNED_PRODUCT_IDS.first && productId <= ASSIGNED_PRODUCT_IDS.last;
