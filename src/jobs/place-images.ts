import { MIN_SORT_ORDER } from '../gallery/state.ts';

/**
 * Where a new image of a job goes: at a number of its own, or behind the images that are there and that wait when the
 * job is accepted. Only the database knows then which is the last, so the place is an expression of it:
 * `max(last + after, least)`, with -1 for `last` in an empty gallery.
 */
export type NewPlace =
  | { readonly kind: 'at'; readonly sortOrder: number }
  | { readonly kind: 'behind-last'; readonly after: number; readonly least: number };

/**
 * Places the images of one request in their order: each without a number of its own goes behind everything before it,
 * the images of the gallery and the earlier ones of the request.
 */
export function placeInOrder<Image extends { readonly sortOrder: number | undefined }>(
  images: readonly Image[],
): readonly (Image & { readonly place: NewPlace })[] {
  // The highest number so far is max(last + after, least).
  let after = 0;
  let least = MIN_SORT_ORDER;
  return images.map((image) => {
    const { sortOrder } = image;
    if (sortOrder !== undefined) {
      least = Math.max(least, sortOrder);
      return { ...image, place: { kind: 'at', sortOrder } };
    }
    after += 1;
    least += 1;
    return { ...image, place: { kind: 'behind-last', after, least } };
  });
}
