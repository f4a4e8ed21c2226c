import type { Access } from '../model/access.ts';
import type { ProductImage } from '../model/product.ts';

/** Part of a list: `offset` images are passed over, at most `limit` follow. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A product as lists show it; a product without a row has version 0 and no images. */
export interface ProductSummary {
  readonly exists: boolean;
  readonly version: number;
  /** undefined for a product without a row. */
  readonly changedAtMs: number | undefined;
  readonly shopImageCount: number;
}

/** What a read found, with the access of whoever asks: one round trip for both. */
export interface WithAccess<T> {
  /** undefined: no such token. */
  readonly access: Access | undefined;
  readonly value: T;
}

/** Reads of the catalogue; each is one round trip to the database. */
export interface CatalogueReads {
  access(tokenDigest: string): Promise<Access | undefined>;
  /** A page of gallery `shop` by id, ascending. */
  imagePage(
    tokenDigest: string,
    productId: number,
    page: Page,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly images: readonly ProductImage[] }>>;
  image(
    tokenDigest: string,
    productId: number,
    imageId: number,
  ): Promise<WithAccess<{ readonly product: ProductSummary; readonly image: ProductImage | undefined }>>;
  /** A product without its images: two rows. */
  product(tokenDigest: string, productId: number): Promise<WithAccess<ProductSummary>>;
  /** How many images gallery `shop` has in the whole store of the token: two rows. */
  storeImageCount(tokenDigest: string): Promise<WithAccess<number>>;
}
