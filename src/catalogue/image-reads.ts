import type { Access } from '../model/access.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';

/** A page of a list: at most `limit` rows after the first `offset`. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** What lists need to know of a product; a product without a row has version 0 and no images. */
export interface ProductSummary {
  readonly exists: boolean;
  readonly version: number;
  /** undefined for a product without a row. */
  readonly changedAtMs: number | undefined;
  readonly shopImageCount: number;
}

/** The value of a read together with the caller's access, which both take one round trip. */
export interface WithAccess<T> {
  /** undefined where the token is unknown; `value` means nothing then. */
  readonly access: Access | undefined;
  readonly value: T;
}

/**
 * Reads of a product's images by the product's number; each is one round trip to the database. All but `access` leave
 * it to the caller to check the access that they return.
 */
export interface ImageReads {
  /** Finds the access of a token; undefined where it is unknown, expired or revoked. */
  access(tokenDigest: string): Promise<Access | undefined>;
  /**
   * Returns the access that `access` found last, without a round trip: it may have changed since, so that only an
   * operation that verifies it can rely on it. undefined where nothing is remembered.
   */
  recallAccess(tokenDigest: string): Access | undefined;
  /** Reads a page of the product's gallery `shop` in ascending order of ids. */
  imagePage(
    tokenDigest: string,
    productId: number,
    page: Page,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly images: readonly ListedImage[] }>>;
  /** Reads one image of the product's gallery `shop`. */
  image(
    tokenDigest: string,
    productId: number,
    imageId: number,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly image: ProductImage | undefined }>>;
  /** Reads a product without its images; this costs two rows. */
  product(tokenDigest: string, productId: number): Promise<WithAccess<ProductSummary>>;
  /** Reads how many images the token's store has in gallery `shop`; this costs two rows. */
  storeImageCount(tokenDigest: string): Promise<WithAccess<number>>;
}
