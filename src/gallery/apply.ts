import type { Changes } from './changes.ts';
import type { DoneOperation, GalleryImage, GalleryState } from './state.ts';

/** How many operations a product remembers: more than can be in flight on it while one waits for its outcome. */
export const MAX_RECENT_OPERATIONS = 100;

/** The state after `changes` were committed; new images take the ids that follow the store's last one. */
export function apply(state: GalleryState, changes: Changes, done: DoneOperation): GalleryState {
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
  const { variant } = changes;
  return {
    exists: true,
    version: state.version + 1,
    images: [...kept, ...added],
    variantRevisions:
      variant === undefined
        ? state.variantRevisions
        : new Map([...state.variantRevisions, [variant.variant, variant.revision]]),
    recentOperations: [...state.recentOperations, done].slice(-MAX_RECENT_OPERATIONS),
  };
}
