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
import { notFoundResponse } from '../delivery/responses.ts';
import { withoutMetadata } from '../ingest/without-metadata.ts';
import { readConfig } from '../http/config.ts';
import { openImages } from './open-images.ts';
import { atShard, openDatabase, shardsOf } from './shards.ts';
import { placesOf } from './store-places.ts';
import { countUsage } from './usage-tally.ts';

/**
 * Serves a public, immutable picture by an internal URL, of which signature and format were checked before, from the shard
 * of its store, or where it is not there from the one that has the store now.
 */
export async function servePicture(env: Cloudflare.Env, request: Request): Promise<Response> {
  const cut = parseInternalCutUrl(request.url);
  const rendition = cut === undefined ? parseInternalRenditionUrl(request.url) : undefined;
  const asked = { cut, rendition, ifNoneMatch: request.headers.get('If-None-Match') };
  const storeHash = (cut ?? rendition)?.path.storeHash;
  if (storeHash === undefined || shardsOf(env).size === 1) return await serve(asked, env);
  const places = placesOf(env);
  const proof = { kind: 'store', value: storeHash } as const;
  const shard = (await places.guess({ storeHash, proof, missStatus: 404 })) ?? DEFAULT_SHARD;
  const response = await serve(asked, atShard(env, shard));
  if (response.status !== 404) return response;
  const other = await places.find(proof);
  return other === undefined || other === shard ? response : await serve(asked, atShard(env, other));
}

/** What an internal URL asks for: one of the two, or nothing where it is no such URL. */
interface Asked {
  readonly cut: ReturnType<typeof parseInternalCutUrl>;
  readonly rendition: ReturnType<typeof parseInternalRenditionUrl>;
  readonly ifNoneMatch: string | null;
}

async function serve({ cut, rendition, ifNoneMatch }: Asked, env: Cloudflare.Env): Promise<Response> {
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
  return response;
}
