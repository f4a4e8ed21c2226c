import type { Access } from '../model/access.ts';
import type { ProductRef } from '../model/product-guid.ts';
import type { KeyedRequest } from './commands.ts';
import type { ProductHead } from './product-reads.ts';

/** How many upload URLs a store may have open: neither expired nor used up. A trigger has the same number. */
export const MAX_OPEN_UPLOADS = 1000;

/** An upload URL that is to be made: a grant to store a few files on one product without a token. */
export interface NewUploadGrant {
  /** The SHA-256 of the secret in the URL. */
  readonly digest: string;
  /** The random part that the secret was derived from, for repeats of the request. */
  readonly nonce: string;
  /** The token that makes it, and without which it is dead. */
  readonly tokenDigest: string;
  /** The product, by its number where it has one, and otherwise by a GUID of the shop. */
  readonly product: { readonly id: number } | { readonly guid: string };
  readonly maxFiles: number;
  /** The largest file, in bytes. */
  readonly maxBytes: number;
  /** The web origin whose pages may read the answers; undefined: all pages. */
  readonly origin: string | undefined;
  readonly expiresAtMs: number;
}

/** What came of making a grant; of a repeated request, what came of the first one. */
export type UploadGranted =
  | { readonly kind: 'granted'; readonly nonce: string; readonly expiresAtMs: number; readonly isReplay: boolean }
  /** The Idempotency-Key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** The store has MAX_OPEN_UPLOADS open. */
  | { readonly kind: 'too-many' };

/** A grant that has neither expired nor lost its token, with the product as it is. */
export interface FoundUploadGrant {
  readonly digest: string;
  /** What the token that made it may do. */
  readonly access: Access;
  /** The product as the grant names it, and what was found of it; undefined where it has no row. */
  readonly ref: ProductRef;
  readonly head: ProductHead | undefined;
  readonly maxBytes: number;
  /** All its files were stored: only repeats of requests are answered. */
  readonly isUsedUp: boolean;
  readonly origin: string | undefined;
}

/** The port to the upload grants in the database; each method is one round trip. */
export interface UploadGrants {
  /** Makes a grant, with its row in the journal, once for an Idempotency-Key of its token. */
  grant(
    access: Pick<Access, 'store' | 'actor'>,
    grant: NewUploadGrant,
    idempotency: KeyedRequest | undefined,
  ): Promise<UploadGranted>;
  /** Finds a grant by the digest of its secret; undefined where there is none, or it or its token has ended. */
  find(digest: string): Promise<FoundUploadGrant | undefined>;
}
