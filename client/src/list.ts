import type { CallOptions } from './options.ts';
import type { Transport } from './transport.ts';

/** A page of a list, as the service answers it. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** The cursor of the next page; null on the last one. */
  readonly next: string | null;
}

/** Which page to begin with, and how many items a page has at most. */
interface ListQuery {
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/**
 * A list: `for await (const item of list)` goes through all items, and asks for the next page when it is needed.
 * `for await (const page of list.pages())` goes through the pages, whose cursors can be kept to go on later.
 */
export class List<Item> implements AsyncIterable<Item> {
  readonly #read: (cursor: string | undefined) => Promise<Page<Item>>;
  readonly #cursor: string | undefined;

  constructor(transport: Transport, path: string, query: ListQuery & object = {}, options: CallOptions = {}) {
    this.#cursor = query.cursor;
    this.#read = async (cursor) =>
      (await transport.send<Page<Item>>({ method: 'GET', path, query: { ...query, cursor } }, options)).body;
  }

  /** Goes through the pages. One can be empty while another follows. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    let cursor: string | null | undefined = this.#cursor;
    while (cursor !== null) {
      const page: Page<Item> = await this.#read(cursor);
      yield page;
      cursor = page.next;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) yield* page.items;
  }

  /** Reads all pages into one array. */
  async toArray(): Promise<Item[]> {
    const items: Item[] = [];
    for await (const item of this) items.push(item);
    return items;
  }
}
