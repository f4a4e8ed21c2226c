import type { AccessFault } from '../access/faults.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import type { IngestFault } from '../ingest/faults.ts';

/** What is wrong with a request before anything is done; named by the request's own words. */
export type RequestFault =
  | { readonly kind: 'route-not-found' }
  /** A query parameter that should be a whole number from 1. */
  | { readonly kind: 'query-invalid'; readonly parameter: string; readonly value: string }
  /** Fields of the wrong type or range: field → what it must be. */
  | { readonly kind: 'fields-invalid'; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'body-not-json'; readonly reason: string }
  /** Neither a file nor a URL where one is needed. */
  | { readonly kind: 'image-missing' }
  /** A file and a URL at once. */
  | { readonly kind: 'image-ambiguous' }
  /** An Idempotency-Key that is empty, too long or not printable. */
  | { readonly kind: 'key-invalid' };

/**
 * Why the library was not changed or does not show what was asked for; only dialects that offer the library say these.
 */
export type LibraryFault =
  | { readonly kind: 'media-not-found'; readonly mediaId: string }
  /** An image or a variant shows it. */
  | { readonly kind: 'media-in-use' }
  /** Another media of the folder has the name. */
  | { readonly kind: 'filename-taken' };

/** Everything that can go wrong, in one union; each dialect has one exhaustive table from it to its wire form. */
export type Fault = AccessFault | GalleryFault | IngestFault | RequestFault;
