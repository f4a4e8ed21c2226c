import { batch } from '@preact/signals';
import { session } from '../api/session.ts';
import { t } from '../text/language.ts';
import { announce } from '../ui/announcer.tsx';
import { deleteImages, moveTo, sayMoved } from './actions.ts';
import { imageIdOf } from './drop-place.ts';
import type { GalleryScope } from './gallery-context.ts';
import { openKeys } from './gallery-dialogs.ts';
import { shapeOf, stepFocus } from './grid-shape.ts';
import type { LiftMove } from './lift.ts';

/** What keys do to the focus, or to what is lifted. Left and right are swapped where the grid runs from the right. */
const MOVES: Readonly<Record<string, LiftMove | undefined>> = {
  ArrowLeft: 'back',
  ArrowRight: 'on',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
};

const SWAPPED: Readonly<Record<string, LiftMove | undefined>> = { ...MOVES, ArrowLeft: 'on', ArrowRight: 'back' };

/** Does what a key says that was pressed on an item of the list; keys in its fields and buttons are theirs. */
export function onGridKey(event: KeyboardEvent, list: HTMLElement, scope: GalleryScope): void {
  const item = event.target instanceof HTMLElement && event.target.parentElement === list ? event.target : undefined;
  const id = imageIdOf(item);
  if (id === undefined || event.altKey) return;
  const isRightToLeft = getComputedStyle(list).direction === 'rtl';
  const move = (isRightToLeft ? SWAPPED : MOVES)[event.key];
  const isLifted = scope.lift.lifted.peek() !== undefined;
  const isDone = isLifted ? onKeyLifted(event, move, list, scope) : onKey(event, id, move, list, scope);
  if (isDone) {
    event.preventDefault();
    event.stopPropagation();
  }
}

function onKeyLifted(
  { key }: KeyboardEvent,
  move: LiftMove | undefined,
  list: HTMLElement,
  scope: GalleryScope,
): boolean {
  if (move !== undefined) moveLifted(move, list, scope);
  else if (key === ' ' || key === 'Enter') drop(scope);
  else if (key === 'Escape') cancelLift(scope);
  // What is lifted has to be put down first.
  return true;
}

function onKey(
  event: KeyboardEvent,
  id: number,
  move: LiftMove | undefined,
  list: HTMLElement,
  scope: GalleryScope,
): boolean {
  const { key, shiftKey } = event;
  const { selection, images } = scope;
  const ids = images.peek().map((image) => image.id);
  const isCommand = event.ctrlKey || event.metaKey;
  if (move !== undefined) {
    const next = stepFocus(list, id, move);
    if (shiftKey && next !== undefined && session.canWrite.peek()) selection.extendFrom(id, next, ids);
    return true;
  }
  if (key === ' ' && isCommand && session.canWrite.peek()) selection.toggle(id);
  else if (key === ' ') lift(id, scope);
  else if (key === 'Delete' || (key === 'Backspace' && isCommand)) void deleteImages(scope, selection.around(id, ids));
  else if (key === 'Escape' && selection.count.peek() > 0) selection.clear();
  else if (key === '?') openKeys();
  else return false;
  return true;
}

function lift(id: number, { lift: lifting, selection, images, places }: GalleryScope): void {
  if (!session.canWrite.peek()) return announce(t.peek().session.readOnly);
  const shown = images.peek();
  const ids = selection.around(
    id,
    shown.map((image) => image.id),
  );
  lifting.begin(ids, id, shown);
  announce(t.peek().order.lifted(ids.length, places.peek().get(id) ?? 0, shown.length));
}

function moveLifted(move: LiftMove, list: HTMLElement, { lift: lifting, images, places }: GalleryScope): void {
  lifting.move(move, images.peek(), shapeOf(list));
  const lifted = lifting.lifted.peek();
  if (lifted === undefined) return;
  sayMoved(lifted.from, places.peek().get(lifted.leadId) ?? 0, lifted.ids.length, images.peek().length);
}

function drop(scope: GalleryScope): void {
  const lifted = scope.lift.lifted.peek();
  if (lifted === undefined) return;
  // In one step, so that nothing is drawn in between.
  batch(() => {
    scope.lift.end();
    void moveTo(scope, lifted.ids, lifted.before, lifted.leadId);
  });
}

/** Puts what is lifted back to where it was. */
export function cancelLift({ lift: lifting, images }: GalleryScope): void {
  const lifted = lifting.lifted.peek();
  if (lifted === undefined) return;
  lifting.end();
  announce(t.peek().order.liftCancelled(lifted.ids.length, lifted.from, images.peek().length));
}
