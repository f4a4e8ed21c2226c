import type { ProductKey } from './product.ts';

/**
 * The numbers that we give to products first seen by GUID; all others are the shops' own (docs/decisions/017). Within
 * 2^53, so that every client can read them, and far from the numbers that anybody counts up to or takes for a limit.
 */
export const ASSIGNED_PRODUCT_IDS = { first: 9_000_000_000_000_001, last: 9_006_999_999_999_999 } as const;

const DERIVED = /^(?<store>[0-9a-f]{8})-7669-8747-8(?<product>[0-9a-f]{3}-[0-9a-f]{12})$/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The GUID of a product that was first seen by its number: a UUID version 8 with store and number in it, so that it is
 * the same everywhere, before and after the product has a row, and can be read back (docs/decisions/017).
 */
export function productGuid({ storeId, productId }: ProductKey): string {
  const store = storeId.toString(16).padStart(8, '0');
  const product = productId.toString(16).padStart(15, '0');
  return `${store}-7669-8747-8${product.slice(0, 3)}-${product.slice(3)}`;
}

/** What a GUID in a request can be: one that we derived, with its number, or a shop's own, in lower case. */
export type ProductRef =
  | { readonly kind: 'number'; readonly storeId: number; readonly productId: number }
  | { readonly kind: 'guid'; readonly guid: string };

/** Reads a GUID as it stands in a path; undefined where it is no UUID. */
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

/** True for a number that only we give, and that therefore names nothing until we have. */
export const isAssignedProductId = (productId: number): boolean =>
  productId >= ASSIGNED_PRODUCT_IDS.first && productId <= ASSIGNED_PRODUCT_IDS.last;
