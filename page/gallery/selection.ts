import { computed, type ReadonlySignal, signal } from '@preact/signals';

/** The images that are selected, for what is done to several at once. */
export class Selection {
  readonly #ids = signal<ReadonlySet<number>>(new Set());
  /** Where a range begins that is selected with Shift. */
  #anchor: number | undefined;

  readonly ids: ReadonlySignal<ReadonlySet<number>> = this.#ids;
  readonly count: ReadonlySignal<number> = computed(() => this.#ids.value.size);

  /** Selects or unselects one image. */
  toggle(id: number): void {
    const ids = new Set(this.#ids.peek());
    if (!ids.delete(id)) ids.add(id);
    this.#ids.value = ids;
    this.#anchor = id;
  }

  /** Selects all between the last one that was selected and this one, as they are shown. */
  extendTo(id: number, shown: readonly number[]): void {
    const [from, to] = [shown.indexOf(this.#anchor ?? id), shown.indexOf(id)];
    if (from === -1 || to === -1) return this.toggle(id);
    const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
    this.#ids.value = new Set([...this.#ids.peek(), ...range]);
  }

  /** The same, from an image that is where it begins if nothing is selected yet. */
  extendFrom(from: number, to: number, shown: readonly number[]): void {
    if (this.#ids.peek().size === 0) this.toggle(from);
    this.extendTo(to, shown);
  }

  /** Selects these and no others. */
  set(ids: readonly number[]): void {
    this.#ids.value = new Set(ids);
    this.#anchor = ids.at(-1);
  }

  clear(): void {
    this.set([]);
  }

  /** Forgets images that are not there any more. */
  keepOnly(present: Pick<ReadonlySet<number>, 'has'>): void {
    const ids = [...this.#ids.peek()].filter((id) => present.has(id));
    if (ids.length < this.#ids.peek().size) this.#ids.value = new Set(ids);
  }

  /** Returns what an action on this image is about: all that is selected where it is one of them, else itself alone. */
  around(id: number, shown: readonly number[]): readonly number[] {
    const ids = this.#ids.peek();
    return ids.has(id) ? shown.filter((each) => ids.has(each)) : [id];
  }
}
