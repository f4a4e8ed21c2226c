import type { Changes } from './changes.ts';
import { evolve } from './evolve.ts';
import { byDisplayOrder, type GalleryState } from './state.ts';

/** The main image of a product after a command: an image that it had, one that the command creates, or none. */
export type MainImage =
  | { readonly kind: 'present'; readonly imageId: number }
  /** `index` counts the created images from 0. */
  | { readonly kind: 'created'; readonly index: number }
  | { readonly kind: 'none' };

/** Above all ids: created images have none before the database gives it to them. */
const LAST_ID_BEFORE = 2 ** 52;

/**
 * Returns the image that is the main one after `changes`: the thumbnail of gallery `shop`, or where there is none the
 * first that it shows. `findMainImageId` says the same of a product that was read. Pure.
 */
export function mainImageAfter(state: GalleryState, changes: Changes): MainImage {
  const { images } = evolve(state, changes, { lastImageIdBefore: LAST_ID_BEFORE, jobId: undefined });
  const shop = images.filter(({ gallery }) => gallery === 'shop');
  const main = shop.find(({ isThumbnail }) => isThumbnail) ?? shop.toSorted(byDisplayOrder)[0];
  if (main === undefined) return { kind: 'none' };
  const index = main.id - LAST_ID_BEFORE - 1;
  return index >= 0 ? { kind: 'created', index } : { kind: 'present', imageId: main.id };
}
