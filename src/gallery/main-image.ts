import { byId } from './by-id.ts';
import type { Changes } from './changes.ts';
import { byDisplayOrder, type GalleryImage, type GalleryState } from './state.ts';

/** The main image of a product after a command: an image that it had, one that the command creates, or none. */
export type MainImage =
  | { readonly kind: 'present'; readonly imageId: number }
  /** `index` counts the created images from 0. */
  | { readonly kind: 'created'; readonly index: number }
  | { readonly kind: 'none' };

/** What of an image decides whether it is the main one. */
type Candidate = Pick<GalleryImage, 'id' | 'sortOrder' | 'isThumbnail'>;

/** Later images come after earlier ones of the same sort order: by id, and what is created has none yet. */
const NO_ID_YET = Number.MAX_SAFE_INTEGER;

/**
 * Returns the image that is the main one after `changes`: the thumbnail of gallery `shop`, or where there is none the
 * first that it shows. `findMainImageId` says the same of a product that was read. Pure.
 */
export function mainImageAfter({ images }: GalleryState, changes: Changes): MainImage {
  const { deleted, updated, restored, inserted } = changes;
  const gone = new Set(deleted.map(({ id }) => id));
  const updates = byId(updated);
  let best: Candidate | undefined;
  let createdIndex: number | undefined;
  const consider = (candidate: Candidate, index?: number): void => {
    if (best !== undefined && !comesFirst(candidate, best)) return;
    best = candidate;
    createdIndex = index;
  };
  for (const image of images) {
    if (image.gallery === 'shop' && !gone.has(image.id)) consider(updates.get(image.id) ?? image);
  }
  for (const image of restored) if (image.gallery === 'shop') consider(image);
  for (const [index, { gallery, isThumbnail, sortOrder }] of inserted.entries()) {
    if (gallery === 'shop') consider({ id: NO_ID_YET, isThumbnail, sortOrder }, index);
  }
  if (createdIndex !== undefined) return { kind: 'created', index: createdIndex };
  return best === undefined ? { kind: 'none' } : { kind: 'present', imageId: best.id };
}

function comesFirst(a: Candidate, b: Candidate): boolean {
  if (a.isThumbnail !== b.isThumbnail) return a.isThumbnail;
  return byDisplayOrder(a, b) < 0;
}
