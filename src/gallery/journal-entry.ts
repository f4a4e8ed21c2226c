import type { EventType } from '../model/event.ts';
import { isSameFocalPoint } from '../model/focal-point.ts';
import type { GalleryChange, Move } from '../model/journal.ts';
import { byId, type IdLookup } from './by-id.ts';
import { type Changes, hasTexts, type UpdatedImage } from './changes.ts';
import type { Command } from './commands.ts';
import { byDisplayOrder, type GalleryImage, type GalleryState } from './state.ts';

/**
 * An image's sort order before a command, and 1 where it was the thumbnail; with a count, those of so many images whose
 * ids and sort orders go on one by one. A short form, for a move can change 1000, nearly all of which follow each other.
 */
type PlaceBefore = readonly [id: number, sortOrder: number, isThumbnail: 0 | 1, count?: number];

/**
 * What a journal row says of a command: what it did, and what was there before. The database adds the texts, bytes and
 * variants as they were.
 */
export interface JournalEntry {
  readonly type: EventType;
  readonly facts: Pick<GalleryChange, 'created' | 'deleted' | 'restored' | 'moves' | 'main' | 'undoneTo'> & {
    /** The images whose sort order changed, and those that only got or lost the flag of the main image, as they were. */
    readonly placed?: readonly PlaceBefore[];
    readonly flagged?: readonly PlaceBefore[];
    /** Which of the created images took the flag from another one, counted from 0. */
    readonly mainCreated?: number;
  };
  /** The images whose texts, whose bytes, and whose focal point have changed. */
  readonly textIds: readonly number[];
  readonly fileIds: readonly number[];
  readonly focalIds: readonly number[];
  readonly variants: readonly string[];
}

type PlacedImage = Pick<GalleryImage, 'id' | 'sortOrder' | 'isThumbnail'>;

/** Collects places, the ids of which ascend, as runs. */
class PlaceList {
  readonly runs: [id: number, sortOrder: number, isThumbnail: 0 | 1, count?: number][] = [];

  add(id: number, { sortOrder, isThumbnail }: Omit<PlacedImage, 'id'>): void {
    const last = this.runs.at(-1);
    const count = last?.[3] ?? 1;
    const flag = isThumbnail ? 1 : 0;
    if (last?.[0] === id - count && last[1] === sortOrder - count && last[2] === flag) last[3] = count + 1;
    else this.runs.push([id, sortOrder, flag]);
  }
}

/** How many moves of one command are told by their places. */
const MAX_MOVES_TOLD = 10;

/** Returns what the journal says of a command that has been decided on `state`. Pure. */
export function toJournalEntry(state: GalleryState, command: Command, changes: Changes): JournalEntry {
  const { inserted, deleted, restored, updated } = changes;
  const before = byId(state.images);
  const placed = new PlaceList();
  const flagged = new PlaceList();
  const note = (image: PlacedImage, was: Omit<PlacedImage, 'id'> | undefined): void => {
    if (was === undefined || (was.sortOrder === image.sortOrder && was.isThumbnail === image.isThumbnail)) return;
    const list = was.sortOrder === image.sortOrder ? flagged : placed;
    list.add(image.id, was);
  };
  const textIds: number[] = [];
  for (const image of updated) {
    note(image, before.get(image.id));
    if (hasTexts(image)) textIds.push(image.id);
  }
  for (const image of restored) {
    note(image, image.trashed);
    if (hasTexts(image)) textIds.push(image.id);
  }
  const variants = variantsOf(state, changes);
  const moves = movesOf(state, command, changes);
  const main = mainChange(state, changes);
  return {
    type: typeOf(changes, main !== undefined),
    facts: {
      ...(inserted.length > 0 && { created: inserted.length }),
      ...(deleted.length > 0 && { deleted: deleted.map(({ id }) => id) }),
      ...(restored.length > 0 && { restored: restored.map(({ id }) => id) }),
      ...(placed.runs.length > 0 && { placed: placed.runs }),
      ...(flagged.runs.length > 0 && { flagged: flagged.runs }),
      ...(moves.length > 0 && { moves }),
      ...(main !== undefined && { main }),
      ...mainCreated(state, changes),
      ...(command.kind === 'undo' && { undoneTo: command.toVersion }),
    },
    textIds,
    ...pictureIds(state, changes),
    variants,
  };
}

/**
 * Returns the images that get other bytes, and those that get another focal point. One of them says how it was with
 * every revision that changes.
 */
function pictureIds(state: GalleryState, { updated, restored }: Changes): Pick<JournalEntry, 'fileIds' | 'focalIds'> {
  const hasPictures = restored.length > 0 || updated.some(({ picture }) => picture !== undefined);
  if (!hasPictures) return { fileIds: [], focalIds: [] };
  const before = byId(state.images);
  const fileIds: number[] = [];
  const focalIds: number[] = [];
  for (const { id, picture } of updated) {
    if (picture === undefined) continue;
    const isFile = picture.kind !== 'same';
    if (isFile) fileIds.push(id);
    if (!isFile || !isSameFocalPoint(picture.focalPoint, before.get(id)?.focalPoint)) focalIds.push(id);
  }
  for (const { id, media, focalPoint, revision, trashed } of restored) {
    const isFile = media.mediaId !== trashed.media.mediaId;
    const isOther = isFile ? !isSameFocalPoint(focalPoint, trashed.focalPoint) : revision !== trashed.revision;
    if (isFile) fileIds.push(id);
    if (isOther) focalIds.push(id);
  }
  return { fileIds, focalIds };
}

/** Returns the variants that a command sets, and those whose reference goes with a deleted image. */
function variantsOf(state: GalleryState, changes: Changes): readonly string[] {
  const deletedIds = new Set(changes.deleted.map(({ id }) => id));
  const cleared = [...state.variants].flatMap(([variant, { imageId }]) =>
    imageId !== undefined && deletedIds.has(imageId) ? variant : [],
  );
  return [...new Set([...changes.variants.map(({ variant }) => variant), ...cleared])];
}

/** Bringing back counts most, then adding and taking away: a command that only undoes is told by what it does. */
function typeOf({ inserted, deleted, restored, updated, variants }: Changes, isOfMain: boolean): EventType {
  if (restored.length > 0) return 'images.restored';
  if (inserted.length > 0) return 'images.created';
  if (deleted.length > 0) return 'images.deleted';
  if (updated.length === 0) return variants.length > 0 ? 'variants.updated' : 'images.updated';
  const isOrderAlone = updated.every((update) => update.picture === undefined && !hasTexts(update));
  return isOrderAlone && !isOfMain && variants.length === 0 ? 'images.reordered' : 'images.updated';
}

/** Says which created image has taken the flag from another one; nothing where there was none to take it from. */
function mainCreated(state: GalleryState, { inserted }: Changes): { readonly mainCreated?: number } {
  const index = inserted.findIndex(isMain);
  return index !== -1 && state.images.some(isMain) ? { mainCreated: index } : {};
}

const isMain = ({ isThumbnail }: { readonly isThumbnail: boolean }): boolean => isThumbnail;

/** Returns the image that becomes the thumbnail, null where none is left, and undefined where the flag stays. */
function mainChange(state: GalleryState, { inserted, updated, deleted, restored }: Changes): number | null | undefined {
  const before = state.images.find(isMain)?.id;
  const set = (updated.find(isMain) ?? restored.find(isMain))?.id;
  if (set !== undefined) return set === before ? undefined : set;
  // What a command creates is told as created; it is the thumbnail where that is its place.
  if (inserted.some(isMain) || before === undefined) return undefined;
  const isLost = deleted.some(({ id }) => id === before) || updated.some(({ id }) => id === before);
  return isLost ? null : undefined;
}

/** Returns where the images that a command names have gone; those that made room for them are not named. */
function movesOf(state: GalleryState, command: Command, { updated }: Changes): readonly Move[] {
  if (command.kind !== 'update') return [];
  const after = byId(updated);
  const { updates, arrangements = [] } = command;
  const placed = updates.flatMap(({ sortOrder, imageId }) => (sortOrder === undefined ? [] : imageId));
  const moved = arrangements.flatMap(({ kind, imageIds }) => (kind === 'move' ? imageIds : []));
  const named = [...new Set([...placed, ...moved])].filter((id) => after.has(id));
  if (named.length === 0) return [];
  return named.slice(0, MAX_MOVES_TOLD).flatMap((id) => {
    const { from, to } = positionsOf(id, state.images, after);
    return from === to ? [] : [{ id, from, to }];
  });
}

/** Returns the places of an image in its gallery, before and after a command: how many are shown before it. */
function positionsOf(
  id: number,
  images: readonly GalleryImage[],
  updates: IdLookup<UpdatedImage>,
): { readonly from: number; readonly to: number } {
  const before = byId(images).get(id);
  const after = updates.get(id) ?? before;
  let [from, to] = [0, 0];
  if (before === undefined || after === undefined) return { from, to };
  for (const image of images) {
    if (image.gallery !== before.gallery || image.id === id) continue;
    if (byDisplayOrder(image, before) < 0) from += 1;
    if (byDisplayOrder(updates.get(image.id) ?? image, after) < 0) to += 1;
  }
  return { from, to };
}
