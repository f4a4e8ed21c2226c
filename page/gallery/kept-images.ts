import type { Image } from 'vitrine-client';
import type { GalleryView } from './view.ts';

/** True for values of JSON that say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return left.size === right.size && [...left].every(([key, value]) => right.has(key) && isSame(value, right.get(key)));
}

/**
 * Returns what was read with the objects of before where they say the same, so that nothing is drawn again that has not
 * changed.
 */
export function keepSame<View extends GalleryView>(now: View, before: GalleryView): View {
  const byId = new Map(before.images.map((image) => [image.id, image]));
  const images = now.images.map((image) => {
    const known = byId.get(image.id);
    if (known === undefined || !isSame({ ...known, position: image.position }, image)) return image;
    return known.position === image.position ? known : { ...known, position: image.position };
  });
  return { ...now, images };
}

/** Returns the images that are new, or different in something other than their place, after `keepSame`. */
export function findChanged(now: GalleryView, before: GalleryView): readonly number[] {
  const byId = new Map(before.images.map((image) => [image.id, image]));
  return now.images.filter((image) => !isSameButPlace(byId.get(image.id), image)).map(({ id }) => id);
}

/** Whether two images have the same objects in all but their place, which a tile does not show by itself. */
export function isSameButPlace(a: Image | undefined, b: Image): boolean {
  if (a === b) return true;
  if (a === undefined) return false;
  const other = new Map<string, unknown>(Object.entries(a));
  return Object.entries(b).every(([key, value]) => key === 'position' || other.get(key) === value);
}
