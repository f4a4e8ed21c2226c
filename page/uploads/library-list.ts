import { type ReadonlySignal, signal } from '@preact/signals';
import type { LibraryMedia } from 'vitrine-client';
import { call } from '../api/call.ts';
import { vitrine } from '../api/client.ts';

/** What is looked for in the library; empty texts look for everything. */
export interface LibrarySearch {
  readonly search: string;
  readonly folder: '' | 'general' | 'product';
}

/** A list of the library that grows as one goes on. */
export class LibraryList {
  readonly #items = signal<readonly LibraryMedia[]>([]);
  readonly #failure = signal<unknown>(undefined);
  readonly #hasMore = signal(true);
  #cursor: string | undefined;
  #asked: LibrarySearch = { search: '', folder: '' };
  /** Answers to a search that is not the last one any more come to nothing. */
  #searches = 0;
  #isReading = false;

  readonly items: ReadonlySignal<readonly LibraryMedia[]> = this.#items;
  readonly failure: ReadonlySignal<unknown> = this.#failure;
  readonly hasMore: ReadonlySignal<boolean> = this.#hasMore;

  /** Begins anew with another search. */
  async search(asked: LibrarySearch): Promise<void> {
    this.#asked = asked;
    this.#searches += 1;
    this.#cursor = undefined;
    this.#isReading = false;
    this.#items.value = [];
    this.#hasMore.value = true;
    await this.more();
  }

  /** Reads the next page, where there is one. */
  async more(): Promise<void> {
    if (this.#isReading || !this.#hasMore.peek()) return;
    this.#isReading = true;
    this.#failure.value = undefined;
    const search = this.#searches;
    try {
      const query = { search: this.#asked.search || undefined, folder: this.#asked.folder || undefined };
      const page = await call(
        async () =>
          (
            await vitrine.media
              .list({ ...query, limit: 60, cursor: this.#cursor })
              .pages()
              .next()
          ).value,
      );
      if (search !== this.#searches) return;
      this.#items.value = [...this.#items.peek(), ...(page?.items ?? [])];
      this.#cursor = page?.next ?? undefined;
      this.#hasMore.value = this.#cursor !== undefined;
    } catch (error) {
      if (search === this.#searches) this.#failure.value = error;
    } finally {
      if (search === this.#searches) this.#isReading = false;
    }
  }
}
