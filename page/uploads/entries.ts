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
 */
export function toEntries(images: readonly Image[], batches: readonly Batch[]): readonly Entry[] {
  const created = new Map(batches.flatMap(({ uploads }) => uploads.flatMap(createdOf)));
  const byId = new Map(images.map((image) => [image.id, image]));
  const placed = new Set([...created.values()].filter((id) => byId.has(id)));
  const entriesOf = ({ uploads }: Batch): readonly Entry[] =>
    uploads.flatMap((upload): readonly Entry[] => {
      const imageId = created.get(upload.id);
      if (imageId === undefined) return [{ kind: 'upload', upload }];
      const image = byId.get(imageId);
      return image === undefined ? [] : [{ kind: 'image', image }];
    });
  const isHere = (id: number): boolean => byId.has(id) && !placed.has(id);
  const before = (id: number): readonly Entry[] => batches.filter((batch) => batch.before === id).flatMap(entriesOf);
  const atEnd = batches.filter((batch) => batch.before === null || !isHere(batch.before)).flatMap(entriesOf);
  return [
    ...images
      .filter(({ id }) => !placed.has(id))
      .flatMap((image): readonly Entry[] => [...before(image.id), { kind: 'image', image }]),
    ...atEnd,
  ];
}

const createdOf = ({ id, state }: Upload): readonly (readonly [string, number])[] => {
  const { value } = state;
  return value.kind === 'created' ? [[id, value.image.id]] : [];
};
