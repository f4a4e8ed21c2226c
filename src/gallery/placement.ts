import { byDisplayOrder, MAX_SORT_ORDER, type GalleryImage } from './state.ts';

/**
 * Makes room for an image that moves to `target`: every other image at or after it is raised by one
 * (BC-20, BC-22). Where a shift would leave int32, the images from the
 * moved one on are numbered densely, ending at the largest value at the latest, and images before it
 * give way downwards as far as they must.
 *
 * @returns the new sort order of each image whose number changes, the moved one included.
 */
export function makeRoom(
  images: readonly GalleryImage[],
  movedId: number,
  target: number,
): ReadonlyMap<number, number> {
  const others = images.filter((image) => image.id !== movedId).toSorted(byDisplayOrder);
  const following = others.filter((image) => image.sortOrder >= target);
  const last = following.at(-1);
  if (last === undefined || last.sortOrder < MAX_SORT_ORDER) {
    return new Map([[movedId, target], ...following.map((image) => [image.id, image.sortOrder + 1] as const)]);
  }
  const start = Math.min(target, MAX_SORT_ORDER - following.length);
  const numbers = new Map<number, number>([[movedId, start]]);
  following.forEach((image, index) => numbers.set(image.id, start + 1 + index));
  pushDown(others.slice(0, others.length - following.length), start, numbers);
  return numbers;
}

/** Lowers images that would otherwise show at or after `ceiling`, last first. */
function pushDown(preceding: readonly GalleryImage[], ceiling: number, numbers: Map<number, number>): void {
  let next = ceiling;
  for (const image of preceding.toReversed()) {
    if (image.sortOrder < next) return;
    next -= 1;
    numbers.set(image.id, next);
  }
}

/** An image of gallery `shop` that could be the product's thumbnail. */
export interface ThumbnailCandidate {
  readonly id: number;
  /** As it was before the command. */
  readonly isThumbnail: boolean;
  /** What the command asks for; undefined where it says nothing. */
  readonly requested: boolean | undefined;
}

/**
 * Which image is the product's thumbnail after a command: the last one that asks for it, else the one that was
 * and is not asked to step down; a product's only image always is it (IMG-17, IMG-18).
 *
 * @returns its id, or undefined where the product has none.
 */
export function chooseThumbnail(candidates: readonly ThumbnailCandidate[]): number | undefined {
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only.id;
  const asking = candidates.findLast((candidate) => candidate.requested === true);
  return (asking ?? candidates.find((candidate) => candidate.isThumbnail && candidate.requested !== false))?.id;
}

/** Unix seconds like BigCommerce's, but never the same twice for one image. */
export function nextRevision(previous: number | undefined, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), (previous ?? 0) + 1);
}
