import { byId } from './by-id.ts';
import type { Changes, UpdatedImage } from './changes.ts';
import type { GalleryImage, GalleryState, GalleryVariant, JobRun } from './state.ts';

/** What the database said of a command that it committed, and whose it was. */
export interface Committed {
  /** The store's last image id before it: new images have the ids that follow. */
  readonly lastImageIdBefore: number;
  /** undefined: it was no job's. */
  readonly jobId: string | undefined;
}

/** Returns the state after `changes` were committed. */
export function evolve(state: GalleryState, changes: Changes, committed: Committed): GalleryState {
  const deletedIds = new Set(changes.deleted.map((image) => image.id));
  const updates = byId(changes.updated);
  const remaining = deletedIds.size === 0 ? state.images : state.images.filter((image) => !deletedIds.has(image.id));
  const kept = remaining.map((image) => evolveImage(image, updates.get(image.id)));
  const restored = changes.restored.map(
    ({ id, gallery, sortOrder, isThumbnail, focalPoint, revision, lastRevision }): GalleryImage => ({
      id,
      gallery,
      sortOrder,
      isThumbnail,
      focalPoint,
      revision,
      lastRevision,
    }),
  );
  const added = changes.inserted.map(
    ({ gallery, sortOrder, isThumbnail, focalPoint, revision }, index): GalleryImage => ({
      id: committed.lastImageIdBefore + 1 + index,
      gallery,
      sortOrder,
      isThumbnail,
      focalPoint,
      revision,
      lastRevision: revision,
    }),
  );
  const old = restored.length === 0 ? kept : [...kept, ...restored].toSorted((a, b) => a.id - b.id);
  return {
    exists: true,
    version: state.version + 1,
    images: added.length === 0 ? old : [...old, ...added],
    variants: evolveVariants(state, changes, deletedIds),
    jobRun: nextJobRun(state.jobRun, committed),
  };
}

function evolveImage(image: GalleryImage, update: UpdatedImage | undefined): GalleryImage {
  if (update === undefined) return image;
  const { sortOrder, isThumbnail, picture } = update;
  const { id, gallery, focalPoint, revision, lastRevision } = image;
  const placed = { id, gallery, sortOrder, isThumbnail, focalPoint, revision, lastRevision };
  if (picture === undefined) return placed;
  return {
    ...placed,
    focalPoint: picture.focalPoint,
    revision: picture.revision,
    lastRevision: Math.max(lastRevision, picture.revision),
  };
}

/** Applies changes to the variants. References to deleted images are cleared, which a trigger does in the database. */
function evolveVariants(
  state: GalleryState,
  changes: Changes,
  deletedIds: ReadonlySet<number>,
): ReadonlyMap<string, GalleryVariant> {
  const variants = new Map<string, GalleryVariant>();
  for (const [variant, { imageId, ...rest }] of state.variants) {
    variants.set(variant, {
      ...rest,
      imageId: imageId !== undefined && deletedIds.has(imageId) ? undefined : imageId,
    });
  }
  for (const { variant, picture, revision } of changes.variants) {
    const lastRevision = Math.max(revision, state.variants.get(variant)?.lastRevision ?? revision);
    const imageId = picture.kind === 'reference' ? picture.imageId : undefined;
    variants.set(variant, { revision, lastRevision, imageId });
  }
  return variants;
}

function nextJobRun(before: JobRun | undefined, { jobId, lastImageIdBefore }: Committed): JobRun | undefined {
  if (jobId === undefined) return undefined;
  return before?.jobId === jobId ? before : { jobId, lastImageIdBefore };
}
