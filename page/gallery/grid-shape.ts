import { imageIdOf } from './drop-place.ts';
import { type GridShape, type LiftMove, nextSlot } from './lift.ts';

/** Returns how a list is laid out: it knows its columns itself, and its rows are as high as its first one. */
export function shapeOf(list: HTMLElement): GridShape {
  const { gridTemplateColumns, rowGap } = getComputedStyle(list);
  const rowPx = (list.firstElementChild?.getBoundingClientRect().height ?? 0) + (Number.parseFloat(rowGap) || 0);
  return {
    columns: Math.max(gridTemplateColumns.split(' ').length, 1),
    rowsInWindow: Math.max(Math.floor(innerHeight / Math.max(rowPx, 1)), 1),
  };
}

/** Moves the focus from one image to another. @returns the one that has it then. */
export function stepFocus(list: HTMLElement, from: number, move: LiftMove): number | undefined {
  const items = [...list.children];
  const at = items.findIndex((item) => imageIdOf(item) === from);
  const to = Math.min(nextSlot(move, at, items.length - 1, shapeOf(list)), items.length - 1);
  const isBack = to < at;
  // Files that are under way have no keys of their own; the next image in the same direction has the focus instead.
  const inDirection = isBack ? items.slice(0, to + 1).toReversed() : items.slice(to);
  const item = inDirection.find((each) => imageIdOf(each) !== undefined);
  if (item instanceof HTMLElement) focusItem(item);
  return imageIdOf(item);
}

/** Puts the focus on an item, and the item into the window. */
export function focusItem(item: HTMLElement): void {
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: 'nearest' });
}
