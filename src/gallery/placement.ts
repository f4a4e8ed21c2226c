import { byDisplayOrder, MAX_SORT_ORDER, type GalleryImage } from './state.ts';

/**
 * Makes room for an image that moves to sort order `target`: every other image at or after it is raised by one (BC-20,
 * BC-22). Where that would exceed int32, the images from the moved one on are numbered consecutively, so that the last
 * one has the largest int32 at most, and images before it are lowered as far as needed.
 *
 * @returns the new sort orders by image id, for the moved image and all others that change.
 */
export function makeRoom(
  images: readonly GalleryImage[],
  movedId: number,
  target: number,
): ReadonlyMap<number, number> {
  const raised = new Map([[movedId, target]]);
  let hasRoom = true;
  for (const { id, sortOrder } of images) {
    if (id === movedId) continue;
    if (sortOrder >= target) raised.set(id, sortOrder + 1);
    if (sortOrder >= MAX_SORT_ORDER) hasRoom = false;
  }
  if (hasRoom) return raised;
  const others = images.filter((image) => image.id !== movedId).toSorted(byDisplayOrder);
  const following = others.filter((image) => image.sortOrder >= target);
  const start = Math.min(target, MAX_SORT_ORDER - following.length);
  const numbers = new Map<number, number>([[movedId, start]]);
  following.forEach((image, index) => numbers.set(image.id, start + 1 + index));
  pushDown(others.slice(0, others.length - following.length), start, numbers);
  return numbers;
}

/** Lowers the preceding images, from the last to the first, as far as needed to keep them below `ceiling`. */
function pushDown(preceding: readonly GalleryImage[], ceiling: number, numbers: Map<number, number>): void {
  let next = ceiling;
  for (const image of preceding.toReversed()) {
    if (image.sortOrder < next) return;
    next -= 1;
    numbers.set(image.id, next);
  }
}

/** An image of gallery `shop` that could be the product's thumbnail, and whether it was before the command. */
export type ThumbnailCandidate = Pick<GalleryImage, 'id' | 'isThumbnail'>;

/** The flags of the thumbnail that a command requests, by the ids of the images. */
export type RequestedFlags = ReadonlyMap<number, boolean>;

const NONE_REQUESTED: RequestedFlags = new Map();

/**
 * Chooses the product's thumbnail after a command: the last image for which the flag is requested, else the present
 * thumbnail unless the command removes its flag. A product's only image is always its thumbnail (IMG-17, IMG-18).
 *
 * @returns the thumbnail's id; undefined where no image is to have the flag.
 */
export function chooseThumbnail(
  candidates: readonly ThumbnailCandidate[],
  requested = NONE_REQUESTED,
): number | undefined {
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only.id;
  const requesting = requested.size === 0 ? undefined : candidates.findLast(({ id }) => requested.get(id) === true);
  return (requesting ?? candidates.find(({ id, isThumbnail }) => isThumbnail && requested.get(id) !== false))?.id;
}

/** Returns a revision above `previous`: the present time in unix seconds, as BigCommerce's are, or one more. */
export function nextRevision(previous: number | undefined, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), (previous ?? 0) + 1);
}
