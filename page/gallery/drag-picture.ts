import type { Mark } from './drop-place.ts';

/** What is seen of a drag: the picture at the pointer, and the mark where it would be dropped. */
export interface DragPicture {
  /** @param x in CSS pixels of the window, as is `y`. */
  readonly moveTo: (x: number, y: number) => void;
  readonly showMark: (mark: Mark | undefined) => void;
  readonly remove: () => void;
}

/** How large the picture at the pointer is at most, in CSS pixels. */
const SIZE_PX = 112;

/** Shows a tile's picture at the pointer, and how many go with it. */
export function showDragPicture(tile: Element, count: number): DragPicture {
  const carried = document.createElement('div');
  carried.className = count > 1 ? 'drag-picture drag-pictures' : 'drag-picture';
  carried.style.inlineSize = `${Math.min(SIZE_PX, tile.getBoundingClientRect().width)}px`;
  const picture = tile.querySelector('img')?.cloneNode();
  if (picture) carried.append(picture);
  if (count > 1) carried.append(makeBadge(count));
  const bar = document.createElement('div');
  bar.className = 'drop-mark';
  bar.hidden = true;
  document.body.append(carried, bar);
  return {
    moveTo: (x, y) => (carried.style.transform = `translate(${x}px, ${y}px)`),
    showMark: (mark) => {
      bar.hidden = mark === undefined;
      if (mark === undefined) return;
      bar.style.transform = `translate(${mark.x}px, ${mark.top}px)`;
      bar.style.blockSize = `${mark.height}px`;
    },
    remove: () => {
      carried.remove();
      bar.remove();
    },
  };
}

function makeBadge(count: number): HTMLElement {
  const badge = document.createElement('span');
  badge.className = 'badge';
  badge.textContent = String(count);
  return badge;
}
