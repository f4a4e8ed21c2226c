import type { RequestLimiter, CountedRequest } from '../access/fixed-window-limiter.ts';
import type { StoreLimiters } from '../access/store-limiter.ts';
import type { CataloguePorts } from '../catalogue/ports.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import type { GatewayDeps } from '../delivery/gateway.ts';
import type { UrlRules } from '../ingest/remote-rules.ts';
import type { AcceptDeps } from '../jobs/accept-job.ts';
import type { WebhookStore } from '../jobs/webhooks.ts';
import type { Cost } from '../platform/cost.ts';
import type { Config } from './config.ts';

/** One request's view of the service: its ports, and what they have cost so far. */
export interface Service {
  readonly config: Config;
  readonly ports: CataloguePorts;
  /** Counts this request, for the dialects that have quotas, and remembers what it was counted against. */
  readonly limiter: RequestLimiter & { readonly counted: CountedRequest | undefined };
  /** The leaky buckets and write locks of the dialect that has them. */
  readonly storeLimiters: StoreLimiters;
  readonly gateway: GatewayDeps;
  /** Products by GUID. */
  readonly products: ProductReads;
  readonly jobs: AcceptDeps;
  readonly webhooks: WebhookStore;
  /** What may be fetched from and called. */
  readonly urlRules: Omit<UrlRules, 'maxCharacters'>;
  readonly cost: Cost;
  /** What URLs in answers begin with. */
  readonly origin: string;
  /** The newest point in the database's history that this request has seen. */
  bookmark(): string | null;
}

/** What Hono's context carries in this service. */
export interface AppEnv {
  Bindings: Cloudflare.Env;
  Variables: { service: Service };
}
