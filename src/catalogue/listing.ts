import type { Access } from '../model/access.ts';
import type { Media } from '../model/media.ts';
import type { ProductImage } from '../model/product.ts';
import type { Page, ProductSummary } from './reads.ts';

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

/** A handshake that still counts. */
export interface SigningSession {
  readonly serverSignature: string;
  readonly expiresAtMs: number;
}

/** Who asks, with what it takes to check a signed call. */
export interface Principal {
  readonly access: Access;
  /** The store's private key and secret, sealed; undefined: it has none, or the call is not signed. */
  readonly sealedSigningKeys: string | undefined;
  readonly session: SigningSession | undefined;
}

/** The credentials of a call, before they have been checked. */
export interface SessionCredentials {
  readonly tokenDigest: string;
  /** The client's signature names its session; undefined for a call that is not signed. */
  readonly clientSignature: string | undefined;
}

/**
 * What a read found, with its caller. Where there is no such token, `principal` is undefined and the value means
 * nothing.
 */
export interface WithPrincipal<T> {
  readonly principal: Principal | undefined;
  readonly value: T;
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

/** The handshakes of signed calls. */
export interface SigningSessions {
  /** Begins a session, or begins it anew with another server signature. */
  begin(storeId: number, credentials: SessionCredentials, session: SigningSession): Promise<void>;
  extend(storeId: number, credentials: SessionCredentials, expiresAtMs: number): Promise<void>;
}
