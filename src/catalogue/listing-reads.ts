import type { Media } from '../model/media.ts';
import type { ProductImage } from '../model/product.ts';
import type { Page, ProductSummary } from './image-reads.ts';
import type { Principal, SessionCredentials, WithPrincipal } from './principal.ts';

/** What lists of images can be filtered and ordered by, as they show it: clamped, cut, with the media's text. */
export type ImageField = 'id' | 'media_id' | 'alt_text' | 'sort_order' | 'width' | 'height';

/** What lists of media can be filtered and ordered by; `updated_at` in unix seconds. */
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

/** `equals` and `starts` hold for any of the values; the others have one. */
export type Comparison = 'equals' | 'starts' | 'ends' | 'at-least' | 'at-most';

/** A condition on rows. Texts of `starts` and `ends` are never empty. */
export type Filter<F extends string> =
  | {
      readonly kind: 'compare';
      readonly field: F;
      readonly comparison: Comparison;
      readonly values: readonly (string | number)[];
    }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Filter<F>[] };

/** Which rows of a list, and how: by the fields of `order`, then by id, ascending. */
export interface Listing<F extends string> {
  readonly filter: Filter<F> | undefined;
  readonly order: readonly { readonly field: F; readonly isDescending: boolean }[];
  readonly page: Page;
}

/** Reads that list, filter and order; each is one round trip, and sees the token's own store only. */
export interface ListingReads {
  principal(credentials: SessionCredentials): Promise<Principal | undefined>;
  /** Gallery `shop` of one product. */
  productImages(
    credentials: SessionCredentials,
    productId: number,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<{ readonly product: ProductSummary; readonly images: readonly ProductImage[] }>>;
  /** Gallery `shop` of all products. */
  allImages(
    credentials: SessionCredentials,
    listing: Listing<ImageField>,
  ): Promise<WithPrincipal<readonly ProductImage[]>>;
  media(credentials: SessionCredentials, listing: Listing<MediaField>): Promise<WithPrincipal<readonly Media[]>>;
}
