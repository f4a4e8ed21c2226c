import type { PictureStore } from '../catalogue/ports.ts';
import { cacheTag } from '../delivery/rendition-keys.ts';
import type { Bucket } from '../platform/bucket.ts';

/** Clears the edge cache by tag. */
export type Purge = (tags: readonly string[]) => Promise<void>;

/** Pictures in R2. */
export class R2PictureStore implements PictureStore {
  readonly #bucket: Bucket;
  readonly #purge: Purge;

  constructor(bucket: Bucket, purge: Purge) {
    this.#bucket = bucket;
    this.#purge = purge;
  }

  async put(key: string, bytes: Uint8Array, contentType: string): Promise<boolean> {
    return await this.#quietly('put', () => this.#bucket.put(key, bytes, { httpMetadata: { contentType } }));
  }

  async discard(keys: readonly string[]): Promise<void> {
    await this.#quietly('discard', () => this.#bucket.delete(keys));
  }

  async dropRenditions(prefixes: readonly string[]): Promise<void> {
    await this.#quietly('drop renditions', () => this.#bucket.deletePrefixes(prefixes));
    await this.#quietly('purge', () => this.#purge(prefixes.map(cacheTag)));
  }

  /**
   * Says whether `task` went through. What cannot be removed now is removed by the sweep: the write that it belongs to
   * has taken, and must not fail for it.
   */
  async #quietly(what: string, task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      console.error({ event: 'bucket-failed', what, message: String(error) });
      return false;
    }
  }
}
