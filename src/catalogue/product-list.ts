import type { ProductRef } from '../model/product-guid.ts';
import type { CoverImage } from '../model/shown-product.ts';
import type { WithAccess } from './image-reads.ts';
import type { GalleryFacts, ProductProblem } from './product-problems.ts';
import type { ProductHead } from './product-reads.ts';

/** How many products one page of a filtered list looks at, at most. */
export const MAX_SCANNED_PRODUCTS = 500;

/** How many images the products have together that a page searches; the first product may have more. */
export const MAX_SEARCHED_IMAGES = 2000;

/** How many bytes the texts of their images have together; the first product may have more. */
export const MAX_SEARCHED_TEXT_BYTES = 1_500_000;

/** What is searched for: one product by its name, or a part of a file name or of a text of an image. */
export type ProductSearch =
  | { readonly kind: 'product'; readonly ref: ProductRef }
  /** In any case of letters; at most MAX_SEARCH_CHARACTERS. */
  | { readonly kind: 'text'; readonly text: string };

/** Which products a list has; what is undefined does not count. */
export interface ProductFilter {
  readonly search: ProductSearch | undefined;
  readonly problem: ProductProblem | undefined;
  /** The canonical tag of a language: only products with an image in `shop` that has no text in it. */
  readonly missingAlt: string | undefined;
}

/** By ascending ids, or the product first that changed last. */
export type ProductOrder = 'id' | '-changedAt';

/** A product's place in both orders. */
export interface ListPosition {
  readonly id: number;
  readonly changedAtMs: number;
}

/** A product as lists show it, from its own row. */
export interface ListedProduct extends ProductHead {
  /** Of all galleries. */
  readonly imageCount: number;
  readonly facts: GalleryFacts;
  /** How many images of `shop` have a text, by languages; the default one, and those without any, are not named. */
  readonly altCounts: Readonly<Record<string, number>>;
  readonly cover: CoverImage | undefined;
}

/** Which page of a list is read. */
export interface PageRequest {
  readonly order: ProductOrder;
  /** The first product that is looked at, or where it has another place by now the one after it; undefined: the first. */
  readonly from: ListPosition | undefined;
  readonly limit: number;
}

/** A page of the list. */
export interface ProductPage {
  readonly products: readonly ListedProduct[];
  /** Where the next page begins; undefined where there is none. */
  readonly next: ListPosition | undefined;
}

/** The list of a store's products: all that were written to, registered, or given a number. */
export interface ProductListReads {
  /**
   * Reads a page in one round trip, the caller's access included. A filtered one looks at MAX_SCANNED_PRODUCTS at most,
   * and so may be shorter than `limit` although there are more.
   */
  list(tokenDigest: string, filter: ProductFilter, page: PageRequest): Promise<WithAccess<ProductPage>>;
}
