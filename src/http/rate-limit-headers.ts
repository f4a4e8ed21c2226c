import type { Service } from './service.ts';

/** The four headers of a counted request, none for any other (BC-8). */
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
