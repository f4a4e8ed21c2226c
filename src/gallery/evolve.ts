import type { Changes } from './changes.ts';
import type { CommittedOperation, GalleryImage, GalleryState, GalleryVariant } from './state.ts';

/**
 * How many operations a product's row lists: more than can be committed while one of unknown outcome is looked for.
 */
export const MAX_RECENT_OPERATIONS = 100;

/** Returns the state after `changes` were committed; new images have the ids that follow the store's last one. */
export function evolve(state: GalleryState, changes: Changes, operation: CommittedOperation): GalleryState {
  const deletedIds = new Set(changes.deleted.map((image) => image.id));
  const updates = new Map(changes.updated.map((update) => [update.id, update]));
  const kept = state.images
    .filter((image) => !deletedIds.has(image.id))
    .map((image): GalleryImage => {
      const update = updates.get(image.id);
      if (update === undefined) return image;
      const { sortOrder, isThumbnail, replacement } = update;
      return { ...image, sortOrder, isThumbnail, revision: replacement?.revision ?? image.revision };
    });
  const added = changes.inserted.map(({ gallery, sortOrder, isThumbnail, revision }, index): GalleryImage => ({
    id: operation.lastImageIdBefore + 1 + index,
    gallery,
    sortOrder,
    isThumbnail,
    revision,
  }));
  return {
    exists: true,
    version: state.version + 1,
    images: [...kept, ...added],
    variants: evolveVariants(state, changes, deletedIds),
    recentOperations: [...state.recentOperations, operation].slice(-MAX_RECENT_OPERATIONS),
  };
}

/** Applies changes to the variants. References to deleted images are cleared, which a trigger does in the database. */
function evolveVariants(
  state: GalleryState,
  changes: Changes,
  deletedIds: ReadonlySet<number>,
): ReadonlyMap<string, GalleryVariant> {
  const variants = new Map<string, GalleryVariant>();
  for (const [variant, { revision, imageId }] of state.variants) {
    variants.set(variant, {
      revision,
      imageId: imageId !== undefined && deletedIds.has(imageId) ? undefined : imageId,
    });
  }
  for (const { variant, picture, revision } of changes.variants) {
    variants.set(variant, { revision, imageId: picture.kind === 'reference' ? picture.imageId : undefined });
  }
  return variants;
}
