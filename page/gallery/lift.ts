import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Image } from 'vitrine-client';
import type { Target } from './view.ts';

/** Images that are on their way to another place, by keyboard, and are not there until they are dropped. */
export interface Lifted {
  /** In the order in which they stand. */
  readonly ids: readonly number[];
  /** The one that has the focus. */
  readonly leadId: number;
  /** The place of that one when they were lifted, from 1. */
  readonly from: number;
  /** Where they are now. */
  readonly before: Target;
}

/** What moves lifted images. `page` is as many rows as the window shows. */
export type LiftMove = 'back' | 'on' | 'up' | 'down' | 'pageUp' | 'pageDown' | 'first' | 'last';

/** What the grid looks like. */
export interface GridShape {
  readonly columns: number;
  readonly rowsInWindow: number;
}

const NONE: readonly number[] = [];

/** The images that are lifted, where there are some. */
export class Lift {
  readonly #lifted = signal<Lifted | undefined>(undefined);
  /** The ids as they were shown last. */
  #order: readonly number[] = [];

  readonly lifted: ReadonlySignal<Lifted | undefined> = this.#lifted;

  /** The images that are lifted. It stays the same while they move. */
  readonly ids: ReadonlySignal<readonly number[]> = computed(() => this.#lifted.value?.ids ?? NONE);

  /** Lifts images where they stand. Several come together at the one that has the focus. */
  begin(ids: readonly number[], leadId: number, images: readonly Image[]): void {
    const at = images.findIndex(({ id }) => id === leadId);
    const moved = new Set(ids);
    const before = images.slice(at).find(({ id }) => !moved.has(id))?.id ?? null;
    this.#lifted.value = { ids, leadId, from: at + 1, before };
  }

  /** Moves what is lifted. */
  move(move: LiftMove, images: readonly Image[], shape: GridShape): void {
    const lifted = this.#lifted.peek();
    if (lifted === undefined) return;
    const moved = new Set(lifted.ids);
    const others = images.flatMap(({ id }) => (moved.has(id) ? [] : [id]));
    const found = others.findIndex((id) => id === lifted.before);
    const slot = nextSlot(move, found === -1 ? others.length : found, others.length, shape);
    this.#lifted.value = { ...lifted, before: others[slot] ?? null };
  }

  /**
   * Follows what others do meanwhile. Where the image before which it would be dropped is gone, the next one takes its
   * place; where what is lifted is gone itself, nothing is lifted any more.
   *
   * @param present the places of the images that are there, by their ids.
   */
  keepPlace(present: ReadonlyMap<number, number>): void {
    const lifted = this.#lifted.peek();
    if (lifted !== undefined && !present.has(lifted.leadId)) this.end();
    else if (lifted !== undefined && lifted.before !== null && !present.has(lifted.before)) {
      const moved = new Set(lifted.ids);
      const following = this.#order.slice(this.#order.indexOf(lifted.before) + 1);
      const before = following.find((id) => present.has(id) && !moved.has(id)) ?? null;
      this.#lifted.value = { ...lifted, before };
    }
    this.#order = [...present.keys()];
  }

  /** Puts nothing down: it is up to the caller what becomes of it. */
  end(): void {
    this.#lifted.value = undefined;
  }
}

/** Returns the place among the others, of which there are `count`. Upwards and downwards it stays in its column. */
export function nextSlot(move: LiftMove, slot: number, count: number, { columns, rowsInWindow }: GridShape): number {
  switch (move) {
    case 'back':
      return Math.max(slot - 1, 0);
    case 'on':
      return Math.min(slot + 1, count);
    case 'first':
      return 0;
    case 'last':
      return count;
    case 'up':
      return slot < columns ? slot : slot - columns;
    case 'down':
      return Math.min(slot + columns, count);
    case 'pageUp': {
      const rows = Math.min(rowsInWindow, Math.floor(slot / columns));
      return slot - rows * columns;
    }
    case 'pageDown':
      return Math.min(slot + rowsInWindow * columns, count);
    default:
      return move satisfies never;
  }
}
