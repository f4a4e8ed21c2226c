import type { Gallery } from '../gallery/gallery.ts';
import { Replacements } from './replacements.ts';
import { Uploads } from './uploads.ts';
import { UrlJobs } from './url-jobs.ts';

/** A product with what is on its way to it. */
export interface OpenProduct {
  readonly gallery: Gallery;
  readonly uploads: Uploads;
  readonly replacements: Replacements;
  readonly urlJobs: UrlJobs;
}

const kept = new Map<string, OpenProduct>();

/**
 * Opens a product. One to which files are still on their way is the same as when its screen was left.
 *
 * @param makeGallery is called where it is opened anew.
 */
export function openProduct(product: string, makeGallery: () => Gallery): OpenProduct {
  for (const [each, { uploads, replacements, urlJobs }] of kept) {
    const isBusy =
      uploads.batches.peek().length > 0 || replacements.all.peek().length > 0 || urlJobs.all.peek().length > 0;
    if (!isBusy) kept.delete(each);
  }
  const opened = kept.get(product) ?? open(makeGallery());
  kept.set(product, opened);
  return opened;
}

function open(gallery: Gallery): OpenProduct {
  return {
    gallery,
    uploads: new Uploads(gallery),
    replacements: new Replacements(gallery),
    urlJobs: new UrlJobs(gallery),
  };
}
