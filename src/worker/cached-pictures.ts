import { WorkerEntrypoint } from 'cloudflare:workers';
import { Bucket } from '../platform/bucket.ts';
import { noCost, toServerTiming } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { parseInternalCutUrl } from '../delivery/cut-path.ts';
import { serveCut } from '../delivery/cuts.ts';
import { parseInternalRenditionUrl } from '../delivery/rendition-request.ts';
import { serveRendition } from '../delivery/renditions.ts';
import { notFoundResponse } from '../delivery/responses.ts';

/**
 * The entrypoint that the edge cache stands in front of: it serves public, immutable pictures and nothing else.
 * Only the gateway reaches it, after it has checked signatures and settled the format.
 */
export class CachedPictures extends WorkerEntrypoint {
  override async fetch(request: Request): Promise<Response> {
    const cost = noCost();
    const deps = {
      bucket: new Bucket(this.env.BUCKET, cost),
      index: new D1PictureIndex(new Database(this.env.DB, cost)),
      images: this.env.IMAGES,
      cost,
    };
    const ifNoneMatch = request.headers.get('If-None-Match');
    const cut = parseInternalCutUrl(request.url);
    const rendition = parseInternalRenditionUrl(request.url);
    let response = notFoundResponse();
    if (cut !== undefined) response = await serveCut(deps, cut, ifNoneMatch);
    else if (rendition !== undefined) response = await serveRendition(deps, rendition, ifNoneMatch);
    response.headers.set('Server-Timing', toServerTiming(cost));
    return response;
  }

  /** Forgets what the edge keeps under these tags; a purge works for the entrypoint that calls it only. */
  async purge(tags: readonly string[]): Promise<void> {
    // Not emulated on a laptop, where there is no cache to purge either.
    await this.ctx.cache?.purge({ tags: [...tags] });
  }
}
