import { type ReadonlySignal, signal } from '@preact/signals';

/** How long an image stays marked that somebody else has changed. */
const MARK_MS = 4_000;

/** The images that are marked for a moment, because somebody else has changed them. */
export class Marks {
  readonly #ids = signal<ReadonlySet<number>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;

  readonly ids: ReadonlySignal<ReadonlySet<number>> = this.#ids;

  /** Marks images, and after a moment none. */
  mark(ids: readonly number[]): void {
    this.#ids.value = new Set([...this.#ids.peek(), ...ids]);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#ids.value = new Set()), MARK_MS);
  }
}
