import type { OverloadFault } from '../platform/memory-budget.ts';

/**
 * What can be wrong with uploaded bytes, or with the URL that they are fetched from. `reason` is a sentence for the
 * client.
 */
export type IngestFault =
  /** The request's body cannot be parsed: broken or incomplete multipart, or text that is not UTF-8. */
  | { readonly kind: 'body-malformed'; readonly reason: string }
  /** The body is something that people send by mistake, such as a picture alone; `found` says what, as "a JPEG picture". */
  | { readonly kind: 'body-mistaken'; readonly found: string }
  /** A body without a file in it is larger than such a body ever needs to be. */
  | { readonly kind: 'body-too-large'; readonly maxBytes: number }
  /** The image itself is over the limit, whether it was uploaded or fetched from a URL. */
  | { readonly kind: 'file-too-large'; readonly maxBytes: number }
  /** The bytes are not in one of the seven formats. */
  | { readonly kind: 'picture-unsupported'; readonly reason: string }
  /** The bytes begin as one of the formats and then violate it. */
  | { readonly kind: 'picture-corrupt'; readonly reason: string }
  /** The header declares more pixels, a longer side or more frames than this service accepts. */
  | { readonly kind: 'picture-too-large'; readonly reason: string }
  /** The URL is not an absolute http or https URL, or it is too long. */
  | { readonly kind: 'url-invalid'; readonly url: string }
  /**
   * This service does not fetch from the URL: the host is not public, the scheme or port is not allowed, or the URL has
   * credentials in it.
   */
  | { readonly kind: 'url-refused'; readonly url: string; readonly reason: string }
  /** The remote server did not deliver an image: wrong status, time-out, broken connection, too many redirects. */
  | {
      readonly kind: 'download-failed';
      readonly url: string;
      readonly reason: string;
      /** Set when a later attempt may succeed: after a time-out, a broken connection, or a server's own failure. */
      readonly isTemporary?: true;
    }
  /** The store's import folder has no such file. */
  | { readonly kind: 'import-missing'; readonly path: string }
  /** The memory budget of this isolate is used up, or the bucket did not confirm that it has stored the bytes. */
  | OverloadFault;
