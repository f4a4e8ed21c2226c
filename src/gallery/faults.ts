/** Why something of the past cannot come back. */
export type LostPast =
  /** The product has not had the version. */
  | { readonly what: 'version'; readonly currentVersion: number }
  /** The journal does not reach back to the version any more. */
  | { readonly what: 'history'; readonly toVersion: number }
  /** An image, or the bytes that it showed, are neither in the trash nor in the library any more. */
  | { readonly what: 'image'; readonly imageId: number }
  | { readonly what: 'variant-picture'; readonly variant: string };

/** Why a command was not executed. */
export type GalleryFault =
  | { readonly kind: 'image-not-found'; readonly imageId: string }
  /**
   * An order does not name the images of one gallery: `missing` are those that it leaves out, and `unknown` those that
   * are not in the gallery. Only arrangements have this fault.
   */
  | { readonly kind: 'order-mismatch'; readonly missing: readonly number[]; readonly unknown: readonly number[] }
  /** Variants refer to the image, and the command may not clear the references; `variants` names them where it is known. */
  | { readonly kind: 'image-used-by-variant'; readonly imageId: string; readonly variants?: readonly string[] }
  /** A media to be placed is not in the library; `row` counts the command's images from 0. */
  | { readonly kind: 'media-missing'; readonly row: number; readonly mediaId: number }
  | { readonly kind: 'product-full'; readonly maxImages: number }
  /** The texts of the product's images would be longer than one answer may be. */
  | { readonly kind: 'product-texts-full'; readonly maxBytes: number }
  /** What is to come back cannot; only commands on the past have this fault. */
  | { readonly kind: 'past-lost'; readonly lost: LostPast }
  /** The upload URL that the command came by takes no further file; only commands that came by one have this fault. */
  | { readonly kind: 'upload-not-found' }
  /** If-Match named another version. */
  | { readonly kind: 'version-mismatch'; readonly currentVersion: number }
  /**
   * The token that was sent along is another one by now, or nothing was written that could have verified it: nothing
   * happened. Only operations with a remembered token have this fault.
   */
  | { readonly kind: 'token-unknown' }
  /** The store accepts registered products only, and this one is not registered. */
  | { readonly kind: 'product-not-found'; readonly productId: string }
  /** The Idempotency-Key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** The first request with this Idempotency-Key is still running. */
  | { readonly kind: 'operation-in-progress'; readonly retryAfterSeconds: number }
  /** The product's queue is full, or the database does not answer. Nothing is wrong with the request itself. */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number };
