import type { Cost } from './cost.ts';

/** Keys that one R2 delete takes. */
const MAX_KEYS_PER_DELETE = 1000;

/** Folders that are listed one by one: the whole product's renditions fill about as many pages of 1000 keys. */
const MAX_LISTED_SIBLINGS = 12;

/** The service's bucket; every call is counted. */
export class Bucket {
  readonly #bucket: R2Bucket;
  readonly #cost: Cost;

  constructor(bucket: R2Bucket, cost: Cost) {
    this.#bucket = bucket;
    this.#cost = cost;
  }

  /** Reads an object; without a body where `onlyIf` does not hold; null where there is none. */
  async get(key: string, options: R2GetOptions = {}): Promise<R2ObjectBody | R2Object | null> {
    this.#cost.r2Reads += 1;
    return await this.#bucket.get(key, options);
  }

  /** Stores an object. Keys are new at every upload, so nothing is ever overwritten but a rendition by its like. */
  async put(key: string, bytes: Uint8Array | ArrayBuffer, options: R2PutOptions): Promise<R2Object> {
    this.#cost.r2Writes += 1;
    return await this.#bucket.put(key, bytes, options);
  }

  /** Removes objects; keys without one are no error. */
  async delete(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += MAX_KEYS_PER_DELETE) {
      this.#cost.r2Deletes += 1;
      await this.#bucket.delete(keys.slice(from, from + MAX_KEYS_PER_DELETE));
    }
  }

  /** One page of the objects under a prefix, in the order of their keys. */
  async list(prefix: string, startAfter: string | undefined, limit: number): Promise<R2Objects> {
    this.#cost.r2Lists += 1;
    return await this.#bucket.list({ prefix, limit, ...(startAfter === undefined ? {} : { startAfter }) });
  }

  /**
   * Removes everything under these prefixes, folders that end with a slash. Many of one parent folder are found by
   * listing that folder, instead of by a call for each.
   */
  async deletePrefixes(prefixes: readonly string[]): Promise<void> {
    for (const [parent, siblings] of Map.groupBy(prefixes, parentFolder)) {
      if (siblings.length <= MAX_LISTED_SIBLINGS) {
        for (const prefix of siblings) await this.#deleteListed(prefix, () => true);
        continue;
      }
      const gone = new Set(siblings);
      await this.#deleteListed(parent, (key) => gone.has(key.slice(0, key.indexOf('/', parent.length) + 1)));
    }
  }

  async #deleteListed(prefix: string, isGone: (key: string) => boolean): Promise<void> {
    let cursor: string | undefined;
    do {
      this.#cost.r2Lists += 1;
      const page: R2Objects = await this.#bucket.list(cursor === undefined ? { prefix } : { prefix, cursor });
      await this.delete(page.objects.map((object) => object.key).filter(isGone));
      cursor = page.truncated ? page.cursor : undefined;
    } while (cursor !== undefined);
  }
}

/** `a/b/c/` lies in `a/b/`. */
function parentFolder(folder: string): string {
  return folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
}
