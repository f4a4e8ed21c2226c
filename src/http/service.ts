import type { RequestLimiter, CountedRequest } from '../access/fixed-window-limiter.ts';
import type { StoreLimiters } from '../access/store-limiter.ts';
import type { OriginReads } from '../catalogue/origin-reads.ts';
import type { CataloguePorts } from '../catalogue/ports.ts';
import type { JournalReads } from '../catalogue/journal-reads.ts';
import type { LibraryReads } from '../catalogue/library-reads.ts';
import type { ProductListReads } from '../catalogue/product-list.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import type { ShownProductReads } from '../catalogue/shown-products.ts';
import type { SizeStore } from '../catalogue/sizes.ts';
import type { SettingsStore } from '../catalogue/store-settings.ts';
import type { TokenStore } from '../catalogue/tokens.ts';
import type { TrashStore } from '../catalogue/trash.ts';
import type { UrlKeyStore } from '../catalogue/url-keys.ts';
import type { UploadGrants } from '../catalogue/upload-grants.ts';
import type { GatewayDeps } from '../delivery/gateway.ts';
import type { UrlRules } from '../ingest/url-rules.ts';
import type { AcceptDeps } from '../jobs/accept-job.ts';
import type { JobReads } from '../jobs/job-reads.ts';
import type { EventWebhookStore } from '../jobs/event-webhooks.ts';
import type { WebhookStore } from '../jobs/webhooks.ts';
import type { Cost } from '../platform/cost.ts';
import type { Config } from './config.ts';
import type { Readers } from './cross-origin.ts';
import type { RequestTrace } from './request-trace.ts';

/** Everything that the handlers of one request use: configuration, ports, and the cost so far. */
export interface Service {
  readonly config: Config;
  /** This request came to a local sandbox. */
  readonly isSandbox: boolean;
  readonly ports: CataloguePorts;
  /**
   * Counts this request against its store's quota; `counted` is that quota, undefined while it has not been counted.
   */
  readonly limiter: RequestLimiter & { readonly counted: CountedRequest | undefined };
  /** The leaky buckets and write locks of all stores, for Shoptet. */
  readonly storeLimiters: StoreLimiters;
  readonly gateway: GatewayDeps;
  /** Reads of products by GUID. */
  readonly products: ProductReads;
  /** Reads of products with the facts of their media. */
  readonly shownProducts: ShownProductReads;
  readonly productList: ProductListReads;
  readonly journal: JournalReads;
  readonly library: LibraryReads;
  readonly trash: TrashStore;
  readonly jobs: AcceptDeps;
  readonly jobReads: JobReads;
  /** The webhooks of the Shoptet API. */
  readonly webhooks: WebhookStore;
  readonly eventWebhooks: EventWebhookStore;
  readonly sizes: SizeStore;
  readonly settings: SettingsStore;
  /** Tells the database what this isolate has counted of the use of stores. */
  tellUsage(): Promise<void>;
  readonly urlKeys: UrlKeyStore;
  readonly tokens: TokenStore;
  readonly origins: OriginReads;
  readonly uploads: UploadGrants;
  /** Which URLs may be fetched or called. */
  readonly urlRules: Omit<UrlRules, 'maxCharacters'>;
  readonly cost: Cost;
  /** The origin that URLs in answers begin with. */
  readonly origin: string;
  /** The newest point in the database's history that this request has seen. */
  bookmark(): string | null;
}

/** The types of Hono's context in this service. */
export interface AppEnv {
  Bindings: Cloudflare.Env;
  Variables: {
    service: Service;
    trace: RequestTrace;
    /** Whose pages may read the answer; undefined until it is known whose request it is. */
    readers: Readers | undefined;
  };
}
