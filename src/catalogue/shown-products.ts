import { productGuid, type ProductRef } from '../model/product-guid.ts';
import type { ProductKey } from '../model/product.ts';
import type { ShownProduct } from '../model/shown-product.ts';
import type { WithAccess } from './image-reads.ts';
import type { ProductHead } from './product-reads.ts';

/** What was read of a product that is shown; without a head the product has no row, and neither images nor variants. */
export interface ShownRows extends Pick<ShownProduct, 'images' | 'variants'> {
  readonly head: ProductHead | undefined;
}

/** Reads of products with the facts of their media; each is one round trip to the database. */
export interface ShownProductReads {
  /** Reads a product with all its images, and the caller's access. */
  product(tokenDigest: string, ref: ProductRef): Promise<WithAccess<ShownRows>>;
  /** Does the same as `product`, for a store whose access has been checked. */
  productByKey(product: ProductKey): Promise<ShownRows>;
  /** Does the same for several products at once; those without a row are left out. */
  productsById(storeId: number, productIds: readonly number[]): Promise<ReadonlyMap<number, ShownRows>>;
}

/**
 * Returns a product as it is shown. One without a row has its number or its GUID from the request, and the GUID of a
 * number is known before there is a row.
 */
export function toShownProduct(storeId: number, ref: ProductRef, { head, ...rows }: ShownRows): ShownProduct {
  if (head !== undefined) return { ...head, ...rows };
  const unseen = { version: 0, changedAtMs: undefined, ...rows };
  if (ref.kind === 'guid') return { productId: undefined, guid: ref.guid, ...unseen };
  const { productId } = ref;
  return { productId, guid: productGuid({ storeId, productId }), ...unseen };
}
