import type { Changes } from './changes.ts';
import { byDisplayOrder, type GalleryState } from './state.ts';

/** The main image of a product after a command: an image that it had, one that the command creates, or none. */
export type MainImage =
  | { readonly kind: 'present'; readonly imageId: number }
  /** `index` counts the created images from 0. */
  | { readonly kind: 'created'; readonly index: number }
  | { readonly kind: 'none' };

/** What of an image decides whether it is the main one. */
interface Candidate {
  readonly main: MainImage;
  readonly isThumbnail: boolean;
  readonly sortOrder: number;
  /** Later images come after earlier ones of the same sort order: by id, and what is created has none yet. */
  readonly id: number;
}

/**
 * Returns the image that is the main one after `changes`: the thumbnail of gallery `shop`, or where there is none the
 * first that it shows. `findMainImageId` says the same of a product that was read. Pure.
 */
export function mainImageAfter({ images }: GalleryState, changes: Changes): MainImage {
  let best: Candidate | undefined;
  for (const candidate of candidates(images, changes)) {
    if (best === undefined || comesFirst(candidate, best)) best = candidate;
  }
  return best?.main ?? { kind: 'none' };
}

function comesFirst(a: Candidate, b: Candidate): boolean {
  if (a.isThumbnail !== b.isThumbnail) return a.isThumbnail;
  return byDisplayOrder(a, b) < 0;
}

/** Yields the images of gallery `shop` as they are after the command. */
function* candidates(
  images: GalleryState['images'],
  { deleted, updated, restored, inserted }: Changes,
): Generator<Candidate> {
  const gone = new Set(deleted.map(({ id }) => id));
  const updates = new Map(updated.map((update) => [update.id, update]));
  for (const image of images) {
    if (image.gallery === 'shop' && !gone.has(image.id)) yield present(updates.get(image.id) ?? image);
  }
  for (const image of restored) if (image.gallery === 'shop') yield present(image);
  for (const [index, { gallery, isThumbnail, sortOrder }] of inserted.entries()) {
    if (gallery !== 'shop') continue;
    yield { main: { kind: 'created', index }, isThumbnail, sortOrder, id: Number.MAX_SAFE_INTEGER };
  }
}

const present = ({ id, isThumbnail, sortOrder }: Omit<Candidate, 'main'>): Candidate => ({
  main: { kind: 'present', imageId: id },
  isThumbnail,
  sortOrder,
  id,
});
