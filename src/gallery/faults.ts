/** Why a command was not executed. */
export type GalleryFault =
  | { readonly kind: 'image-not-found'; readonly imageId: string }
  /** A variant shows the image, and the command does not allow to take it away. */
  | { readonly kind: 'image-used-by-variant'; readonly imageId: string }
  /** A media to be placed is not in the library; `row` counts the command's images from 0. */
  | { readonly kind: 'media-missing'; readonly row: number; readonly mediaId: number }
  | { readonly kind: 'product-full'; readonly maxImages: number }
  /** If-Match named another version. */
  | { readonly kind: 'version-mismatch'; readonly currentVersion: number }
  /** The store takes registered products only, and this is none. */
  | { readonly kind: 'product-not-found'; readonly productId: string }
  /** The Idempotency-Key was used for another request. */
  | { readonly kind: 'key-reused' }
  /** The first request with this Idempotency-Key is still running. */
  | { readonly kind: 'operation-in-progress'; readonly retryAfterSeconds: number }
  /**
   * The product's queue is too long, or the database does not answer: nothing is known to be wrong with the request.
   */
  | { readonly kind: 'busy'; readonly retryAfterSeconds: number };
