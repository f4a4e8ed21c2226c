import type { GalleryName } from '../model/product.ts';
import type { NewImage } from './commands.ts';
import { byDisplayOrder, type GalleryImage, MAX_SORT_ORDER } from './state.ts';

/** A new image with its sort order. */
export interface PlacedImage {
  readonly image: NewImage;
  readonly sortOrder: number;
}

/** An image of one gallery in display order; ids of new images are above all others, and rise. */
interface Slot {
  readonly id: number;
  sortOrder: number;
}

/**
 * Places new images one after another, in the order of the command: at a position, with a sort order of their own, or
 * behind all others. A position counts the images that are there by then, those of the same command included, and one
 * beyond the last means behind it. The images after it make room, as few of them as have no gap before them.
 *
 * @returns the new images in their order, and the new sort orders of the images that moved, by their ids.
 */
export function placeNewImages(
  images: readonly GalleryImage[],
  newImages: readonly NewImage[],
): { readonly placed: readonly PlacedImage[]; readonly moved: ReadonlyMap<number, number> } {
  const firstNewId = images.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  const galleries = new Map<GalleryName, Slot[]>();
  const slots = newImages.map((image, index) => {
    const list = galleries.get(image.gallery) ?? slotsOf(images, image.gallery);
    galleries.set(image.gallery, list);
    const slot = { id: firstNewId + index, sortOrder: 0 };
    place(list, slot, image);
    return slot;
  });
  const before = new Map(images.map(({ id, sortOrder }) => [id, sortOrder]));
  const moved = [...galleries.values()].flat().filter(({ id, sortOrder }) => {
    const old = before.get(id);
    return old !== undefined && old !== sortOrder;
  });
  return {
    placed: newImages.map((image, index) => ({ image, sortOrder: slots[index]?.sortOrder ?? 0 })),
    moved: new Map(moved.map(({ id, sortOrder }) => [id, sortOrder])),
  };
}

const slotsOf = (images: readonly GalleryImage[], name: GalleryName): Slot[] =>
  images
    .filter(({ gallery }) => gallery === name)
    .map(({ id, sortOrder }) => ({ id, sortOrder }))
    .toSorted(byDisplayOrder);

function place(list: Slot[], slot: Slot, { position, sortOrder }: NewImage): void {
  const last = list.at(-1);
  if (position !== undefined && position < list.length) return insertAt(list, slot, position);
  slot.sortOrder = sortOrder ?? (last === undefined ? 0 : Math.min(last.sortOrder + 1, MAX_SORT_ORDER));
  // The newest image has the highest id: among equal sort orders it is the last.
  const index = list.findIndex((other) => other.sortOrder > slot.sortOrder);
  list.splice(index === -1 ? list.length : index, 0, slot);
}

function insertAt(list: Slot[], slot: Slot, position: number): void {
  const [before, after] = [list[position - 1], list[position]];
  if (before !== undefined) slot.sortOrder = before.sortOrder + 1;
  else if (after !== undefined) slot.sortOrder = after.sortOrder > 0 ? after.sortOrder - 1 : after.sortOrder;
  list.splice(position, 0, slot);
  let previous = slot.sortOrder;
  for (const following of list.slice(position + 1)) {
    if (following.sortOrder > previous) break;
    previous += 1;
    following.sortOrder = previous;
  }
  // There is no room up there: the whole gallery is counted anew.
  if (list.some(({ sortOrder }) => sortOrder > MAX_SORT_ORDER)) list.forEach((one, index) => (one.sortOrder = index));
}
