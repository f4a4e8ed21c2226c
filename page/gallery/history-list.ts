import { type ReadonlySignal, signal } from '@preact/signals';
import type { HistoryEntry } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';
import { joinEntries } from './history-rows.ts';

const PAGE_SIZE = 30;

/** What was done to a product, the last first, as far as it was read. */
export class HistoryList {
  readonly #product: string;
  readonly #entries = signal<readonly HistoryEntry[] | undefined>(undefined);
  readonly #failure = signal<unknown>(undefined);
  readonly #next = signal<string | null>(null);
  #isReading = false;

  constructor(product: string) {
    this.#product = product;
  }

  /** Undefined until something was read. */
  readonly entries: ReadonlySignal<readonly HistoryEntry[] | undefined> = this.#entries;

  readonly failure: ReadonlySignal<unknown> = this.#failure;

  /** Where it goes on; null at its end. */
  readonly next: ReadonlySignal<string | null> = this.#next;

  /** Reads what is new. */
  async refresh(): Promise<void> {
    await this.#read(undefined, (items, next) => {
      const known = this.#entries.peek() ?? [];
      const joined = joinEntries(items, known);
      // What was known goes on where it did.
      if (known.length === 0 || joined === items) this.#next.value = next;
      this.#entries.value = joined;
    });
  }

  /** Reads on, towards older entries. */
  async readOn(): Promise<void> {
    const cursor = this.#next.peek();
    if (cursor === null || this.#isReading) return;
    this.#isReading = true;
    await this.#read(cursor, (items, next) => {
      const known = this.#entries.peek() ?? [];
      const oldest = known.at(-1)?.seq ?? Number.POSITIVE_INFINITY;
      this.#entries.value = [...known, ...items.filter(({ seq }) => seq < oldest)];
      this.#next.value = next;
    });
    this.#isReading = false;
  }

  async #read(
    cursor: string | undefined,
    take: (items: readonly HistoryEntry[], next: string | null) => void,
  ): Promise<void> {
    this.#failure.value = undefined;
    const list = vitrine.products.history(this.#product, { limit: PAGE_SIZE, cursor });
    try {
      const { value } = await call(async () => await list.pages().next());
      if (value) take(value.items, value.next);
    } catch (error) {
      this.#failure.value = error;
    }
  }
}
