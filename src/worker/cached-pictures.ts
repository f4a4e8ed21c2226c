import { WorkerEntrypoint } from 'cloudflare:workers';
import { Bucket } from '../platform/bucket.ts';
import { noCost, toServerTiming } from '../platform/cost.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { mendPicture } from '../ingest/mend.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { D1RefusedOriginals } from '../storage/refused-originals.ts';
import { parseInternalCutUrl } from '../delivery/cut-path.ts';
import { serveCut } from '../delivery/cuts.ts';
import { parseInternalRenditionUrl } from '../delivery/rendition-request.ts';
import { missingCut, missingRendition, showPlaceholder } from '../delivery/placeholder.ts';
import { serveRendition } from '../delivery/renditions.ts';
import { wait } from '../platform/timer.ts';
import { toEdge } from '../delivery/edge-cache.ts';
import { notFoundResponse } from '../delivery/responses.ts';
import { withoutMetadata } from '../ingest/without-metadata.ts';
import { readConfig } from '../http/config.ts';
import { openImages } from './open-images.ts';
import { atShard, openDatabase, shardsOf } from './shards.ts';
import { placesOf } from './store-places.ts';
import { countUsage } from './usage-tally.ts';

/**
 * The entrypoint behind the edge cache. It serves public, immutable pictures only, and is called only by the gateway,
 * which has checked signatures and chosen the format.
 */
export class CachedPictures extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const cut = parseInternalCutUrl(request.url);
    const rendition = parseInternalRenditionUrl(request.url);
    const storeHash = (cut ?? rendition)?.path.storeHash;
    if (storeHash === undefined || shardsOf(this.env).size === 1) return await this.#serve(request, this.env);
    return await this.#serveAtShard(request, storeHash);
  }

  /** Serves a picture from the shard of its store, or where it is not there from the one that has the store now. */
  async #serveAtShard(request: Request, storeHash: string): Promise<Response> {
    const places = placesOf(this.env);
    const proof = { kind: 'store', value: storeHash } as const;
    const shard = (await places.guess({ storeHash, proof, missStatus: 404 })) ?? DEFAULT_SHARD;
    const response = await this.#serve(request, atShard(this.env, shard));
    if (response.status !== 404) return response;
    const other = await places.find(proof);
    return other === undefined || other === shard ? response : await this.#serve(request, atShard(this.env, other));
  }

  async #serve(request: Request, env: Cloudflare.Env): Promise<Response> {
    const cost = noCost();
    const database = openDatabase(env, cost);
    const deps = {
      bucket: new Bucket(env.BUCKET, cost),
      index: new D1PictureIndex(database),
      refusedOriginals: new D1RefusedOriginals(database),
      mend: mendPicture,
      images: openImages(env, readConfig(env)),
      withoutMetadata,
      nowMs: Date.now,
      wait,
      cost,
    };
    const ifNoneMatch = request.headers.get('If-None-Match');
    const rendition = parseInternalRenditionUrl(request.url);
    const cut = rendition === undefined ? parseInternalCutUrl(request.url) : undefined;
    let response = notFoundResponse();
    if (cut !== undefined) {
      response = await showPlaceholder(deps, missingCut(cut), await serveCut(deps, cut, ifNoneMatch));
    } else if (rendition !== undefined) {
      response = await showPlaceholder(
        deps,
        missingRendition(rendition),
        await serveRendition(deps, rendition, ifNoneMatch),
      );
    }
    const storeHash = (cut ?? rendition)?.path.storeHash;
    if (storeHash !== undefined) {
      const count = { storeHash, requests: 0, renditions: cost.imagesCalls };
      countUsage(env, count, Date.now());
    }
    response.headers.set('Server-Timing', toServerTiming(cost));
    return toEdge(response);
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
