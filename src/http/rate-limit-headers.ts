import type { Service } from './service.ts';

/** Returns the four rate-limit headers of a request that was counted against a quota; none for others (BC-8). */
export function rateLimitHeaders({ counted }: Pick<Service['limiter'], 'counted'>): Readonly<Record<string, string>> {
  if (counted === undefined) return {};
  const { quota, status } = counted;
  return {
    'X-Rate-Limit-Time-Window-Ms': String(quota.windowMs),
    'X-Rate-Limit-Time-Reset-Ms': String(status.resetMs),
    'X-Rate-Limit-Requests-Quota': String(quota.requests),
    'X-Rate-Limit-Requests-Left': String(status.requestsLeft),
  };
}
