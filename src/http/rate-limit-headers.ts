import type { StoreQuotas } from '../worker/request-quota.ts';

/** The four headers of a counted request, none for any other (contract: BigCommerce section 3). */
export function rateLimitHeaders({ counted }: Pick<StoreQuotas, 'counted'>): Readonly<Record<string, string>> {
  if (counted === undefined) return {};
  const { quota, standing } = counted;
  return {
    'X-Rate-Limit-Time-Window-Ms': String(quota.windowMs),
    'X-Rate-Limit-Time-Reset-Ms': String(standing.resetMs),
    'X-Rate-Limit-Requests-Quota': String(quota.requests),
    'X-Rate-Limit-Requests-Left': String(standing.requestsLeft),
  };
}
