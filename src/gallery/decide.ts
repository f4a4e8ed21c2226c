import type { GalleryName } from '../catalogue/model.ts';
import { fail, ok, type Result } from '../result.ts';
import { NO_CHANGES, type Changes, type InsertedImage, type UpdatedImage } from './changes.ts';
import type { Command, ImageUpdate, NewImage } from './commands.ts';
import type { GalleryFault } from './faults.ts';
import { makeRoom } from './renumber.ts';
import { MAX_IMAGES_PER_PRODUCT, MAX_SORT_ORDER, type GalleryImage, type GalleryState } from './state.ts';
import { settleThumbnail, type Candidate } from './thumbnail.ts';

/**
 * Decides what a command changes. Pure: no clock (`nowMs` is passed in), no storage, nothing that waits.
 * Rules: contract BigCommerce section 1 "Create and update"; Shoptet and the Store API set numbers and move nobody.
 */
export function decide(state: GalleryState, command: Command, nowMs: number): Result<Changes, GalleryFault> {
  switch (command.kind) {
    case 'create':
      return create(state, command.images, nowMs);
    case 'update':
      return update(state, command.gallery, command.updates, command.makeRoom, nowMs);
    case 'delete':
      return remove(state, command.gallery, command.imageIds);
    case 'delete-page':
      return remove(state, command.gallery, pageIds(state, command));
    case 'set-variant-image': {
      const { variant, picture } = command;
      if (picture.kind === 'reference' && !state.images.some((image) => image.id === picture.imageId)) {
        return fail({ kind: 'image-not-found', imageId: String(picture.imageId) });
      }
      const revision = nextRevision(state.variantRevisions.get(variant), nowMs);
      return ok({ ...NO_CHANGES, variant: { variant, picture, revision } });
    }
    default:
      return command satisfies never;
  }
}

/** Unix seconds like BigCommerce's, but never the same twice for one image. */
function nextRevision(previous: number | undefined, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), (previous ?? 0) + 1);
}

function create(state: GalleryState, images: readonly NewImage[], nowMs: number): Result<Changes, GalleryFault> {
  if (state.images.length + images.length > MAX_IMAGES_PER_PRODUCT) {
    return fail({ kind: 'product-full', maxImages: MAX_IMAGES_PER_PRODUCT });
  }
  const highest = new Map<GalleryName, number>();
  for (const { gallery, sortOrder } of state.images) {
    highest.set(gallery, Math.max(highest.get(gallery) ?? sortOrder, sortOrder));
  }
  const placed = images.map((image) => {
    const before = highest.get(image.gallery);
    const sortOrder = image.sortOrder ?? (before === undefined ? 0 : Math.min(before + 1, MAX_SORT_ORDER));
    highest.set(image.gallery, Math.max(before ?? sortOrder, sortOrder));
    return { image, sortOrder };
  });

  const candidates: Candidate[] = [
    ...shopCandidates(state),
    ...placed.flatMap(({ image }, index) =>
      image.gallery === 'shop' ? [{ id: newId(index), isThumbnail: false, wanted: image.isThumbnail }] : [],
    ),
  ];
  const thumbnailId = settleThumbnail(candidates);
  const inserted = placed.map(({ image, sortOrder }, index): InsertedImage => ({
    gallery: image.gallery,
    sortOrder,
    isThumbnail: newId(index) === thumbnailId,
    description: image.description,
    source: image.source,
    revision: nextRevision(undefined, nowMs),
  }));
  return ok({ ...NO_CHANGES, inserted, updated: thumbnailMoves(state.images, thumbnailId) });
}

/** Stands for the id that the database will give to the nth new image; real ids are positive. */
const newId = (index: number): number => -1 - index;

function shopCandidates(state: GalleryState): Candidate[] {
  return state.images
    .filter((image) => image.gallery === 'shop')
    .map((image) => ({ id: image.id, isThumbnail: image.isThumbnail, wanted: undefined }));
}

/** The images whose thumbnail flag has to change, with nothing else of them. */
function thumbnailMoves(images: readonly GalleryImage[], thumbnailId: number | undefined): UpdatedImage[] {
  return images
    .filter((image) => image.isThumbnail !== (image.id === thumbnailId))
    .map((image) => unchanged({ ...image, isThumbnail: image.id === thumbnailId }));
}

const unchanged = (image: GalleryImage): UpdatedImage => ({
  id: image.id,
  gallery: image.gallery,
  sortOrder: image.sortOrder,
  isThumbnail: image.isThumbnail,
  description: undefined,
  replacement: undefined,
});

function update(
  state: GalleryState,
  gallery: GalleryName,
  updates: readonly ImageUpdate[],
  shouldMakeRoom: boolean,
  nowMs: number,
): Result<Changes, GalleryFault> {
  const rows = new Map(state.images.map((image) => [image.id, image]));
  const contents = new Map<number, Pick<UpdatedImage, 'description' | 'replacement'>>();
  const wanted = new Map<number, boolean>();
  for (const change of updates) {
    const image = rows.get(change.imageId);
    if (image?.gallery !== gallery) return fail({ kind: 'image-not-found', imageId: String(change.imageId) });
    if (change.sortOrder !== undefined && change.sortOrder !== image.sortOrder) {
      const inGallery = [...rows.values()].filter((row) => row.gallery === gallery);
      const numbers = shouldMakeRoom
        ? makeRoom(inGallery, image.id, change.sortOrder)
        : new Map([[image.id, change.sortOrder]]);
      for (const row of inGallery) rows.set(row.id, { ...row, sortOrder: numbers.get(row.id) ?? row.sortOrder });
    }
    if (change.isThumbnail !== undefined) wanted.set(image.id, change.isThumbnail);
    if (change.description !== undefined || change.upload !== undefined) {
      const earlier = contents.get(image.id);
      const revision = nextRevision(image.revision, nowMs);
      contents.set(image.id, {
        description: change.description ?? earlier?.description,
        replacement: change.upload === undefined ? earlier?.replacement : { upload: change.upload, revision },
      });
    }
  }
  const candidates = shopCandidates(state).map((candidate) => ({ ...candidate, wanted: wanted.get(candidate.id) }));
  const thumbnailId = settleThumbnail(candidates);
  const updated = state.images.flatMap((before): UpdatedImage[] => {
    const sortOrder = rows.get(before.id)?.sortOrder ?? before.sortOrder;
    const isThumbnail = before.id === thumbnailId;
    const content = contents.get(before.id);
    const isSame = sortOrder === before.sortOrder && isThumbnail === before.isThumbnail && content === undefined;
    return isSame ? [] : [{ ...unchanged(before), sortOrder, isThumbnail, ...content }];
  });
  return ok({ ...NO_CHANGES, updated });
}

/** The ids of a page, as lists show it: by id, ascending. */
function pageIds(state: GalleryState, page: Extract<Command, { kind: 'delete-page' }>): readonly number[] {
  const { gallery, offset, limit } = page;
  const ids = state.images.filter((image) => image.gallery === gallery).map((image) => image.id);
  return ids.slice(offset, limit === undefined ? undefined : offset + limit);
}

function remove(state: GalleryState, gallery: GalleryName, imageIds: readonly number[]): Result<Changes, GalleryFault> {
  const going = new Set(imageIds);
  const deleted = state.images.filter((image) => image.gallery === gallery && going.has(image.id));
  const found = new Set(deleted.map((image) => image.id));
  const missing = imageIds.find((id) => !found.has(id));
  if (missing !== undefined) return fail({ kind: 'image-not-found', imageId: String(missing) });
  const remaining = state.images.filter((image) => !going.has(image.id));
  const thumbnailId = settleThumbnail(shopCandidates({ ...state, images: remaining }));
  return ok({
    ...NO_CHANGES,
    deleted: deleted.map(({ id, gallery: name }) => ({ id, gallery: name })),
    updated: thumbnailMoves(remaining, thumbnailId),
  });
}
