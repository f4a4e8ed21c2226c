import type { PictureStore } from '../catalogue/ports.ts';
import type { Bucket } from '../platform/bucket.ts';

/** Pictures in R2. */
export class R2PictureStore implements PictureStore {
  readonly #bucket: Bucket;

  constructor(bucket: Bucket) {
    this.#bucket = bucket;
  }

  async put(key: string, bytes: Uint8Array, contentType: string, sha256?: string): Promise<boolean> {
    const options = { httpMetadata: { contentType }, ...(sha256 === undefined ? {} : { sha256 }) };
    return await this.#runLogged('put', () => this.#bucket.put(key, bytes, options));
  }

  async discard(keys: readonly string[]): Promise<void> {
    await this.#runLogged('discard', () => this.#bucket.delete(keys));
  }

  async dropRenditions(prefixes: readonly string[]): Promise<void> {
    await this.#runLogged('drop renditions', () => this.#bucket.deletePrefixes(prefixes));
  }

  /**
   * Runs `task` and returns whether it succeeded; a failure is logged. The write that it belongs to has been committed
   * and must not fail because of it. The sweep removes what could not be removed now.
   */
  async #runLogged(what: string, task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      console.error({ event: 'bucket-failed', what, message: String(error) });
      return false;
    }
  }
}
