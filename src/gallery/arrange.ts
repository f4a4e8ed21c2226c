import { fail, ok, type Result } from '../platform/result.ts';
import { byId } from './by-id.ts';
import type { Arrangement } from './commands.ts';
import type { GalleryFault } from './faults.ts';
import { byDisplayOrder, type GalleryImage, MAX_SORT_ORDER } from './state.ts';

/** The sort orders of the images that get another one, by their ids. */
type SortOrders = ReadonlyMap<number, number>;

/**
 * Decides which sort orders give the images of one gallery the order that is asked for, changing few of them (V1-79,
 * V1-80). Pure.
 *
 * @param images those of the product, in ascending order of ids.
 * Faults: order-mismatch, image-not-found.
 */
export function arrange(images: readonly GalleryImage[], arrangement: Arrangement): Result<SortOrders, GalleryFault> {
  switch (arrangement.kind) {
    case 'order':
      return orderWhole(images, arrangement.imageIds);
    case 'move':
      return moveBefore(images, arrangement);
    default:
      return arrangement satisfies never;
  }
}

/** Puts the images of a gallery in the order of `ids`, which has to name each of them once. */
function orderWhole(images: readonly GalleryImage[], ids: readonly number[]): Result<SortOrders, GalleryFault> {
  const named = new Set(ids);
  const gallery = images.find(({ id }) => named.has(id))?.gallery ?? 'shop';
  const inGallery = new Map(images.filter((image) => image.gallery === gallery).map((image) => [image.id, image]));
  const ordered = ids.flatMap((id) => inGallery.get(id) ?? []);
  const unknown = ids.filter((id) => !inGallery.has(id));
  const missing = [...inGallery.keys()].filter((id) => !named.has(id));
  if (unknown.length > 0 || missing.length > 0) return fail({ kind: 'order-mismatch', missing, unknown });
  return ok(renumber(ordered));
}

/** Moves images, in the order in which they are named, before another one of their gallery, or to its end. */
function moveBefore(
  images: readonly GalleryImage[],
  { imageIds, beforeId }: Extract<Arrangement, { kind: 'move' }>,
): Result<SortOrders, GalleryFault> {
  const present = byId(images);
  const named = beforeId === null ? imageIds : [...imageIds, beforeId];
  const unknownId = named.find((id) => !present.has(id));
  if (unknownId !== undefined) return fail({ kind: 'image-not-found', imageId: String(unknownId) });
  const moved = imageIds.flatMap((id) => present.get(id) ?? []);
  const gallery = moved[0]?.gallery;
  const unknown = named.filter((id) => present.get(id)?.gallery !== gallery);
  if (unknown.length > 0) return fail({ kind: 'order-mismatch', missing: [], unknown });

  const movedIds = new Set(imageIds);
  const others = images
    .filter((image) => image.gallery === gallery && !movedIds.has(image.id))
    .toSorted(byDisplayOrder);
  const index = beforeId === null ? others.length : others.findIndex(({ id }) => id === beforeId);
  const [before, after] = [others.slice(0, index), others.slice(index)];
  const ordered = [...before, ...moved, ...after];
  if (isInOrder(ordered)) return ok(new Map());
  return ok(fitBetween(before.at(-1), moved, after[0]) ?? renumber(ordered));
}

/** Whether the images are shown in this order already. */
const isInOrder = (ordered: readonly GalleryImage[]): boolean =>
  ordered.every((image, index) => {
    const previous = ordered[index - 1];
    return previous === undefined || byDisplayOrder(previous, image) < 0;
  });

/** Gives images the numbers after that of `previous` where those are free, so that no other has to move. */
function fitBetween(
  previous: GalleryImage | undefined,
  moved: readonly GalleryImage[],
  next: GalleryImage | undefined,
): SortOrders | undefined {
  const start = previous === undefined ? 0 : previous.sortOrder + 1;
  const end = next?.sortOrder ?? MAX_SORT_ORDER + 1;
  if (start + moved.length > end) return undefined;
  return new Map(moved.map(({ id }, index) => [id, start + index]));
}

/**
 * Gives images in a new order the numbers that they have together, so that those outside of the range that changes keep
 * theirs; or consecutive ones from 0 where two have the same.
 */
function renumber(ordered: readonly GalleryImage[]): SortOrders {
  const numbers = ordered.map(({ sortOrder }) => sortOrder).toSorted((a, b) => a - b);
  const areDistinct = new Set(numbers).size === numbers.length;
  return new Map(
    ordered.flatMap(({ id, sortOrder }, index) => {
      const number = areDistinct ? (numbers[index] ?? index) : index;
      return number === sortOrder ? [] : [[id, number] as const];
    }),
  );
}
