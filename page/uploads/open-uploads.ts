import { Gallery, type GalleryEvents } from '../gallery/gallery.ts';
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

/** Opens a product. One to which files are still on their way is the same as when its screen was left. */
export function openProduct(product: string, events: GalleryEvents): OpenProduct {
  for (const [each, { uploads, replacements, urlJobs }] of kept) {
    const isBusy =
      uploads.batches.peek().length > 0 || replacements.all.peek().length > 0 || urlJobs.all.peek().length > 0;
    if (!isBusy) kept.delete(each);
  }
  const opened = kept.get(product) ?? open(product, events);
  kept.set(product, opened);
  return opened;
}

function open(product: string, events: GalleryEvents): OpenProduct {
  const gallery = new Gallery(product, events);
  return {
    gallery,
    uploads: new Uploads(gallery),
    replacements: new Replacements(gallery),
    urlJobs: new UrlJobs(gallery),
  };
}
