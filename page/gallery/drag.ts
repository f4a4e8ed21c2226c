import { session } from '../api/session.ts';
import { type DragPicture, showDragPicture } from './drag-picture.ts';
import { type DropPlace, findDropPlace, imageIdOf } from './drop-place.ts';
import type { GalleryScope } from './gallery-context.ts';
import { scrollSpeed } from './scroll-speed.ts';

/** How far the mouse must move before it drags, and a finger must not have moved before it has been held. */
const MOUSE_THRESHOLD_PX = 6;
const FINGER_SLACK_PX = 10;
const HOLD_MS = 250;

/** What does something of its own when it is pressed, and so begins no drag. */
const CONTROLS = 'button, input, select, textarea, label, [role=menu]';

/** What happens to images that were dragged. */
export interface DragEvents {
  readonly onDropInOrder: (ids: readonly number[], before: number | null) => void;
}

interface Pressed {
  readonly pointerId: number;
  readonly tile: Element;
  readonly id: number;
  readonly x: number;
  readonly y: number;
  readonly isFinger: boolean;
  readonly hold: ReturnType<typeof setTimeout> | undefined;
}

interface Carried {
  readonly ids: readonly number[];
  readonly picture: DragPicture;
}

/**
 * Lets tiles be dragged by mouse, pen and finger (decision 076). No tile moves before the drop: a mark shows the place,
 * and what is dropped is a command like any other.
 */
export class Drag {
  readonly #list: HTMLElement;
  readonly #scope: GalleryScope;
  readonly #events: DragEvents;
  readonly #listening = new AbortController();
  #pressed: Pressed | undefined;
  #carried: Carried | undefined;
  /** Where the pointer is in the window. */
  #pointer = { x: 0, y: 0 };
  #place: DropPlace | undefined;
  #whileDown = new AbortController();
  #frame = 0;

  constructor(list: HTMLElement, scope: GalleryScope, events: DragEvents) {
    this.#list = list;
    this.#scope = scope;
    this.#events = events;
    const { signal } = this.#listening;
    list.addEventListener('pointerdown', (event) => this.#press(event), { signal });
    // Only a listener that was there before the finger may keep the browser from scrolling.
    const keepStill = (event: Event): void => {
      if (this.#carried !== undefined && event.cancelable) event.preventDefault();
    };
    list.addEventListener('touchmove', keepStill, { signal, passive: false });
  }

  /** Ends it; what is dragged stays where it was. */
  stop(): void {
    this.#release();
    this.#listening.abort();
  }

  #press(event: PointerEvent): void {
    if (this.#pressed !== undefined) return this.#release();
    const target = event.target instanceof Element ? event.target : undefined;
    const tile = target?.closest('li[data-image-id]');
    const id = imageIdOf(tile);
    const isControl = target?.closest(CONTROLS) !== null && target?.closest('[data-drag]') === null;
    if (!tile || id === undefined || isControl || event.button !== 0 || !session.canWrite.peek()) return;
    const isFinger = event.pointerType === 'touch';
    const { pointerId, clientX: x, clientY: y } = event;
    const hold = isFinger ? setTimeout(() => this.#begin(), HOLD_MS) : undefined;
    this.#pressed = { pointerId, tile, id, x, y, isFinger, hold };
    this.#pointer = { x, y };
    this.#listenWhileDown();
  }

  #listenWhileDown(): void {
    this.#whileDown = new AbortController();
    const { signal } = this.#whileDown;
    const isOurs = (event: PointerEvent): boolean => event.pointerId === this.#pressed?.pointerId;
    addEventListener('pointermove', (event) => isOurs(event) && this.#move(event), { signal });
    addEventListener('pointerup', (event) => isOurs(event) && this.#drop(event), { signal });
    addEventListener('pointercancel', (event) => isOurs(event) && this.#release(), { signal });
    addEventListener('blur', () => this.#release(), { signal });
    addEventListener('keydown', (event) => this.#onKey(event), { signal, capture: true });
    addEventListener('contextmenu', (event) => this.#carried && event.preventDefault(), { signal, capture: true });
  }

  #onKey(event: KeyboardEvent): void {
    if (this.#carried === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') this.#release();
  }

  #move({ clientX: x, clientY: y }: PointerEvent): void {
    const pressed = this.#pressed;
    if (pressed === undefined) return;
    this.#pointer = { x, y };
    if (this.#carried !== undefined) return;
    const distancePx = Math.hypot(x - pressed.x, y - pressed.y);
    if (pressed.isFinger && distancePx > FINGER_SLACK_PX) this.#release();
    else if (!pressed.isFinger && distancePx > MOUSE_THRESHOLD_PX) this.#begin();
  }

  #begin(): void {
    const pressed = this.#pressed;
    if (pressed === undefined) return;
    const { selection, images, dragged } = this.#scope;
    const ids = selection.around(
      pressed.id,
      images.peek().map(({ id }) => id),
    );
    getSelection()?.removeAllRanges();
    dragged.value = new Set(ids);
    this.#carried = { ids, picture: showDragPicture(pressed.tile, ids.length) };
    document.documentElement.classList.add('dragging');
    this.#draw(performance.now());
  }

  /** Draws one frame, and scrolls where the pointer is near an edge of the window. */
  #draw(timeMs: number): void {
    const carried = this.#carried;
    if (carried === undefined) return;
    const { x, y } = this.#pointer;
    carried.picture.moveTo(x, y);
    this.#setPlace(findDropPlace(this.#list, x, y, this.#scope.dragged.peek()));
    this.#frame = requestAnimationFrame((nextMs) => {
      const byPx = (scrollSpeed(y, innerHeight) * Math.min(nextMs - timeMs, 50)) / 1000;
      if (byPx !== 0) scrollBy(0, byPx);
      this.#draw(nextMs);
    });
  }

  #setPlace(place: DropPlace | undefined): void {
    const [before, now] = [this.#place, place].map((each) => (each?.kind === 'variant' ? each.element : undefined));
    if (before !== now) {
      before?.classList.remove('drop-target');
      now?.classList.add('drop-target');
    }
    this.#place = place;
    this.#carried?.picture.showMark(place?.kind === 'order' ? place.mark : undefined);
  }

  #drop(event: PointerEvent): void {
    const carried = this.#carried;
    if (carried === undefined) return this.#release();
    const { images } = this.#scope;
    const { clientX: x, clientY: y } = event;
    const place = findDropPlace(this.#list, x, y, this.#scope.dragged.peek());
    const present = new Set(images.peek().map(({ id }) => id));
    const ids = carried.ids.filter((id) => present.has(id));
    this.#release();
    ignoreNextClick();
    if (place?.kind === 'order') this.#events.onDropInOrder(ids, place.before);
    if (place?.kind === 'variant') this.#scope.onDropOnVariant?.(ids, place.variant);
  }

  #release(): void {
    clearTimeout(this.#pressed?.hold);
    cancelAnimationFrame(this.#frame);
    this.#whileDown.abort();
    this.#setPlace(undefined);
    this.#carried?.picture.remove();
    this.#pressed = undefined;
    if (this.#carried === undefined) return;
    this.#carried = undefined;
    this.#scope.dragged.value = new Set();
    document.documentElement.classList.remove('dragging');
  }
}

/** The end of a drag is no click on what lies there. */
function ignoreNextClick(): void {
  const ignore = (event: Event): void => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener('click', ignore, { capture: true, once: true });
  // The browser has sent the click by then, if there is one.
  setTimeout(() => removeEventListener('click', ignore, { capture: true }));
}
