import { StoreQuotas, UNLIMITED } from '../access/store-quotas.ts';
import type { CataloguePorts } from '../catalogue/ports.ts';
import { readConfig, type Config } from '../config.ts';
import type { GatewayDeps } from '../delivery/gateway.ts';
import type { CachedPictures } from '../delivery/cached-pictures.ts';
import { DurableGalleries } from '../gallery/galleries.ts';
import { isolateMemory } from '../ingest/isolate-memory.ts';
import { fetchRemote } from '../ingest/remote.ts';
import { Bucket } from '../storage/bucket.ts';
import { noCost, type Cost } from '../storage/cost.ts';
import { Database } from '../storage/database.ts';
import { R2ImportFolders } from '../storage/import-folders.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { D1ListingReads } from '../storage/listing-reads.ts';
import { D1MediaLibrary } from '../storage/media-library.ts';
import { R2PictureStore } from '../storage/picture-store.ts';
import { D1CatalogueReads } from '../storage/reads.ts';
import { D1SigningSessions } from '../storage/signing-sessions.ts';

/** One request's view of the service: its ports, and what they have cost so far. */
export interface Service {
  readonly config: Config;
  readonly ports: CataloguePorts;
  /** Counts this request, for the dialects that have quotas. */
  readonly quotas: StoreQuotas;
  readonly gateway: GatewayDeps;
  readonly cost: Cost;
  /** What URLs in answers begin with. */
  readonly origin: string;
  /** The newest point in the database's history that this request has seen. */
  bookmark(): string | null;
}

/** What the platform hands to every request. */
export interface Platform {
  readonly env: Cloudflare.Env;
  /** The entrypoint behind the edge cache. */
  readonly cachedPictures: Pick<CachedPictures, 'purge'> & GatewayDeps['cachedPictures'];
}

/** Opens the service for one request. @throws where the settings are not fit to run with. */
export function openService({ env, cachedPictures }: Platform, request: Request): Service {
  const config = readConfig(env);
  const url = new URL(request.url);
  const origin = config.publicOrigin ?? url.origin;
  const cost = noCost();
  const database = new Database(env.DB, cost, request.headers.get('x-d1-bookmark') ?? undefined);
  const bucket = new Bucket(env.BUCKET, cost);
  const galleries = new DurableGalleries(env.GALLERIES, cost, config.locationHint);
  const ownHosts = [url.host, new URL(origin).host];
  const ports: CataloguePorts = {
    reads: new D1CatalogueReads(database, Date.now),
    listings: new D1ListingReads(database, Date.now),
    sessions: new D1SigningSessions(database, Date.now),
    library: new D1MediaLibrary(database),
    galleries,
    pictures: new R2PictureStore(bucket, (tags) => cachedPictures.purge(tags)),
    fetchPicture: (target, maxCharacters) =>
      fetchRemote(target, {
        allowedHosts: config.ingestAllowedHosts,
        ownHosts,
        ...(maxCharacters === undefined ? {} : { maxCharacters }),
      }),
    imports: new R2ImportFolders(bucket),
    quotas: UNLIMITED,
    holdBytes: (byteCount, work) => isolateMemory.hold(byteCount, work),
    nowMs: Date.now,
  };
  const gateway = {
    signingKeys: config.signingKeys,
    isAvifEnabled: config.isAvifEnabled,
    cachedPictures,
    bucket,
    index: new D1PictureIndex(database),
    nowMs: Date.now(),
  };
  const quotas = new StoreQuotas(env.REQUEST_COUNTERS);
  return { config, ports, quotas, gateway, cost, origin, bookmark: () => galleries.bookmark ?? database.bookmark };
}
