import type { Cost } from './cost.ts';

/** How many keys one R2 delete takes. */
const MAX_KEYS_PER_DELETE = 1000;

/**
 * Up to this many folders of one parent are listed one by one; for more, listing the whole parent takes fewer calls:
 * all renditions of a product fill about as many pages of 1000 keys.
 */
const MAX_LISTED_SIBLINGS = 12;

/** The service's R2 bucket; every call is counted in the request's cost. */
export class Bucket {
  readonly #bucket: R2Bucket;
  readonly #cost: Cost;

  constructor(bucket: R2Bucket, cost: Cost) {
    this.#bucket = bucket;
    this.#cost = cost;
  }

  /** Reads an object: without its body where `onlyIf` does not hold, null where there is no such object. */
  async get(key: string, options: R2GetOptions = {}): Promise<R2ObjectBody | R2Object | null> {
    this.#cost.r2Reads += 1;
    return await this.#bucket.get(key, options);
  }

  /** Returns whether there is an object of this key. */
  async has(key: string): Promise<boolean> {
    this.#cost.r2Reads += 1;
    return (await this.#bucket.head(key)) !== null;
  }

  /** Looks at an object without reading it; null where there is none. */
  async head(key: string): Promise<R2Object | null> {
    this.#cost.r2Reads += 1;
    return await this.#bucket.head(key);
  }

  /** Stores an object. Originals get a new key at every upload; only renditions are overwritten, with the same picture. */
  async put(key: string, bytes: Uint8Array | ArrayBuffer, options: R2PutOptions): Promise<R2Object> {
    this.#cost.r2Writes += 1;
    return await this.#bucket.put(key, bytes, options);
  }

  /** Deletes objects; keys that do not exist are no error. */
  async delete(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += MAX_KEYS_PER_DELETE) {
      this.#cost.r2Deletes += 1;
      await this.#bucket.delete(keys.slice(from, from + MAX_KEYS_PER_DELETE));
    }
  }

  /**
   * Lists one page of the objects under a prefix, in the order of their keys, from the first one after `startAfter`.
   */
  async list(prefix: string, startAfter: string | undefined, limit: number): Promise<R2Objects> {
    this.#cost.r2Lists += 1;
    return await this.#bucket.list({ prefix, limit, ...(startAfter === undefined ? {} : { startAfter }) });
  }

  /**
   * Deletes every object under these prefixes, which are folders and end with a slash. Where many share a parent
   * folder, that folder is listed once instead of each of them.
   */
  async deletePrefixes(prefixes: readonly string[]): Promise<void> {
    for (const [parent, siblings] of Map.groupBy(prefixes, parentFolder)) {
      if (siblings.length <= MAX_LISTED_SIBLINGS) {
        for (const prefix of siblings) await this.#deleteListed(prefix, () => true);
        continue;
      }
      const folders = new Set(siblings);
      await this.#deleteListed(parent, (key) => folders.has(key.slice(0, key.indexOf('/', parent.length) + 1)));
    }
  }

  async #deleteListed(prefix: string, shouldDelete: (key: string) => boolean): Promise<void> {
    let cursor: string | undefined;
    do {
      this.#cost.r2Lists += 1;
      const page: R2Objects = await this.#bucket.list(cursor === undefined ? { prefix } : { prefix, cursor });
      await this.delete(page.objects.map((object) => object.key).filter(shouldDelete));
      cursor = page.truncated ? page.cursor : undefined;
    } while (cursor !== undefined);
  }
}

/** Returns the folder that a folder lies in: `a/b/` for `a/b/c/`. */
function parentFolder(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
}
