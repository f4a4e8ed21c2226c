import type { Image } from 'vitrine-client';
import { findMoved } from './moved-images.ts';
import type { GalleryView } from './view.ts';

/** What tells of the place of an image. */
const PLACE: ReadonlySet<string> = new Set(['position', 'updatedAt'] satisfies (keyof Image)[]);

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
    if (known === undefined || !isSame(withPlaceOf(image, known), image)) return image;
    return isSame(known, image) ? known : withPlaceOf(image, known);
  });
  return { ...now, images };
}

/**
 * Returns the images that are new, moved, or different in something.
 *
 * @param now what was read, after `keepSame`.
 * @param shown the same with what this page has done, which is not news.
 */
export function findNews(now: GalleryView, before: GalleryView, shown: GalleryView): readonly number[] {
  const [known, expected] = [before, shown].map(({ images }) => new Map(images.map((image) => [image.id, image])));
  const changed = now.images.flatMap((image) => {
    if (isSameButPlace(known?.get(image.id), image)) return [];
    const own = expected?.get(image.id);
    return own !== undefined && isSame(withPlaceOf(image, own), image) ? [] : [image.id];
  });
  return [...changed, ...findMoved(now, shown)];
}

/** Returns an image at the place of another state of it. To be moved counts as a change of it, with a time. */
const withPlaceOf = ({ position, updatedAt }: Image, image: Image): Image => ({ ...image, position, updatedAt });

/** Whether two images have the same objects in all but their place, which a tile does not show by itself. */
export function isSameButPlace(a: Image | undefined, b: Image): boolean {
  if (a === b) return true;
  if (a === undefined) return false;
  const other = new Map<string, unknown>(Object.entries(a));
  return Object.entries(b).every(([key, value]) => PLACE.has(key) || other.get(key) === value);
}
