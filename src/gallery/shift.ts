import type { GalleryName } from '../model/product.ts';
import { byId } from './by-id.ts';
import type { UpdatedImage } from './changes.ts';
import type { GalleryImage } from './state.ts';

/**
 * Images of a gallery whose sort orders all change by the same number: those with an id and a sort order in two ranges.
 * Making room in a long gallery shifts nearly all of it, which is one short statement in place of a row for each image.
 */
export interface Shift {
  readonly gallery: GalleryName;
  readonly firstId: number;
  readonly lastId: number;
  readonly fromSortOrder: number;
  readonly toSortOrder: number;
  readonly by: number;
  /** The images in both ranges that are not shifted. */
  readonly exceptIds: readonly number[];
  /** The image that the others make room for, where it is the only one besides and near the range of ids. */
  readonly placed: { readonly id: number; readonly sortOrder: number } | undefined;
  /** The images that are shifted, and the one that is placed. */
  readonly ids: ReadonlySet<number>;
}

/** So few images are written one by one. */
const MIN_SHIFTED = 10;

/** The most images in both ranges that may stay. */
const MAX_EXCEPTIONS = 8;

/** The most images that stay between the range of ids and the one that is placed. */
const MAX_BETWEEN = 8;

/** The most images that are looked at for each one that is shifted: one by one, more rows are read. */
const MAX_READ_FOR_EACH = 2;

/**
 * Finds the largest shift among the images that a command changes, where there is one that is worth a statement. Pure.
 *
 * @param images those of the product before the command.
 */
export function findShift(images: readonly GalleryImage[], updated: readonly UpdatedImage[]): Shift | undefined {
  if (updated.length < MIN_SHIFTED) return undefined;
  const before = byId(images);
  const shifted = largestGroup(before, updated);
  const [first] = shifted;
  if (first === undefined || shifted.length < MIN_SHIFTED) return undefined;
  const { gallery, by } = first;
  const [firstId, lastId] = rangeOf(shifted, ({ id }) => id);
  const [fromSortOrder, toSortOrder] = rangeOf(shifted, ({ sortOrder }) => sortOrder);
  const ofGallery = images.filter((image) => image.gallery === gallery);
  const read = ofGallery.filter(({ id }) => id >= firstId && id <= lastId);
  const shiftedIds = new Set(shifted.map(({ id }) => id));
  const exceptIds = read
    .filter(({ id, sortOrder }) => sortOrder >= fromSortOrder && sortOrder <= toSortOrder && !shiftedIds.has(id))
    .map(({ id }) => id);
  if (exceptIds.length > MAX_EXCEPTIONS || read.length > shifted.length * MAX_READ_FOR_EACH) return undefined;
  const placed = placedBeside(before, updated, shiftedIds);
  const range = { gallery, firstId, lastId, fromSortOrder, toSortOrder, by, exceptIds };
  const withPlaced = placed?.gallery === gallery ? countBetween(ofGallery, [firstId, lastId, placed.id]) : Infinity;
  if (placed === undefined || withPlaced > read.length + MAX_BETWEEN) {
    return { ...range, placed: undefined, ids: shiftedIds };
  }
  const { id, sortOrder } = placed;
  return { ...range, placed: { id, sortOrder }, ids: shiftedIds.add(id) };
}

/** Returns the least and the greatest number of a list. */
function rangeOf(shifted: readonly Shifted[], numberOf: (each: Shifted) => number): readonly [number, number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const each of shifted) {
    const number = numberOf(each);
    if (number < least) least = number;
    if (number > greatest) greatest = number;
  }
  return [least, greatest];
}

/** Returns the only image that a command changes besides those that are shifted, where nothing but its place changes. */
function placedBeside(
  before: ReadonlyMap<number, GalleryImage>,
  updated: readonly UpdatedImage[],
  shiftedIds: ReadonlySet<number>,
): UpdatedImage | undefined {
  if (updated.length !== shiftedIds.size + 1) return undefined;
  const other = updated.find(({ id }) => !shiftedIds.has(id));
  return other !== undefined && isPlaced(before.get(other.id), other) ? other : undefined;
}

/** Counts the images from the lowest of some ids to the highest. */
function countBetween(images: readonly GalleryImage[], ids: readonly number[]): number {
  const [first, last] = [Math.min(...ids), Math.max(...ids)];
  return images.filter(({ id }) => id >= first && id <= last).length;
}

/** An image of which nothing but the sort order changes. */
interface Shifted {
  readonly id: number;
  readonly gallery: GalleryName;
  /** As it is before. */
  readonly sortOrder: number;
  readonly by: number;
}

/** Whether an update changes nothing of an image but its place. */
const isPlaced = (image: GalleryImage | undefined, update: UpdatedImage): image is GalleryImage =>
  image?.isThumbnail === update.isThumbnail &&
  update.description === undefined &&
  update.alts === undefined &&
  update.picture === undefined;

/** Returns the images of one gallery whose sort orders change by the number by which most do. */
function largestGroup(before: ReadonlyMap<number, GalleryImage>, updated: readonly UpdatedImage[]): readonly Shifted[] {
  const groups: Readonly<Record<GalleryName, Map<number, Shifted[]>>> = { shop: new Map(), shop360: new Map() };
  for (const update of updated) {
    const image = before.get(update.id);
    if (!isPlaced(image, update) || image.sortOrder === update.sortOrder) continue;
    const by = update.sortOrder - image.sortOrder;
    const shifted = { id: image.id, gallery: image.gallery, sortOrder: image.sortOrder, by };
    const ofGallery = groups[image.gallery];
    const group = ofGallery.get(by);
    if (group === undefined) ofGallery.set(by, [shifted]);
    else group.push(shifted);
  }
  return [...groups.shop.values(), ...groups.shop360.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}
