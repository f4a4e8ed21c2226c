import { imagesOf, type GalleryView, type Target } from '../gallery/view.ts';
import { type Batch, isUnderWay, type SentPlace, type Upload } from './upload.ts';

type Ids = readonly number[];

/** What a place is found by: which image a file has become, if any, and whether it is being sent. */
type Placed = Pick<Upload, 'created' | 'state'>;

const idOf = ({ created }: Placed): number | undefined => created.value?.image.id;

/** Returns the images that a batch has become so far, in its order. */
export const createdIds = ({ uploads }: { readonly uploads: readonly Placed[] }): Ids =>
  uploads.flatMap((upload) => idOf(upload) ?? []);

/**
 * Returns the image that a batch comes before: the first one of a later batch that was dropped at the same place, else
 * the one that it was dropped before.
 *
 * @param order the ids of the gallery.
 */
export function targetOf(batch: Batch, batches: readonly Batch[], order: Ids): Target {
  const later = batches.slice(batches.indexOf(batch) + 1).filter(({ before }) => before === batch.before);
  return later.flatMap(createdIds).find((id) => order.includes(id)) ?? batch.before;
}

/**
 * Returns the position to send a file with, so that it comes to stand where it is shown: before the next file of its
 * drop that the service has, else where the drop was. Those before it that are on their way are expected to be there
 * first. Where that is wrong, `toSettle` puts it right.
 *
 * @returns undefined for the end.
 */
export function positionOf(uploads: readonly Placed[], index: number, target: Target, order: Ids): number | undefined {
  const next = uploads
    .slice(index + 1)
    .map(idOf)
    .find((id) => id !== undefined && order.includes(id));
  const anchor = next ?? target;
  const at = anchor === null ? -1 : order.indexOf(anchor);
  if (at === -1) return undefined;
  return at + uploads.slice(0, index).filter(({ state }) => state.value.kind === 'sending').length;
}

/**
 * Returns what is said of the place of a file when it is sent. Where the first image is the main one, as in most shops,
 * the file that comes first becomes the main one as well.
 */
export function toPlace(batch: Batch, batches: readonly Batch[], upload: Upload, view: GalleryView): SentPlace {
  const images = imagesOf(view, batch.gallery);
  const order = images.map(({ id }) => id);
  const target = targetOf(batch, batches, order);
  const position = positionOf(batch.uploads, batch.uploads.indexOf(upload), target, order);
  const isMain = batch.gallery === 'shop' && position === 0 && images[0]?.isMain === true;
  return { position, isMain: isMain ? true : undefined };
}

/**
 * Returns the images of a drop to be moved before its target, so that they stand together in their order; undefined
 * where they do.
 */
export function toSettle(created: Ids, target: Target, order: Ids): Ids | undefined {
  const present = created.filter((id) => order.includes(id));
  const start = order.indexOf(present[0] ?? Number.NaN);
  const isInOrder = present.every((id, index) => order[start + index] === id);
  const isAtTarget = target === null || !order.includes(target) || order[start + present.length] === target;
  return present.length === 0 || (isInOrder && isAtTarget) ? undefined : present;
}

/** Whether nothing of a batch goes on by itself. */
export const isAtRest = ({ uploads }: Batch): boolean => !uploads.some(isUnderWay);

/**
 * Returns what is left of a batch at rest: what was not added, each before the next that was. From then on the images
 * stand where the service has them.
 */
export function splitAtRest(batch: Batch): readonly Batch[] {
  const parts: Batch[] = [];
  let left: Upload[] = [];
  const close = (before: Target): void => {
    if (left.length > 0) parts.push({ ...batch, id: crypto.randomUUID(), before, uploads: left });
    left = [];
  };
  for (const upload of batch.uploads) {
    const id = idOf(upload);
    if (id === undefined) left.push(upload);
    else close(id);
  }
  close(batch.before);
  return parts;
}

/**
 * Returns the batches after somebody has moved or deleted images: such an image belongs to no drop any more, and a drop
 * that came before one comes before the image that followed it.
 */
export function withoutImages(batches: readonly Batch[], ids: Ids, view: GalleryView): readonly Batch[] {
  const gone = new Set(ids);
  const kept = batches.map((batch) => {
    const uploads = batch.uploads.filter((upload) => !gone.has(idOf(upload) ?? Number.NaN));
    const order = imagesOf(view, batch.gallery).map(({ id }) => id);
    const isTargetGone = batch.before !== null && gone.has(batch.before);
    const following = isTargetGone ? order.slice(order.indexOf(batch.before ?? 0) + 1) : [];
    const before = isTargetGone ? (following.find((id) => !gone.has(id)) ?? null) : batch.before;
    return uploads.length === batch.uploads.length && !isTargetGone ? batch : { ...batch, uploads, before };
  });
  return kept.filter(({ uploads }) => uploads.length > 0);
}
