import type { ProductRef } from '../model/product-guid.ts';
import type { GalleryName, ProductImage, ProductKey, VariantImage } from '../model/product.ts';
import type { WithAccess } from './image-reads.ts';

/** A product found by its GUID; undefined where it has no row, and so no images. */
export interface ProductHead {
  readonly productId: number;
  readonly guid: string;
  readonly version: number;
}

/** A product with all that concerns its images. */
export interface WholeProduct {
  readonly head: ProductHead | undefined;
  /** In the order in which they show, `shop` before `shop360`. */
  readonly images: readonly ProductImage[];
  /** By code. */
  readonly variants: readonly VariantImage[];
}

/** Reads by GUID; each is one round trip to the database, access included. */
export interface ProductReads {
  /** All images of a gallery in the order in which they show: at most 1000. */
  gallery(
    tokenDigest: string,
    ref: ProductRef,
    gallery: GalleryName,
  ): Promise<WithAccess<{ readonly head: ProductHead | undefined; readonly images: readonly ProductImage[] }>>;
  whole(tokenDigest: string, ref: ProductRef): Promise<WithAccess<WholeProduct>>;
  /** As `whole`, for a store whose access has been checked. */
  wholeOf(product: ProductKey): Promise<WholeProduct>;
  /** The head of a product, with the caller's access: what a write needs to begin. */
  headWithAccess(tokenDigest: string, ref: ProductRef): Promise<WithAccess<{ readonly head: ProductHead | undefined }>>;
  /** The head of a product of a store whose access has been checked. */
  head(storeId: number, ref: ProductRef): Promise<ProductHead | undefined>;
  /** The ids of a gallery's images. */
  imageIds(storeId: number, productId: number, gallery: GalleryName): Promise<readonly number[]>;
  /** Gives a number to a product that was first seen by this GUID, or finds the one that it has. */
  assignProductId(storeId: number, guid: string, nowMs: number): Promise<number>;
}
