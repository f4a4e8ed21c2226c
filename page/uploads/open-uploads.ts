import { computed } from '@preact/signals';
import type { Gallery } from '../gallery/gallery.ts';
import { Replacements } from './replacements.ts';
import { noteUnderWay } from './under-way.ts';
import { Uploads } from './uploads.ts';
import { UrlJobs } from './url-jobs.ts';

/** A product with what is on its way to it. */
export interface OpenProduct {
  readonly gallery: Gallery;
  readonly uploads: Uploads;
  readonly replacements: Replacements;
  readonly urlJobs: UrlJobs;
}

/** Products that were opened, each with what ends its being counted. */
const kept = new Map<string, { readonly opened: OpenProduct; readonly forget: () => void }>();

/**
 * Opens a product. One to which files are still on their way is the same as when its screen was left.
 *
 * @param makeGallery is called where it is opened anew.
 */
export function openProduct(product: string, makeGallery: () => Gallery): OpenProduct {
  for (const [each, { opened, forget }] of kept) {
    if (isBusy(opened)) continue;
    kept.delete(each);
    forget();
  }
  const known = kept.get(product);
  if (known !== undefined) return known.opened;
  const opened = open(makeGallery());
  const { uploads, replacements } = opened;
  const count = computed(() => uploads.counts.value.underWay + replacements.openCount.value);
  const waiting = opened.gallery.waitingCount;
  const openCount = computed(() => count.value + uploads.counts.value.asking + waiting.value);
  kept.set(product, { opened, forget: noteUnderWay({ product, count, openCount }) });
  return opened;
}

const isBusy = ({ uploads, replacements, urlJobs }: OpenProduct): boolean =>
  uploads.batches.peek().length > 0 || replacements.all.peek().length > 0 || urlJobs.all.peek().length > 0;

function open(gallery: Gallery): OpenProduct {
  return {
    gallery,
    uploads: new Uploads(gallery),
    replacements: new Replacements(gallery),
    urlJobs: new UrlJobs(gallery),
  };
}
