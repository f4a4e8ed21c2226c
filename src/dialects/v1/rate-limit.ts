import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../../http/service.ts';

/**
 * Middleware that adds `RateLimit` and `RateLimit-Policy` to the answers of stores with a quota, in the form of the
 * IETF's draft: how many requests are left, and in how many seconds the window ends.
 */
export const withRateLimit: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const { counted } = c.get('service').limiter;
  if (counted === undefined) return;
  const { quota, status } = counted;
  c.res.headers.set('RateLimit-Policy', `"requests";q=${quota.requests};w=${Math.ceil(quota.windowMs / 1000)}`);
  c.res.headers.set('RateLimit', `"requests";r=${status.requestsLeft};t=${Math.ceil(status.resetMs / 1000)}`);
};
