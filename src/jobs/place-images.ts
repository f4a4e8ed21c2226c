import { MIN_SORT_ORDER } from '../gallery/state.ts';

/**
 * The place of a new image of a job: a given sort order, or one behind all images that are in the gallery or are
 * waiting for it when the job is accepted. Only the database knows the highest sort order then, so that the place is
 * given as `max(last + after, least)`, where `last` is the highest sort order, or -1 in an empty gallery.
 */
export type NewPlace =
  | { readonly kind: 'at'; readonly sortOrder: number }
  | { readonly kind: 'behind-last'; readonly after: number; readonly least: number };

/**
 * Adds a place to each image of a request. An image without a sort order goes behind the gallery's images and the
 * earlier images of the request.
 */
export function placeImages<Image extends { readonly sortOrder: number | undefined }>(
  images: readonly Image[],
): readonly (Image & { readonly place: NewPlace })[] {
  // The highest sort order so far is max(last + after, least).
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
