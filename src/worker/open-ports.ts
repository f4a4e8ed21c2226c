import type { CataloguePorts } from '../catalogue/ports.ts';
import type { Config } from '../http/config.ts';
import type { Service } from '../http/service.ts';
import { fetchRemote } from '../ingest/fetch-remote.ts';
import { MAX_IMAGE_URL_CHARACTERS } from '../ingest/limits.ts';
import { Bucket } from '../platform/bucket.ts';
import type { Cost } from '../platform/cost.ts';
import type { Database } from '../platform/database.ts';
import { scaledPixels } from '../platform/image-pixels.ts';
import { fetchMemory } from '../platform/isolate-memory.ts';
import { R2ImportFolders } from '../storage/import-folders.ts';
import { D1ListingReads } from '../storage/listing-reads.ts';
import { D1MediaLibrary } from '../storage/media-library.ts';
import { R2PictureStore } from '../storage/picture-store.ts';
import { D1ImageReads } from '../storage/image-reads.ts';
import { D1SigningSessions } from '../storage/signing-sessions.ts';
import { DurableGalleries } from './durable-galleries.ts';
import { openImages } from './open-images.ts';

/** What opening the catalogue's ports needs, besides the bindings. */
export interface PortsContext {
  readonly config: Config;
  readonly cost: Cost;
  readonly database: Database;
  readonly urlRules: Service['urlRules'];
}

/** Opens the catalogue's ports, for a request or for a job, with the bucket and the galleries that they use. */
export function openPorts(
  env: Cloudflare.Env,
  { config, cost, database, urlRules }: PortsContext,
): { readonly ports: CataloguePorts; readonly bucket: Bucket; readonly galleries: DurableGalleries } {
  const bucket = new Bucket(env.BUCKET, cost);
  const galleries = new DurableGalleries(env.GALLERIES, cost, config.locationHint, env.SHARD);
  const ports: CataloguePorts = {
    reads: new D1ImageReads(database, Date.now, env.SHARD),
    listings: new D1ListingReads(database, Date.now),
    sessions: new D1SigningSessions(database, Date.now),
    library: new D1MediaLibrary(database),
    galleries,
    pictures: new R2PictureStore(bucket),
    fetchPicture: (target, { maxCharacters = MAX_IMAGE_URL_CHARACTERS, reserve }) =>
      fetchRemote(target, { ...urlRules, maxCharacters, reserve }),
    imports: new R2ImportFolders(bucket),
    scaledPixels: async (bytes, size) => {
      cost.imagesCalls += 1;
      return await scaledPixels(openImages(env, config), bytes, size);
    },
    openMemory: (storeHash, mostBytes) => fetchMemory.open(storeHash, mostBytes),
    nowMs: Date.now,
  };
  return { ports, bucket, galleries };
}
