import { Bucket } from '../platform/bucket.ts';
import { noCost, toServerTiming } from '../platform/cost.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { mendPicture } from '../ingest/mend.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { D1RefusedOriginals } from '../storage/refused-originals.ts';
import { serveCut } from '../delivery/cuts.ts';
import type { PictureRequest } from '../delivery/picture-request.ts';
import { missingCut, missingRendition, showPlaceholder } from '../delivery/placeholder.ts';
import { serveRendition } from '../delivery/renditions.ts';
import { wait } from '../platform/timer.ts';
import { withoutMetadata } from '../ingest/without-metadata.ts';
import { readConfig } from '../http/config.ts';
import { openImages } from './open-images.ts';
import { atShard, openDatabase, shardsOf } from './shards.ts';
import { placesOf } from './store-places.ts';
import { countUsage } from './usage-tally.ts';

/**
 * Serves a public, immutable picture, of which signature and format were checked before, from the shard of its store, or
 * where it is not there from the one that has the store now.
 */
export async function servePicture(env: Cloudflare.Env, asked: PictureRequest): Promise<Response> {
  if (shardsOf(env).size === 1) return await serve(asked, env);
  const places = placesOf(env);
  const storeHash = storeHashOf(asked);
  const proof = { kind: 'store', value: storeHash } as const;
  const shard = (await places.guess({ storeHash, proof, missStatus: 404 })) ?? DEFAULT_SHARD;
  const response = await serve(asked, atShard(env, shard));
  if (response.status !== 404) return response;
  const other = await places.find(proof);
  return other === undefined || other === shard ? response : await serve(asked, atShard(env, other));
}

const storeHashOf = (asked: PictureRequest): string =>
  (asked.kind === 'cut' ? asked.cut : asked.rendition).path.storeHash;

async function serve(asked: PictureRequest, env: Cloudflare.Env): Promise<Response> {
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
  const { ifNoneMatch } = asked;
  const response =
    asked.kind === 'cut'
      ? await showPlaceholder(deps, missingCut(asked.cut), await serveCut(deps, asked.cut, ifNoneMatch))
      : await showPlaceholder(
          deps,
          missingRendition(asked.rendition),
          await serveRendition(deps, asked.rendition, ifNoneMatch),
        );
  countUsage(env, { storeHash: storeHashOf(asked), requests: 0, renditions: cost.imagesCalls }, Date.now());
  response.headers.set('Server-Timing', toServerTiming(cost));
  return response;
}
