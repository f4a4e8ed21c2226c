import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Page } from 'vitrine-client';
import { call } from '../api/call.ts';

/** Reads a page of a list. */
export type ReadPage<Item> = (cursor: string | undefined) => Promise<Page<Item>>;

/** How far a list has been read. */
type Progress =
  | { readonly kind: 'loading' }
  | { readonly kind: 'more'; readonly cursor: string | undefined }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly cursor: string | undefined };

/** Pages may be empty while others follow, as those of a search. So many are read before somebody has to ask for more. */
const MAX_EMPTY_PAGES = 10;

/** A list of the service, read page by page as it is looked at. */
export class EndlessList<Item> {
  readonly #read: ReadPage<Item>;
  readonly #items = signal<readonly Item[]>([]);
  readonly #progress = signal<Progress>({ kind: 'more', cursor: undefined });
  /** Rises with every beginning, so that the answer to an older one is not taken for the newer. */
  #beginning = 0;
  /** The pages that are on their way. */
  #loading: Promise<void> = Promise.resolve();

  constructor(read: ReadPage<Item>) {
    this.#read = read;
  }

  readonly items: ReadonlySignal<readonly Item[]> = this.#items;
  readonly isLoading: ReadonlySignal<boolean> = computed(() => this.#progress.value.kind === 'loading');
  readonly isAtEnd: ReadonlySignal<boolean> = computed(() => this.#progress.value.kind === 'end');
  readonly failure: ReadonlySignal<unknown> = computed(() => {
    const progress = this.#progress.value;
    return progress.kind === 'failed' ? progress.error : undefined;
  });

  /** Begins anew. What is shown stays until the first page is there. */
  async restart(): Promise<void> {
    this.#beginning += 1;
    await this.#load(undefined, []);
  }

  /** Reads on, where there is more and nothing is on its way. */
  async more(): Promise<void> {
    const progress = this.#progress.peek();
    if (progress.kind === 'loading' || progress.kind === 'end') return;
    await this.#load(progress.cursor, this.#items.peek());
  }

  /** Reads on until so many items are there, or there are no more. */
  async readTo(count: number): Promise<void> {
    for (;;) {
      await this.#loading;
      const { kind } = this.#progress.peek();
      if (kind !== 'more' || this.#items.peek().length >= count) return;
      await this.more();
    }
  }

  /** Changes what is shown, as after a change to an item. */
  update(change: (items: readonly Item[]) => readonly Item[]): void {
    this.#items.value = change(this.#items.peek());
  }

  async #load(from: string | undefined, before: readonly Item[]): Promise<void> {
    this.#loading = this.#readPages(from, before);
    await this.#loading;
  }

  async #readPages(from: string | undefined, before: readonly Item[]): Promise<void> {
    const beginning = this.#beginning;
    let cursor = from;
    this.#progress.value = { kind: 'loading' };
    try {
      for (let emptyPages = 0; ; emptyPages += 1) {
        const { items, next }: Page<Item> = await call(async () => await this.#read(cursor));
        if (beginning !== this.#beginning) return;
        cursor = next ?? undefined;
        if (items.length === 0 && next !== null && emptyPages < MAX_EMPTY_PAGES) continue;
        this.#items.value = [...before, ...items];
        this.#progress.value = next === null ? { kind: 'end' } : { kind: 'more', cursor };
        return;
      }
    } catch (error) {
      if (beginning === this.#beginning) this.#progress.value = { kind: 'failed', error, cursor };
    }
  }
}
