import type { AccessFault } from '../access/faults.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import type { IngestFault } from '../ingest/faults.ts';

/** Why a request was refused before anything was done. */
export type RequestFault =
  | { readonly kind: 'route-not-found' }
  /** The operator restores the database: nothing can be changed meanwhile. */
  | { readonly kind: 'in-maintenance'; readonly retryAfterSeconds: number }
  /** A query parameter is not a whole number from 1. */
  | { readonly kind: 'query-invalid'; readonly parameter: string; readonly value: string }
  /** Fields have the wrong type or range; maps each field's name to what it must be. */
  | { readonly kind: 'fields-invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'body-not-json'; readonly reason: string }
  /** The request has neither a file nor a URL where one is needed. */
  | { readonly kind: 'image-missing' }
  /** The form has its file in a field of another name than that of pictures. */
  | { readonly kind: 'file-misnamed'; readonly field: string }
  /** The request has both a file and a URL. */
  | { readonly kind: 'image-ambiguous' }
  /** The Idempotency-Key is empty, too long or has characters other than visible ASCII. */
  | { readonly kind: 'key-invalid' };

/** Why a media was not found or the library not changed; only dialects that offer the library have these faults. */
export type LibraryFault =
  | { readonly kind: 'media-not-found'; readonly mediaId: string }
  /** Images or variants show the media: `uses` of them, where they were counted. */
  | { readonly kind: 'media-in-use'; readonly uses?: number }
  /** With the alt text, the texts of a product that shows the media would be too long. */
  | Extract<GalleryFault, { readonly kind: 'product-texts-full' }>
  /** Another media of the folder has the file name. */
  | { readonly kind: 'filename-taken' };

/** Every fault of the catalogue. Each dialect has one exhaustive table that maps it to an answer. */
export type Fault = AccessFault | GalleryFault | IngestFault | RequestFault;
