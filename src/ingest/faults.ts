import type { OverloadFault } from '../platform/memory-budget.ts';

/** What can be wrong with bytes or with the place that they are fetched from. `reason` is a sentence for the sender. */
export type IngestFault =
  /** The request's body cannot be taken apart: broken multipart, cut off, not UTF-8. */
  | { readonly kind: 'body-malformed'; readonly reason: string }
  /** A body without a file in it is larger than any such body needs to be. */
  | { readonly kind: 'body-too-large'; readonly maxBytes: number }
  /** The image itself is over the limit, by file or by URL. */
  | { readonly kind: 'file-too-large'; readonly maxBytes: number }
  /** The bytes are none of the seven formats. */
  | { readonly kind: 'picture-unsupported'; readonly reason: string }
  /** The bytes begin as one of the formats and then break its rules. */
  | { readonly kind: 'picture-corrupt'; readonly reason: string }
  /** The header claims more pixels, a longer side or more frames than we decode. */
  | { readonly kind: 'picture-too-large'; readonly reason: string }
  /** Not an absolute http or https URL, or too long. */
  | { readonly kind: 'url-invalid'; readonly url: string }
  /** A URL that we do not fetch from: not public, odd scheme or port, credentials in it. */
  | { readonly kind: 'url-refused'; readonly url: string; readonly reason: string }
  /** The other side did not deliver an image: status, time-out, connection, too many redirects. */
  | {
      readonly kind: 'download-failed';
      readonly url: string;
      readonly reason: string;
      /** It may well work a little later: a time-out, a broken connection, a server in trouble. */
      readonly isTemporary?: true;
    }
  /** The store's import folder has no such file. */
  | { readonly kind: 'import-missing'; readonly path: string }
  /**
   * More bytes are in memory in this isolate than its budget allows, or the bucket did not confirm that it has them.
   */
  | OverloadFault;
