import type { ProductRef } from '../model/product-guid.ts';
import type { GalleryName, ListedImage, ProductImage, ProductKey, VariantImage } from '../model/product.ts';
import type { WithAccess } from './image-reads.ts';

/**
 * A product's ids, version and time of change. Where a read returns undefined for it, the product has no row and no
 * images.
 */
export interface ProductHead {
  readonly productId: number;
  readonly guid: string;
  readonly version: number;
  readonly changedAtMs: number;
}

/** A product with all its images and its variants' pictures. */
export interface WholeProduct {
  readonly head: ProductHead | undefined;
  /** In the order in which they are shown, `shop` before `shop360`. */
  readonly images: readonly ProductImage[];
  /** In the order of their codes. */
  readonly variants: readonly VariantImage[];
}

/** Reads of products by GUID; each is one round trip to the database, including the caller's access. */
export interface ProductReads {
  /** Reads all images of a gallery, 1000 at most, in the order in which they are shown. */
  gallery(
    tokenDigest: string,
    ref: ProductRef,
    gallery: GalleryName,
  ): Promise<WithAccess<{ readonly head: ProductHead | undefined; readonly images: readonly ListedImage[] }>>;
  /** Reads a product with all its images. */
  wholeProduct(tokenDigest: string, ref: ProductRef): Promise<WithAccess<WholeProduct>>;
  /** Does the same as `wholeProduct`, for a store whose access has been checked. */
  wholeProductByKey(product: ProductKey): Promise<WholeProduct>;
  /** Finds a product with the caller's access, which is what a write begins with. */
  headWithAccess(tokenDigest: string, ref: ProductRef): Promise<WithAccess<{ readonly head: ProductHead | undefined }>>;
  /** Finds a product of a store whose access has been checked. */
  head(storeId: number, ref: ProductRef): Promise<ProductHead | undefined>;
  /** Reads the ids of a gallery's images, in no particular order. */
  imageIds(storeId: number, productId: number, gallery: GalleryName): Promise<readonly number[]>;
  /** Assigns a number to a product that was first seen by this GUID; returns the one that it has already, if any. */
  assignProductId(storeId: number, guid: string, nowMs: number): Promise<number>;
}
