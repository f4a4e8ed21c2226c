import type { Media } from '../model/media.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';
import type { Result } from '../platform/result.ts';
import type { Page, ProductSummary } from './image-reads.ts';
import type { Principal, SessionCredentials, WithPrincipal } from './principal.ts';

/** The fields that lists of images can be filtered and ordered by; they have the values that the Store API shows. */
export type ImageField = 'id' | 'media_id' | 'alt_text' | 'sort_order' | 'width' | 'height';

/** The fields that lists of media can be filtered and ordered by; `updated_at` is in unix seconds. */
export type MediaField =
  | 'id'
  | 'filename'
  | 'alt_text'
  | 'media_folder'
  | 'mime_type'
  | 'size'
  | 'width'
  | 'height'
  | 'aspect_ratio'
  | 'updated_at';

/**
 * How a field is compared. `equals` and `starts` hold where one of several values matches; the others have one value.
 */
export type Comparison = 'equals' | 'starts' | 'ends' | 'at-least' | 'at-most';

/**
 * A condition on rows: a comparison, or several conditions of which all or any must hold. No `starts` or `ends` is
 * empty.
 */
export type Filter<F extends string> =
  | {
      readonly kind: 'compare';
      readonly field: F;
      readonly comparison: Comparison;
      readonly values: readonly (string | number)[];
    }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter<F>[] };

/** Which rows a list shows, in the order of the fields of `order`, then in ascending order of ids. */
export interface Listing<F extends string> {
  readonly filter: Filter<F> | undefined;
  readonly order: readonly { readonly field: F; readonly isDescending: boolean }[];
  readonly page: Page;
}

/** What a list across products, or of the library, reads at most. */
export interface ListingBounds {
  /**
   * How many rows it looks through or sorts. In the order of ids and without a filter, or where an index finds what a
   * filter asks for, it reads no rows but those of its page.
   */
  readonly maxListedRows: number;
  /** How many rows are counted to find a page that nobody has come near to. */
  readonly maxSkippedRows: number;
}

export const LISTING_BOUNDS: ListingBounds = { maxListedRows: 50_000, maxSkippedRows: 1_000_000 };

/** Why a list is not read: what would have been looked through, sorted or counted is too much. */
export interface ListTooLong {
  readonly kind: 'list-too-long';
  readonly parameter: 'query' | 'order' | 'page';
  readonly maxRows: number;
}

/** Reads with filters and orders; each is one round trip, and reads the token's own store only. */
export interface ListingReads {
  /** Finds the principal of a call; undefined where its token is unknown, expired or revoked. */
  principal(credentials: SessionCredentials): Promise<Principal | undefined>;
  /** Lists gallery `shop` of one product. */
  productImages(
    credentials: SessionCredentials,
    productId: number,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<{ readonly product: ProductSummary; readonly images: readonly ListedImage[] }>>;
  /** Lists gallery `shop` of all products. Fault: list-too-long. */
  allImages(
    credentials: SessionCredentials,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<Result<readonly ProductImage[], ListTooLong>>>;
  /** Lists the media of the library. Fault: list-too-long. */
  media(
    credentials: SessionCredentials,
    listing: Listing<MediaField>,
  ): Promise<WithPrincipal<Result<readonly Media[], ListTooLong>>>;
}
