import type { Changes } from './changes.ts';
import type { DoneOperation, GalleryImage, GalleryState, GalleryVariant } from './state.ts';

/** How many operations a product remembers: more than can be in flight on it while one waits for its outcome. */
export const MAX_RECENT_OPERATIONS = 100;

/** The state after `changes` were committed; new images take the ids that follow the store's last one. */
export function evolve(state: GalleryState, changes: Changes, done: DoneOperation): GalleryState {
  const gone = new Set(changes.deleted.map((image) => image.id));
  const updates = new Map(changes.updated.map((update) => [update.id, update]));
  const kept = state.images
    .filter((image) => !gone.has(image.id))
    .map((image): GalleryImage => {
      const update = updates.get(image.id);
      if (update === undefined) return image;
      const { sortOrder, isThumbnail, replacement } = update;
      return { ...image, sortOrder, isThumbnail, revision: replacement?.revision ?? image.revision };
    });
  const added = changes.inserted.map(({ gallery, sortOrder, isThumbnail, revision }, index): GalleryImage => ({
    id: done.lastImageIdBefore + 1 + index,
    gallery,
    sortOrder,
    isThumbnail,
    revision,
  }));
  return {
    exists: true,
    version: state.version + 1,
    images: [...kept, ...added],
    variants: evolveVariants(state, changes, gone),
    recentOperations: [...state.recentOperations, done].slice(-MAX_RECENT_OPERATIONS),
  };
}

/** A reference goes with its image; the database does the same by trigger. */
function evolveVariants(
  state: GalleryState,
  changes: Changes,
  gone: ReadonlySet<number>,
): ReadonlyMap<string, GalleryVariant> {
  const variants = new Map<string, GalleryVariant>();
  for (const [variant, { revision, imageId }] of state.variants) {
    variants.set(variant, { revision, imageId: imageId !== undefined && gone.has(imageId) ? undefined : imageId });
  }
  for (const { variant, picture, revision } of changes.variants) {
    variants.set(variant, { revision, imageId: picture.kind === 'reference' ? picture.imageId : undefined });
  }
  return variants;
}
