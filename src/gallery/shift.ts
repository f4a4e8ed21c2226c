import type { GalleryName } from '../model/product.ts';
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
  /** The images that are shifted. */
  readonly ids: ReadonlySet<number>;
}

/** So few images are written one by one. */
const MIN_SHIFTED = 10;

/** The most images in both ranges that may stay. */
const MAX_EXCEPTIONS = 8;

/** The most images that are looked at for each one that is shifted: one by one, more rows are read. */
const MAX_READ_FOR_EACH = 2;

/**
 * Finds the largest shift among the images that a command changes, where there is one that is worth a statement. Pure.
 *
 * @param images those of the product before the command.
 */
export function findShift(images: readonly GalleryImage[], updated: readonly UpdatedImage[]): Shift | undefined {
  if (updated.length < MIN_SHIFTED) return undefined;
  const before = new Map(images.map((image) => [image.id, image]));
  const shifted = largestGroup(before, updated);
  const [first] = shifted;
  if (first === undefined || shifted.length < MIN_SHIFTED) return undefined;
  const { gallery, by } = first;
  const ids = shifted.map(({ id }) => id);
  const sortOrders = shifted.map(({ sortOrder }) => sortOrder);
  const [firstId, lastId] = [Math.min(...ids), Math.max(...ids)];
  const [fromSortOrder, toSortOrder] = [Math.min(...sortOrders), Math.max(...sortOrders)];
  const read = images.filter((image) => image.gallery === gallery && image.id >= firstId && image.id <= lastId);
  const shiftedIds = new Set(ids);
  const exceptIds = read
    .filter(({ id, sortOrder }) => sortOrder >= fromSortOrder && sortOrder <= toSortOrder && !shiftedIds.has(id))
    .map(({ id }) => id);
  if (exceptIds.length > MAX_EXCEPTIONS || read.length > ids.length * MAX_READ_FOR_EACH) return undefined;
  return { gallery, firstId, lastId, fromSortOrder, toSortOrder, by, exceptIds, ids: shiftedIds };
}

/** An image of which nothing but the sort order changes. */
interface Shifted {
  readonly id: number;
  readonly gallery: GalleryName;
  /** As it is before. */
  readonly sortOrder: number;
  readonly by: number;
}

/** Returns the images of one gallery whose sort orders change by the number by which most do. */
function largestGroup(before: ReadonlyMap<number, GalleryImage>, updated: readonly UpdatedImage[]): readonly Shifted[] {
  const groups: Readonly<Record<GalleryName, Map<number, Shifted[]>>> = { shop: new Map(), shop360: new Map() };
  for (const { id, sortOrder, isThumbnail, description, alts, picture } of updated) {
    const image = before.get(id);
    const isPlace = description === undefined && alts === undefined && picture === undefined;
    if (image === undefined || !isPlace || image.isThumbnail !== isThumbnail || image.sortOrder === sortOrder) continue;
    const by = sortOrder - image.sortOrder;
    const shifted = { id, gallery: image.gallery, sortOrder: image.sortOrder, by };
    const ofGallery = groups[image.gallery];
    const group = ofGallery.get(by);
    if (group === undefined) ofGallery.set(by, [shifted]);
    else group.push(shifted);
  }
  return [...groups.shop.values(), ...groups.shop360.values()].toSorted((a, b) => b.length - a.length)[0] ?? [];
}
