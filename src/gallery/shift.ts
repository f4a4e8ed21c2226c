import type { GalleryName } from '../model/product.ts';
import { byId, type IdLookup } from './by-id.ts';
import type { UpdatedImage } from './changes.ts';
import type { GalleryImage } from './state.ts';

/**
 * Images of a gallery whose sort orders all change by the same number: those with an id and a sort order in two ranges.
 * Making room in a long gallery shifts nearly all of it, which is one short statement in place of a row for each image.
 */
export interface Shift extends ShiftedRange {
  /** The images in both ranges that are not shifted. */
  readonly exceptIds: readonly number[];
  /** The image that the others make room for, where it is the only one besides and near the range of ids. */
  readonly placed: { readonly id: number; readonly sortOrder: number } | undefined;
  /** The updates of the images that are neither shifted nor placed. */
  readonly rest: readonly UpdatedImage[];
}

/** The images of a gallery whose sort orders change by one number, and the ranges that they are in. */
interface ShiftedRange {
  readonly gallery: GalleryName;
  readonly by: number;
  readonly firstId: number;
  readonly lastId: number;
  /** As they are before. */
  readonly fromSortOrder: number;
  readonly toSortOrder: number;
}

/** The images that are shifted, while they are found. */
type Group = { -readonly [Name in keyof ShiftedRange]: ShiftedRange[Name] } & { count: number };

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
 * @param images those of the product before the command, in ascending order of ids, as `updated` are.
 */
export function findShift(images: readonly GalleryImage[], updated: readonly UpdatedImage[]): Shift | undefined {
  if (updated.length < MIN_SHIFTED) return undefined;
  const before = byId(images);
  const group = largestGroup(before, updated);
  if (group === undefined || group.count < MIN_SHIFTED) return undefined;
  const rest = updated.filter((update) => !isShifted(before.get(update.id), update, group));
  const { count, ...range } = group;
  const { exceptIds, readCount } = lookAtRange(images, range, byId(updated));
  if (exceptIds.length > MAX_EXCEPTIONS || readCount > count * MAX_READ_FOR_EACH) return undefined;
  const placed = placedBeside(before, rest, range.gallery);
  const withPlaced = placed === undefined ? Infinity : countBetween(images, range, placed.id);
  if (placed === undefined || withPlaced > readCount + MAX_BETWEEN) {
    return { ...range, exceptIds, placed: undefined, rest };
  }
  return { ...range, exceptIds, placed: { id: placed.id, sortOrder: placed.sortOrder }, rest: [] };
}

/** Returns the images in the range of ids and of sort orders that are not shifted, and how many ids are in the range. */
function lookAtRange(
  images: readonly GalleryImage[],
  range: ShiftedRange,
  updates: IdLookup<UpdatedImage>,
): { readonly exceptIds: readonly number[]; readonly readCount: number } {
  const exceptIds: number[] = [];
  let readCount = 0;
  for (const image of images) {
    const { id, gallery, sortOrder } = image;
    if (gallery !== range.gallery || id < range.firstId || id > range.lastId) continue;
    readCount += 1;
    const isInBoth = sortOrder >= range.fromSortOrder && sortOrder <= range.toSortOrder;
    if (isInBoth && !isShifted(image, updates.get(id), range)) exceptIds.push(id);
  }
  return { exceptIds, readCount };
}

/** Returns the only image that a command changes besides those that are shifted, where nothing but its place changes. */
function placedBeside(
  before: IdLookup<GalleryImage>,
  rest: readonly UpdatedImage[],
  gallery: GalleryName,
): UpdatedImage | undefined {
  const [other, another] = rest;
  if (other === undefined || another !== undefined || other.gallery !== gallery) return undefined;
  return isPlaced(before.get(other.id), other) ? other : undefined;
}

/** Counts the images of the gallery from the lowest id of the range and another one to the highest. */
function countBetween(
  images: readonly GalleryImage[],
  { gallery, firstId, lastId }: ShiftedRange,
  otherId: number,
): number {
  const [first, last] = [Math.min(firstId, otherId), Math.max(lastId, otherId)];
  return images.filter((image) => image.gallery === gallery && image.id >= first && image.id <= last).length;
}

/** Whether an update changes nothing of an image but its place. */
const isPlaced = (image: GalleryImage | undefined, update: UpdatedImage | undefined): boolean =>
  update !== undefined &&
  image?.isThumbnail === update.isThumbnail &&
  update.description === undefined &&
  update.alts === undefined &&
  update.picture === undefined;

/** Whether an update is one of those of a shift. */
const isShifted = (
  image: GalleryImage | undefined,
  update: UpdatedImage | undefined,
  { gallery, by }: ShiftedRange,
): boolean =>
  image !== undefined &&
  update !== undefined &&
  image.gallery === gallery &&
  update.sortOrder - image.sortOrder === by &&
  isPlaced(image, update);

/** Returns the images of one gallery whose sort orders change by the number by which most do. */
function largestGroup(before: IdLookup<GalleryImage>, updated: readonly UpdatedImage[]): Group | undefined {
  const groups: Readonly<Record<GalleryName, Map<number, Group>>> = { shop: new Map(), shop360: new Map() };
  for (const update of updated) {
    const image = before.get(update.id);
    if (image === undefined || image.sortOrder === update.sortOrder || !isPlaced(image, update)) continue;
    const { id, gallery, sortOrder } = image;
    const by = update.sortOrder - sortOrder;
    const group = groups[gallery].get(by);
    if (group === undefined) {
      const range = { firstId: id, lastId: id, fromSortOrder: sortOrder, toSortOrder: sortOrder };
      groups[gallery].set(by, { gallery, by, ...range, count: 1 });
      continue;
    }
    group.count += 1;
    // Ids ascend.
    group.lastId = id;
    if (sortOrder < group.fromSortOrder) group.fromSortOrder = sortOrder;
    if (sortOrder > group.toSortOrder) group.toSortOrder = sortOrder;
  }
  return [...groups.shop.values(), ...groups.shop360.values()].toSorted((a, b) => b.count - a.count)[0];
}
