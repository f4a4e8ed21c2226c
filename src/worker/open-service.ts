import { exports } from 'cloudflare:workers';
import { fromEdge, withoutTags } from '../delivery/edge-cache.ts';
import { type PictureRequest, toInternalRequest } from '../delivery/picture-request.ts';
import { writeBookmark } from '../http/bookmark.ts';
import { readConfig } from '../http/config.ts';
import type { Service } from '../http/service.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { noCost } from '../platform/cost.ts';
import { D1EventWebhookStore } from '../storage/event-webhook-store.ts';
import { D1JobReads } from '../storage/job-reads.ts';
import { D1JobStore } from '../storage/job-store.ts';
import { D1JournalReads } from '../storage/journal-reads.ts';
import { D1LibraryReads } from '../storage/library-reads.ts';
import { D1PictureIndex } from '../storage/picture-index.ts';
import { D1ProductList } from '../storage/product-list.ts';
import { D1ProductReads } from '../storage/product-reads.ts';
import { D1SettingsStore } from '../storage/settings-store.ts';
import { D1ShownProducts } from '../storage/shown-products.ts';
import { D1SizeStore } from '../storage/size-store.ts';
import { D1TokenStore } from '../storage/token-store.ts';
import { D1TrashStore } from '../storage/trash-store.ts';
import { D1UrlKeyStore } from '../storage/url-key-store.ts';
import { D1StoreOrigins } from '../storage/store-origins.ts';
import { D1UploadGrants } from '../storage/upload-grants.ts';
import { D1WebhookStore } from '../storage/webhook-store.ts';
import { readAskedOrigin } from './asked-origin.ts';
import { openPorts } from './open-ports.ts';
import { servePicture } from './serve-picture.ts';
import { openDatabase } from './shards.ts';
import { placesOf } from './store-places.ts';
import { DurableRequestLimiter } from './request-counter.ts';
import { DurableStoreLimiters } from './store-limiter.ts';
import { tellUsage } from './usage-tally.ts';
import { DurableStoreRunners } from './durable-store-runners.ts';

/** Opens the service for one request. @throws where a variable is malformed. */
export function openService(env: Cloudflare.Env, request: Request): Service {
  const config = readConfig(env);
  const { origin, ownHosts, isSandbox } = readAskedOrigin(config, request.url);
  const cost = noCost();
  const database = openDatabase(env, cost, request.headers.get('x-d1-bookmark'));
  const urlRules = {
    allowedHosts: isSandbox ? config.ingestAllowedHosts : [],
    ownHosts,
    isSandbox,
  };
  const { ports, bucket, galleries } = openPorts(env, { config, cost, database, urlRules });
  const urlKeys = new D1UrlKeyStore(database, Date.now);
  const gateway = {
    signingKeys: config.signingKeys,
    urlKeys,
    isAvifEnabled: config.isAvifEnabled,
    // A laptop has no edge cache, and to cross to another entrypoint takes a quarter of a hot picture's time there.
    pictures: config.isLocalSandbox
      ? async (asked: PictureRequest) => withoutTags(await servePicture(env, asked))
      : async (asked: PictureRequest) => fromEdge(await exports.CachedPictures.fetch(toInternalRequest(asked))),
    bucket,
    index: new D1PictureIndex(database),
    nowMs: Date.now(),
  };
  return {
    config,
    isSandbox,
    ports,
    limiter: new DurableRequestLimiter(env.REQUEST_COUNTERS),
    storeLimiters: new DurableStoreLimiters(env.STORE_LIMITERS),
    gateway,
    products: new D1ProductReads(database, Date.now, env.SHARD),
    shownProducts: new D1ShownProducts(database, Date.now),
    productList: new D1ProductList(database, Date.now),
    journal: new D1JournalReads(database, Date.now),
    library: new D1LibraryReads(database, Date.now),
    trash: new D1TrashStore(database, Date.now),
    jobs: {
      jobs: new D1JobStore(database),
      runners: new DurableStoreRunners(env.STORE_RUNNERS, config.locationHint, env.SHARD),
      nowMs: Date.now,
    },
    jobReads: new D1JobReads(database, Date.now),
    webhooks: new D1WebhookStore(database, Date.now),
    eventWebhooks: new D1EventWebhookStore(database, Date.now),
    sizes: new D1SizeStore(database, Date.now),
    settings: new D1SettingsStore(database, Date.now),
    tellUsage: () => tellUsage(env, Date.now()),
    urlKeys,
    tokens: new D1TokenStore(database, Date.now),
    origins:
      env.SHARD === undefined ? new D1StoreOrigins(database) : { isNamed: (named) => isNamedAnywhere(env, named) },
    uploads: new D1UploadGrants(database, Date.now),
    urlRules,
    cost,
    origin,
    bookmark: () => {
      const bookmark = galleries.bookmark ?? database.bookmark;
      return bookmark && writeBookmark(env.SHARD ?? DEFAULT_SHARD, bookmark);
    },
  };
}

/** Returns whether a store of any shard names an origin: a preflight says nothing else. */
const isNamedAnywhere = async (env: Cloudflare.Env, value: string): Promise<boolean> =>
  (await placesOf(env).find({ kind: 'origin', value })) !== undefined;
