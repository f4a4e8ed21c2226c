import type { Image } from 'vitrine-client';
import type { Batch, Upload } from './upload.ts';

/** What a place of the grid shows. */
export type Entry =
  { readonly kind: 'image'; readonly image: Image } | { readonly kind: 'upload'; readonly upload: Upload };

/**
 * Returns what the grid shows: the images in their order, and the files that are under way where they were dropped.
 * Files of one drop stand in its order, whichever of them the service has already.
 *
 * @param batches those of this gallery that have not come to rest.
 * @param version that of the product with these images. A file whose image came with a later one is shown itself.
 */
export function toEntries(images: readonly Image[], batches: readonly Batch[], version: number): readonly Entry[] {
  if (batches.length === 0) return images.map((image) => ({ kind: 'image', image }));
  const byId = new Map(images.map((image) => [image.id, image]));
  const placed = new Set(batches.flatMap(({ uploads }) => uploads.flatMap(({ created }) => idOf(created.value))));
  const byTarget = Map.groupBy(batches, ({ before }) => (before !== null && byId.has(before) ? before : null));
  const entriesBefore = (target: number | null): readonly Entry[] =>
    (byTarget.get(target) ?? []).flatMap(({ uploads }) => uploads.flatMap(toEntry));
  // A drop may have landed before an image that came with another one.
  const withBefore = (image: Image): readonly Entry[] => [...entriesBefore(image.id), { kind: 'image', image }];
  const toEntry = (upload: Upload): readonly Entry[] => {
    const created = upload.created.value;
    const image = created && byId.get(created.image.id);
    if (image !== undefined) return withBefore(image);
    // An image that was here, and is not any more, was deleted.
    return created === undefined || created.version > version ? [{ kind: 'upload', upload }] : [];
  };
  return [...images.filter(({ id }) => !placed.has(id)).flatMap(withBefore), ...entriesBefore(null)];
}

const idOf = (created: Upload['created']['value']): readonly number[] => (created ? [created.image.id] : []);
