import { WorkerEntrypoint } from 'cloudflare:workers';
import { toEdge } from '../delivery/edge-cache.ts';
import { readInternalRequest } from '../delivery/picture-request.ts';
import { notFoundResponse } from '../delivery/responses.ts';
import { servePicture } from './serve-picture.ts';

/**
 * The entrypoint behind the edge cache. It serves public, immutable pictures only, and is called only by the gateway,
 * which has checked signatures and chosen the format.
 */
export class CachedPictures extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const asked = readInternalRequest(request);
    return asked === undefined ? notFoundResponse() : toEdge(await servePicture(this.env, asked));
  }

  /**
   * Purges the edge cache of these tags, and returns whether the platform has done it. It is a method here, because an
   * entrypoint can only purge its own cache.
   */
  async purge(tags: readonly string[]): Promise<boolean> {
    return await this.#purge({ tags: [...tags] });
  }

  /** Empties the edge cache, for the operator, and returns whether the platform has done it. */
  async purgeEverything(): Promise<boolean> {
    return await this.#purge({ purgeEverything: true });
  }

  async #purge(options: CachePurgeOptions): Promise<boolean> {
    // The local runtime has no edge cache, and so no `cache` here.
    const { cache } = this.ctx;
    if (cache === undefined) return true;
    const result = await cache.purge(options);
    if (!result.success) console.warn({ event: 'purge-refused', errors: result.errors });
    return result.success;
  }
}
