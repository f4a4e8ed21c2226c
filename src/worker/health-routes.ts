import { createRouter, type Router } from '../http/router.ts';
import { Bucket } from '../platform/bucket.ts';
import { hasNeededSchema } from '../storage/schema-version.ts';
import { Readiness } from './readiness.ts';
import { openShards } from './shards.ts';

/** How many seconds a caller may wait before it asks again: as long as a result counts. */
const RETRY_AFTER_S = 2;

/**
 * Returns the routes for monitors. `/healthz` says that the Worker runs; `/readyz` asks the database, its schema and the
 * bucket, and names those that are not ready, without internals. Both answer anybody.
 */
export function healthRoutes(readiness: Readiness = new Readiness()): Router {
  const routes = createRouter();
  routes.get('/healthz', (c) => c.text('ok'));
  routes.get('/readyz', async (c) => {
    const { cost } = c.get('service');
    const parts = await readiness.partsNotReady({
      hasSchema: async () => {
        const asked = await Promise.all(openShards(c.env, cost).map(hasNeededSchema));
        return asked.every(Boolean);
      },
      askBucket: () => new Bucket(c.env.BUCKET, cost).has('readyz'),
    });
    if (parts.length === 0) return c.text('ok');
    return c.text(`not ready: ${parts.join(', ')}`, 503, { 'Retry-After': String(RETRY_AFTER_S) });
  });
  return routes;
}
