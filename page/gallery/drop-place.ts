import type { Target } from './view.ts';

/** Where something would be dropped. */
export type DropPlace =
  | { readonly kind: 'order'; readonly before: Target; readonly mark: Mark }
  | { readonly kind: 'variant'; readonly variant: string; readonly element: Element };

/** Where the mark stands that shows a place between two tiles, in CSS pixels of the window. */
export interface Mark {
  readonly x: number;
  readonly top: number;
  readonly height: number;
}

/** How far around the pointer a tile is looked for: gaps between tiles are not wider. */
const REACH_PX = 18;

const AROUND = [
  [0, 0],
  [-REACH_PX, 0],
  [REACH_PX, 0],
  [0, -REACH_PX],
  [0, REACH_PX],
] as const;

/**
 * Finds where something that the pointer carries would be dropped; undefined where it would not. It asks the browser
 * what is at the pointer, which costs the same however many tiles there are.
 *
 * @param x in CSS pixels of the window, as is `y`.
 * @param dragged the images on the pointer: no place is before one of them.
 */
export function findDropPlace(
  list: HTMLElement,
  x: number,
  y: number,
  dragged: ReadonlySet<number>,
): DropPlace | undefined {
  const chip = document.elementFromPoint(x, y)?.closest('[data-variant]');
  const variant = chip?.getAttribute('data-variant');
  if (chip && variant) return { kind: 'variant', variant, element: chip };
  const isRightToLeft = getComputedStyle(list).direction === 'rtl';
  const tile = tileNear(list, x, y);
  if (tile === undefined) return placeAtEnd(list, x, y, isRightToLeft);
  const box = tile.getBoundingClientRect();
  const isInFirstHalf = x < box.left + box.width / 2 !== isRightToLeft;
  return placeBeside(list, tile, isInFirstHalf ? 'start' : 'end', isRightToLeft, dragged);
}

function tileNear(list: HTMLElement, x: number, y: number): Element | undefined {
  for (const [dx, dy] of AROUND) {
    const tile = document.elementFromPoint(x + dx, y + dy)?.closest('li');
    if (tile?.parentElement === list) return tile;
  }
  return undefined;
}

/** After the last tile there is room in its row, and below it. */
function placeAtEnd(list: HTMLElement, x: number, y: number, isRightToLeft: boolean): DropPlace | undefined {
  const last = list.lastElementChild;
  if (last === null) return undefined;
  const { top, bottom, left, right } = last.getBoundingClientRect();
  const isBehind = isRightToLeft ? x < left : x > right;
  const isAfter = y > bottom || (y >= top && isBehind);
  return isAfter ? placeBeside(list, last, 'end', isRightToLeft, new Set()) : undefined;
}

function placeBeside(
  list: HTMLElement,
  tile: Element,
  side: 'start' | 'end',
  isRightToLeft: boolean,
  dragged: ReadonlySet<number>,
): DropPlace {
  const { top, height, left, right } = tile.getBoundingClientRect();
  const isAtLeft = (side === 'start') !== isRightToLeft;
  const halfGapPx = Number.parseFloat(getComputedStyle(list).columnGap) / 2 || 0;
  const x = isAtLeft ? left - halfGapPx : right + halfGapPx;
  const before = imageFrom(side === 'start' ? tile : tile.nextElementSibling, dragged);
  return { kind: 'order', before, mark: { x, top, height } };
}

/** Returns the first image from a tile on that is not dragged. Files that are under way are passed over. */
function imageFrom(tile: Element | null, dragged: ReadonlySet<number>): Target {
  for (let each = tile; each !== null; each = each.nextElementSibling) {
    const id = imageIdOf(each);
    if (id !== undefined && !dragged.has(id)) return id;
  }
  return null;
}

/** Returns the image that a tile shows; undefined for one of a file that is under way. */
export function imageIdOf(tile: Element | null | undefined): number | undefined {
  const id = tile?.getAttribute('data-image-id');
  return id === null || id === undefined ? undefined : Number(id);
}
