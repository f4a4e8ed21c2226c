import { unsealWebhookKey } from '../access/sealed-secrets.ts';
import type { CataloguePorts } from '../catalogue/ports.ts';
import { toJobNote } from '../dialects/v1/job-note.ts';
import { presentEvent } from '../dialects/v1/standard-webhook.ts';
import { isSandboxAt, readConfig } from '../http/config.ts';
import { openPorts } from './open-ports.ts';
import type { UrlRules } from '../ingest/url-rules.ts';
import { fetchRemote } from '../ingest/fetch-remote.ts';
import type { JobDeps, JobPresenter } from '../jobs/job-context.ts';
import { JOB_FETCH_TIMEOUT_MS, MAX_BATCH_FILE_BYTES, MAX_SOURCE_URL_CHARACTERS } from '../jobs/limits.ts';
import { sendWebhook } from '../jobs/send-webhook.ts';
import { noCost } from '../platform/cost.ts';
import { D1DeliveryStore } from '../storage/delivery-store.ts';
import { D1JobStore } from '../storage/job-store.ts';
import { D1ProductReads } from '../storage/product-reads.ts';
import { D1ShownProducts } from '../storage/shown-products.ts';
import { DurableStoreRunners } from './durable-store-runners.ts';
import { openDatabase } from './shards.ts';

/** Opens everything that processing jobs depends on, outside of any request. @throws where a variable is malformed. */
export function openJobs(env: Cloudflare.Env, presenter: JobPresenter): JobDeps {
  const config = readConfig(env);
  const cost = noCost();
  const database = openDatabase(env, cost);
  const publicHosts = config.publicOrigin === undefined ? [] : [new URL(config.publicOrigin).host];
  const rulesFor = (origin: string): UrlRules => {
    const { host, hostname } = new URL(origin);
    const isSandbox = isSandboxAt(config, hostname);
    return {
      allowedHosts: isSandbox ? config.ingestAllowedHosts : [],
      ownHosts: [...publicHosts, host],
      isSandbox,
      maxCharacters: MAX_SOURCE_URL_CHARACTERS,
    };
  };
  // A webhook's URL was checked for the host of the request that registered it.
  const webhookRules: UrlRules = {
    allowedHosts: config.ingestAllowedHosts,
    ownHosts: publicHosts,
    maxCharacters: MAX_SOURCE_URL_CHARACTERS,
  };
  const catalogue = (origin: string): CataloguePorts => ({
    ...openPorts(env, { config, cost, database, urlRules: rulesFor(origin) }).ports,
    fetchPicture: (url, { reserve }) =>
      fetchRemote(url, { ...rulesFor(origin), timeoutMs: JOB_FETCH_TIMEOUT_MS, reserve }),
  });
  return {
    jobs: new D1JobStore(database),
    deliveries: new D1DeliveryStore(database),
    runners: new DurableStoreRunners(env.STORE_RUNNERS, config.locationHint, env.SHARD),
    products: new D1ProductReads(database, Date.now),
    shownProducts: new D1ShownProducts(database, Date.now),
    catalogue,
    fetchFile: async (url, origin) => {
      const file = await fetchRemote(url, { ...rulesFor(origin), maxBytes: MAX_BATCH_FILE_BYTES });
      return file.ok ? { ok: true, value: file.value.bytes } : file;
    },
    sendWebhook: (url, message) => sendWebhook(url, message, webhookRules),
    unsealKey: (storeId, sealedKey) => unsealWebhookKey(config.secretsKeys, storeId, sealedKey),
    presenter: {
      ...presenter,
      toNote: (fault, api) => (api === 'v1' ? toJobNote(fault) : presenter.toNote(fault, api)),
    },
    presentEvent,
    nowMs: Date.now,
  };
}
