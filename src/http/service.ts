import { StoreQuotas, UNLIMITED } from '../worker/request-quota.ts';
import type { CataloguePorts } from '../catalogue/ports.ts';
import { readConfig, type Config } from './config.ts';
import type { GatewayDeps } from '../delivery/gateway.ts';
import type { CachedPictures } from '../worker/cached-pictures.ts';
import { DurableGalleries } from '../worker/durable-galleries.ts';
import { isolateMemory } from '../ingest/isolate-memory.ts';
import { fetchRemote } from '../ingest/remote.ts';
import type { UrlRules } from '../ingest/remote-rules.ts';
import type { AcceptDeps } from '../jobs/accept.ts';
import { CloudflareJobQueue } from '../worker/job-queue.ts';
import type { WebhookStore } from '../jobs/webhook-ports.ts';
import { DurableGates, type Gates } from '../worker/durable-store-limiter.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { R2ImportFolders } from '../storage/import-folders.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { D1JobStore } from '../storage/job-store.ts';
import { D1ProductReads } from '../storage/product-reads.ts';
import { D1WebhookStore } from '../storage/webhook-store.ts';
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
  /** Products by GUID. */
  readonly products: ProductReads;
  readonly jobs: AcceptDeps;
  readonly webhooks: WebhookStore;
  readonly gates: Gates;
  /** What may be fetched from and called. */
  readonly urlRules: Omit<UrlRules, 'maxCharacters'>;
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

/** What the catalogue's ports are opened with. */
export interface PortsContext {
  readonly config: Config;
  readonly cost: Cost;
  readonly database: Database;
  readonly urlRules: Service['urlRules'];
}

/** Opens the catalogue's ports, for a request or for a job. */
export function openPorts(
  { env, cachedPictures }: Platform,
  { config, cost, database, urlRules }: PortsContext,
): { readonly ports: CataloguePorts; readonly bucket: Bucket; readonly galleries: DurableGalleries } {
  const bucket = new Bucket(env.BUCKET, cost);
  const galleries = new DurableGalleries(env.GALLERIES, cost, config.locationHint);
  const ports: CataloguePorts = {
    reads: new D1CatalogueReads(database, Date.now),
    listings: new D1ListingReads(database, Date.now),
    sessions: new D1SigningSessions(database, Date.now),
    library: new D1MediaLibrary(database),
    galleries,
    pictures: new R2PictureStore(bucket, (tags) => cachedPictures.purge(tags)),
    fetchPicture: (target, maxCharacters) =>
      fetchRemote(target, { ...urlRules, ...(maxCharacters === undefined ? {} : { maxCharacters }) }),
    imports: new R2ImportFolders(bucket),
    quotas: UNLIMITED,
    holdBytes: (byteCount, work) => isolateMemory.hold(byteCount, work),
    nowMs: Date.now,
  };
  return { ports, bucket, galleries };
}

/** Opens the service for one request. @throws where the settings are not fit to run with. */
export function openService({ env, cachedPictures }: Platform, request: Request): Service {
  const config = readConfig(env);
  const url = new URL(request.url);
  const origin = config.publicOrigin ?? url.origin;
  const cost = noCost();
  const database = new Database(env.DB, cost, request.headers.get('x-d1-bookmark') ?? undefined);
  const urlRules = { allowedHosts: config.ingestAllowedHosts, ownHosts: [url.host, new URL(origin).host] };
  const { ports, bucket, galleries } = openPorts({ env, cachedPictures }, { config, cost, database, urlRules });
  const gateway = {
    signingKeys: config.signingKeys,
    isAvifEnabled: config.isAvifEnabled,
    cachedPictures,
    bucket,
    index: new D1PictureIndex(database),
    nowMs: Date.now(),
  };
  return {
    config,
    ports,
    quotas: new StoreQuotas(env.REQUEST_COUNTERS),
    gateway,
    products: new D1ProductReads(database, Date.now),
    jobs: { jobs: new D1JobStore(database), queue: new CloudflareJobQueue(env.JOBS), nowMs: Date.now },
    webhooks: new D1WebhookStore(database, Date.now),
    gates: new DurableGates(env.STORE_GATES),
    urlRules,
    cost,
    origin,
    bookmark: () => galleries.bookmark ?? database.bookmark,
  };
}
