import { fail, ok, type Result } from '../platform/result.ts';
import {
  type Changes,
  type NewPicture,
  NO_CHANGES,
  type RestoredImage,
  type SetVariantImage,
  type UpdatedImage,
} from './changes.ts';
import type { GalleryFault, LostPast } from './faults.ts';
import type { EarlierPicture, EarlierVariant, Kept, Past, TrashedImage } from './past.ts';
import { chooseThumbnail, nextRevision } from './placement.ts';
import { type GalleryImage, type GalleryState, MAX_IMAGES_PER_PRODUCT } from './state.ts';

const lost = (what: LostPast): Result<never, GalleryFault> => fail({ kind: 'past-lost', lost: what });

/** Returns the ids of the trashed images that going back to `past` needs. */
export function imagesToBringBack(state: GalleryState, past: Past): readonly number[] {
  const live = new Set(state.images.map(({ id }) => id));
  return [...past.wasThere].flatMap(([id, wasThere]) => (wasThere && !live.has(id) ? id : []));
}

/** Returns the ids of the media that going back to `past` needs, besides those of trashed images. */
export function mediaToBringBack(past: Past): readonly number[] {
  const ofImages = [...past.pictures.values()].flatMap(({ media }) => media?.mediaId ?? []);
  const ofVariants = [...past.variants.values()].flatMap(({ picture }) =>
    picture !== undefined && 'media' in picture ? picture.media.mediaId : [],
  );
  return [...new Set([...ofImages, ...ofVariants])];
}

/**
 * Decides what takes a product back to version `toVersion`: order, texts, thumbnail, bytes, references and deleted
 * images, with the ids and URLs that they had. The library's own texts stay as they are. Pure. Fault: past-lost.
 */
export function decideUndo(
  state: GalleryState,
  toVersion: number,
  past: Past,
  kept: Kept,
  nowMs: number,
): Result<Changes, GalleryFault> {
  if (toVersion > state.version) return lost({ what: 'version', currentVersion: state.version });
  if (past.versionCount < state.version - toVersion) return lost({ what: 'history', toVersion });
  const restored: RestoredImage[] = [];
  for (const imageId of imagesToBringBack(state, past)) {
    const image = kept.trashed.get(imageId);
    const back = image && toRestored(image, past);
    if (back === undefined || !kept.mediaIds.has(back.media.mediaId)) return lost({ what: 'image', imageId });
    restored.push(back);
  }
  const updated: UpdatedImage[] = [];
  for (const image of state.images) {
    if (past.wasThere.get(image.id) === false) continue;
    const update = toUpdate(image, past);
    if (update === undefined) continue;
    const { picture } = update;
    const isGone = picture?.kind === 'earlier' && !kept.mediaIds.has(picture.media.mediaId);
    if (isGone) return lost({ what: 'image', imageId: image.id });
    updated.push(update);
  }
  const deleted = state.images
    .filter(({ id }) => past.wasThere.get(id) === false)
    .map(({ id, gallery }) => ({ id, gallery }));
  const deletedIds = new Set(deleted.map(({ id }) => id));
  const variants: SetVariantImage[] = [];
  for (const [variant, earlier] of past.variants) {
    const { picture } = earlier;
    if (picture !== undefined && 'media' in picture && !kept.mediaIds.has(picture.media.mediaId)) {
      return lost({ what: 'variant-picture', variant });
    }
    variants.push(...toVariantChange(state, deletedIds, variant, earlier, nowMs));
  }
  return ok({ ...NO_CHANGES, deleted, restored, updated, variants });
}

function toRestored(image: TrashedImage, past: Past): RestoredImage {
  const place = past.places.get(image.id) ?? image;
  const picture = past.pictures.get(image.id);
  return {
    id: image.id,
    gallery: image.gallery,
    trashed: image,
    sortOrder: place.sortOrder,
    isThumbnail: place.isThumbnail,
    ...(past.texts.get(image.id) ?? { description: undefined }),
    media: picture?.media ?? image.media,
    focalPoint: (picture?.focal ?? { point: image.focalPoint }).point,
    revision: picture?.revision ?? image.revision,
    lastRevision: image.lastRevision,
  };
}

/** Returns the update that gives an image what it was; undefined where nothing of it has changed. */
function toUpdate(image: GalleryImage, past: Past): UpdatedImage | undefined {
  const { sortOrder, isThumbnail } = past.places.get(image.id) ?? image;
  const texts = past.texts.get(image.id);
  const picture = toNewPicture(image, past.pictures.get(image.id));
  const isSamePlace = sortOrder === image.sortOrder && isThumbnail === image.isThumbnail;
  if (isSamePlace && texts === undefined && picture === undefined) return undefined;
  const alts = texts && ({ kind: 'whole', alts: texts.alts } as const);
  const description = texts?.description;
  return { id: image.id, gallery: image.gallery, sortOrder, isThumbnail, description, alts, picture };
}

/** Returns what gives an image the bytes and the focal point that it had; undefined where its revision says that it has. */
function toNewPicture(image: GalleryImage, earlier: EarlierPicture | undefined): NewPicture | undefined {
  if (earlier === undefined || earlier.revision === image.revision) return undefined;
  const { media, revision } = earlier;
  const focalPoint = (earlier.focal ?? { point: image.focalPoint }).point;
  return media === undefined
    ? { kind: 'same', revision, focalPoint }
    : { kind: 'earlier', media, revision, focalPoint };
}

/** Returns the change of one variant; none where it shows what it did. */
function toVariantChange(
  state: GalleryState,
  deletedIds: ReadonlySet<number>,
  variant: string,
  { picture, revision }: EarlierVariant,
  nowMs: number,
): readonly SetVariantImage[] {
  const now = state.variants.get(variant);
  const next = revision ?? nextRevision(now?.lastRevision, nowMs);
  if (picture === undefined) return [{ variant, picture: { kind: 'none' }, revision: next }];
  if ('media' in picture) {
    return [{ variant, picture: { kind: 'earlier', media: picture.media }, revision: picture.revision }];
  }
  const isSame = now?.imageId === picture.imageId && !deletedIds.has(picture.imageId);
  return isSame ? [] : [{ variant, picture, revision: next }];
}

/**
 * Decides what brings images back from the trash, as they were when they were deleted. Images that are on the product
 * stay as they are. The thumbnail stays with the image that has it now. Pure. Faults: image-not-found, past-lost,
 * product-full.
 */
export function decideRestore(
  state: GalleryState,
  imageIds: readonly number[],
  kept: Kept,
): Result<Changes, GalleryFault> {
  const live = new Set(state.images.map(({ id }) => id));
  const trashed: TrashedImage[] = [];
  for (const imageId of new Set(imageIds)) {
    if (live.has(imageId)) continue;
    const image = kept.trashed.get(imageId);
    if (image === undefined) return fail({ kind: 'image-not-found', imageId: String(imageId) });
    if (!kept.mediaIds.has(image.media.mediaId)) return lost({ what: 'image', imageId });
    trashed.push(image);
  }
  if (state.images.length + trashed.length > MAX_IMAGES_PER_PRODUCT) {
    return fail({ kind: 'product-full', maxImages: MAX_IMAGES_PER_PRODUCT });
  }
  const thumbnailId = chooseThumbnail([...state.images, ...trashed].filter(({ gallery }) => gallery === 'shop'));
  const restored = trashed.map((image) => ({
    ...image,
    trashed: image,
    isThumbnail: image.id === thumbnailId,
    description: undefined,
  }));
  return ok({ ...NO_CHANGES, restored });
}
