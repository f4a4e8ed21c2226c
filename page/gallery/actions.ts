import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { act } from '../ui/act.ts';
import { announce } from '../ui/announcer.tsx';
import { toast } from '../ui/toasts.tsx';
import { toMakeMain, toMove } from './command.ts';
import type { GalleryScope } from './gallery-context.ts';
import { openDeleteDialog } from './gallery-dialogs.ts';
import { imagesOf, moveImages, type Target } from './view.ts';

/*
 * What a person can do with the images of a gallery, in whichever way it was asked for: by mouse, finger, keyboard or
 * menu. Each names what was done, for undo and the history of this page.
 */

/**
 * Moves images before another one of the shown gallery, or last, and says where they are now.
 *
 * @param lead the one whose place is said.
 */
export async function moveTo(
  scope: GalleryScope,
  ids: readonly number[],
  before: Target,
  lead = ids[0],
): Promise<void> {
  const { gallery, images, shown } = scope;
  const view = gallery.view.peek();
  const order = images.peek().map(({ id }) => id);
  const after = imagesOf(moveImages(view, ids, before), shown.peek()).map(({ id }) => id);
  if (lead === undefined || !session.canWrite.peek()) return;
  sayMoved(order.indexOf(lead) + 1, after.indexOf(lead) + 1, ids.length, after.length);
  if (after.every((id, index) => id === order[index])) return;
  await gallery.run(toMove(view, ids, before), t.peek().order.moved(ids.length));
}

/** Moves images so that the first of them has this place, from 1. */
export async function moveToPlace(scope: GalleryScope, ids: readonly number[], place: number): Promise<void> {
  const moved = new Set(ids);
  const others = scope.images.peek().filter(({ id }) => !moved.has(id));
  await moveTo(scope, ids, others[Math.max(place - 1, 0)]?.id ?? null);
}

/** Says where images are now. */
export function sayMoved(from: number, to: number, count: number, total: number): void {
  const { gallery, order } = t.peek();
  announce(count === 1 ? gallery.moved(from, total, to) : order.severalMoved(count, total, to));
}

/** Makes an image the main one. */
export async function makeMain({ gallery }: GalleryScope, id: number): Promise<void> {
  const texts = t.peek().order;
  const isDone = await gallery.run(toMakeMain(gallery.view.peek(), id), texts.mainSet);
  if (isDone) announce(texts.mainSet);
}

/** Deletes images, or asks first where variants show them. */
export async function deleteImages(scope: GalleryScope, ids: readonly number[]): Promise<void> {
  if (ids.length === 0 || !session.canWrite.peek()) return;
  const gone = new Set(ids);
  const variants = scope.gallery.view
    .peek()
    .variants.flatMap(({ variant, imageId, media }) =>
      media === null && imageId !== null && gone.has(imageId) ? [variant] : [],
    );
  if (variants.length === 0) await deleteNow(scope, ids, 'refuse');
  else askToDelete(scope, ids, variants);
}

/** Asks whether images are to go that variants show. */
export function askToDelete(scope: GalleryScope, ids: readonly number[], variants: readonly string[]): void {
  openDeleteDialog({ count: ids.length, variants, onConfirmed: () => void deleteNow(scope, ids, 'clear') });
}

async function deleteNow(
  { gallery, selection }: GalleryScope,
  ids: readonly number[],
  references: 'refuse' | 'clear',
): Promise<void> {
  const label = t.peek().order.deleted(ids.length);
  const done = gallery.run({ kind: 'delete', ids, references }, label);
  selection.keepOnly(new Set(gallery.view.peek().images.map(({ id }) => id)));
  if (!(await done)) return;
  const step = gallery.stack.peek().undo.at(-1);
  const bringBack = async (): Promise<void> => {
    // Where something was done after it, the trash has them.
    if (gallery.stack.peek().undo.at(-1) === step && (await gallery.undo())) return;
    const idempotencyKey = crypto.randomUUID();
    const restore = async () => await call(async () => await vitrine.trash.restore(ids, { idempotencyKey }));
    await gallery.runElsewhere(restore, t.peek().order.broughtBack(ids.length));
  };
  const isBack = (): boolean => {
    const present = new Set(gallery.view.value.images.map(({ id }) => id));
    return ids.every((id) => present.has(id));
  };
  toast({ text: label, action: { label: t.peek().order.bringBack, run: () => void act(bringBack) }, isOver: isBack });
}
