import type { GalleryName } from '../model/product.ts';
import { NO_ALTS, toPatch, withoutBlank } from '../model/alts.ts';
import { MAX_LANGUAGES } from '../model/language.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { arrange } from './arrange.ts';
import { byId } from './by-id.ts';
import { type AltsChange, type Changes, type InsertedImage, NO_CHANGES, type UpdatedImage } from './changes.ts';
import type { Command, CommandOnPresent, ImageUpdate, NewImage } from './commands.ts';
import type { GalleryFault } from './faults.ts';
import { newPicture, type SizesByImage } from './new-picture.ts';
import { chooseThumbnail, makeRoom, nextRevision, type ThumbnailCandidate } from './placement.ts';
import { placeNewImages, type PlacedImage } from './place-new-images.ts';
import { firstMissingReference, setReferences, referencedImageIds } from './variant-references.ts';
import { type GalleryImage, type GalleryState, MAX_IMAGES_PER_PRODUCT, MAX_TEXT_BYTES_PER_PRODUCT } from './state.ts';

/**
 * Decides which rows a command changes, or why it fails. Pure: reads no clock and no storage.
 * Rules: IMG-12 to IMG-18 and BC-20 to BC-22. Shoptet (SH-22) and the Store API (ST-17) set a sort order without moving
 * other images.
 *
 * @param sizes those of the images that `idsWhoseSizeCounts` names.
 */
export function decide(
  state: GalleryState,
  command: CommandOnPresent,
  nowMs: number,
  sizes: SizesByImage = new Map(),
): Result<Changes, GalleryFault> {
  switch (command.kind) {
    case 'create':
      return create(state, command.images, nowMs);
    case 'update':
      return update(state, command, nowMs, sizes);
    case 'delete':
      return remove(state, command);
    case 'delete-page':
      return remove(state, { kind: 'delete', gallery: command.gallery, imageIds: pageIds(state, command) });
    case 'set-variant-image': {
      const { variant, picture } = command;
      if (picture.kind === 'reference' && !state.images.some((image) => image.id === picture.imageId)) {
        return fail({ kind: 'image-not-found', imageId: String(picture.imageId) });
      }
      const revision = nextRevision(state.variants.get(variant)?.lastRevision, nowMs);
      return ok({ ...NO_CHANGES, variants: [{ variant, picture, revision }] });
    }
    case 'set-variant-references': {
      const missing = command.whenMissing === 'skip' ? undefined : firstMissingReference(state, command.references);
      if (missing !== undefined) return fail({ kind: 'image-not-found', imageId: String(missing) });
      return ok(setReferences(state, command.references, nowMs));
    }
    default:
      return command satisfies never;
  }
}

function create(state: GalleryState, images: readonly NewImage[], nowMs: number): Result<Changes, GalleryFault> {
  if (state.images.length + images.length > MAX_IMAGES_PER_PRODUCT) {
    return fail({ kind: 'product-full', maxImages: MAX_IMAGES_PER_PRODUCT });
  }
  // The database refuses the same of an image that is changed.
  if (images.some(({ alts = NO_ALTS }) => Object.keys(alts).length > MAX_LANGUAGES)) {
    return fail({ kind: 'product-texts-full', maxBytes: MAX_TEXT_BYTES_PER_PRODUCT });
  }
  const { placed, moved } = placeNewImages(state.images, images);

  const candidates: ThumbnailCandidate[] = [...inGallery(state.images, 'shop')];
  const requested = new Map<number, boolean>();
  for (const [index, { image, sortOrder }] of placed.entries()) {
    if (image.gallery !== 'shop') continue;
    candidates.push({ id: newId(index), isThumbnail: false });
    const flag = requestsThumbnail(state, image, sortOrder);
    if (flag !== undefined) requested.set(newId(index), flag);
  }
  const thumbnailId = chooseThumbnail(candidates, requested) ?? firstToShow(state, placed);
  const inserted = placed.map(({ image, sortOrder }, index): InsertedImage => ({
    gallery: image.gallery,
    sortOrder,
    isThumbnail: newId(index) === thumbnailId,
    description: image.description,
    alts: withoutBlank(image.alts ?? NO_ALTS),
    focalPoint: image.focalPoint,
    source: image.source,
    revision: nextRevision(undefined, nowMs),
  }));
  return ok({ ...NO_CHANGES, inserted, updated: moveAndFlag(state.images, moved, thumbnailId) });
}

/** Returns the updates that give images their new sort orders, and make one image the thumbnail and no other. */
function moveAndFlag(
  images: readonly GalleryImage[],
  moved: ReadonlyMap<number, number>,
  thumbnailId: number | undefined,
): UpdatedImage[] {
  const flagged = new Map(thumbnailMoves(images, thumbnailId).map((change) => [change.id, change]));
  return images.flatMap((image) => {
    const sortOrder = moved.get(image.id);
    const flag = flagged.get(image.id);
    if (sortOrder === undefined) return flag ?? [];
    return { ...(flag ?? unchanged(image)), sortOrder };
  });
}

/** A placeholder for the id that the database will assign to the new image at `index`; real ids are positive. */
const newId = (index: number): number => -1 - index;

/**
 * Returns the new image that becomes the thumbnail of an empty gallery `shop` where none asks for it: the first to show
 * of those that may. Undefined where the gallery has images, or there is none.
 */
function firstToShow(state: GalleryState, placed: readonly PlacedImage[]): number | undefined {
  if (state.images.some(({ gallery }) => gallery === 'shop')) return undefined;
  const [first] = placed
    .map(({ image, sortOrder }, index) => ({ image, sortOrder, index }))
    .filter(({ image }) => image.gallery === 'shop' && image.isThumbnail !== false)
    .toSorted((a, b) => a.sortOrder - b.sortOrder || a.index - b.index);
  return first && newId(first.index);
}

/**
 * Whether a new image asks for the thumbnail flag. The images of one job are created in any order, and the one that is
 * shown first has to be the thumbnail in the end, unless somebody else has had a say.
 */
function requestsThumbnail(state: GalleryState, { isThumbnail }: NewImage, sortOrder: number): boolean | undefined {
  if (typeof isThumbnail !== 'object') return isThumbnail;
  const current = state.images.find((image) => image.isThumbnail);
  if (current === undefined || current.sortOrder <= sortOrder) return undefined;
  const { jobRun } = state;
  return jobRun?.jobId === isThumbnail.jobId && current.id > jobRun.lastImageIdBefore ? true : undefined;
}

/** Returns the updates that make one image the thumbnail and no other; they change only the flag. */
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
  picture: undefined,
});

function update(
  state: GalleryState,
  { gallery, updates, arrangements = [], makeRoom: shouldMakeRoom, whenMissing }: Extract<Command, { kind: 'update' }>,
  nowMs: number,
  sizes: SizesByImage,
): Result<Changes, GalleryFault> {
  const images = byId(state.images);
  /** The sort orders that have changed so far: nearly all images of a long gallery make room for one that moves. */
  let orders: ReadonlyMap<number, number> = new Map();
  const orderOf = ({ id, sortOrder }: GalleryImage): number => orders.get(id) ?? sortOrder;
  const present = (): readonly GalleryImage[] =>
    orders.size === 0 ? state.images : state.images.map((image) => ({ ...image, sortOrder: orderOf(image) }));
  const contents = new Map<number, Pick<UpdatedImage, 'description' | 'alts' | 'picture'>>();
  const requested = new Map<number, boolean>();
  for (const change of updates) {
    const image = images.get(change.imageId);
    if (image === undefined || image.gallery !== (gallery ?? image.gallery)) {
      if (whenMissing === 'skip') continue;
      return fail({ kind: 'image-not-found', imageId: String(change.imageId) });
    }
    if (change.sortOrder !== undefined && change.sortOrder !== orderOf(image)) {
      const numbers = shouldMakeRoom
        ? makeRoom(inGallery(present(), image.gallery), image.id, change.sortOrder)
        : new Map([[image.id, change.sortOrder]]);
      orders = merged(orders, numbers);
    }
    if (change.isThumbnail !== undefined) requested.set(image.id, change.isThumbnail);
    const earlier = contents.get(image.id);
    const description = change.description ?? earlier?.description;
    const alts = patchAlts(earlier?.alts, change);
    const picture = newPicture(image, change, earlier?.picture, sizes, nowMs);
    if (description !== undefined || alts !== undefined || picture !== undefined) {
      contents.set(image.id, { description, alts, picture });
    }
  }
  for (const arrangement of arrangements) {
    const arranged = arrange(present(), arrangement);
    if (!arranged.ok) return arranged;
    orders = merged(orders, arranged.value);
  }
  const thumbnailId = chooseThumbnail(inGallery(state.images, 'shop'), requested);
  const updated: UpdatedImage[] = [];
  for (const before of state.images) {
    const { id, gallery: name } = before;
    const sortOrder = orderOf(before);
    const isThumbnail = id === thumbnailId;
    const content = contents.get(id);
    if (content !== undefined) updated.push({ id, gallery: name, sortOrder, isThumbnail, ...content });
    else if (sortOrder !== before.sortOrder || isThumbnail !== before.isThumbnail)
      updated.push({ id, gallery: name, sortOrder, isThumbnail, description: undefined, picture: undefined });
  }
  return ok({ ...NO_CHANGES, updated });
}

const inGallery = (images: readonly GalleryImage[], name: GalleryName): readonly GalleryImage[] =>
  images.filter(({ gallery }) => gallery === name);

const merged = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): ReadonlyMap<number, number> =>
  a.size === 0 ? b : new Map([...a, ...b]);

/** Returns what an update makes of the texts in other languages, after an earlier one of the same command. */
function patchAlts(earlier: AltsChange | undefined, { alts = {} }: Pick<ImageUpdate, 'alts'>): AltsChange | undefined {
  const patch = { ...(earlier?.kind === 'patch' && earlier.patch), ...toPatch(alts) };
  return Object.keys(patch).length === 0 ? undefined : { kind: 'patch', patch };
}

/** Returns the ids of a page in ascending order, as lists show it. */
function pageIds(state: GalleryState, page: Extract<Command, { kind: 'delete-page' }>): readonly number[] {
  const { gallery, offset, limit } = page;
  const ids = state.images.filter((image) => image.gallery === gallery).map((image) => image.id);
  return ids.slice(offset, limit === undefined ? undefined : offset + limit);
}

function remove(
  state: GalleryState,
  { gallery, imageIds, references, whenMissing }: Extract<Command, { kind: 'delete' }>,
): Result<Changes, GalleryFault> {
  const requested = new Set(imageIds);
  const found = state.images.filter((image) => image.gallery === (gallery ?? image.gallery) && requested.has(image.id));
  const missing = imageIds.find((id) => !found.some((image) => image.id === id));
  if (missing !== undefined && whenMissing !== 'skip')
    return fail({ kind: 'image-not-found', imageId: String(missing) });
  const used = references === undefined ? new Set() : referencedImageIds(state);
  const firstUsed = found.find(({ id }) => used.has(id));
  if (references === 'refuse' && firstUsed !== undefined) {
    const variants = [...state.variants].flatMap(([variant, { imageId }]) => (imageId === firstUsed.id ? variant : []));
    return fail({ kind: 'image-used-by-variant', imageId: String(firstUsed.id), variants });
  }
  const deleted = found.filter(({ id }) => !used.has(id));
  const deletedIds = new Set(deleted.map(({ id }) => id));
  const remaining = state.images.filter((image) => !deletedIds.has(image.id));
  const thumbnailId = chooseThumbnail(inGallery(remaining, 'shop'));
  return ok({
    ...NO_CHANGES,
    deleted: deleted.map(({ id, gallery: name }) => ({ id, gallery: name })),
    updated: thumbnailMoves(remaining, thumbnailId),
  });
}
