import { waitUntil } from 'cloudflare:workers';
import type { Context } from 'hono';
import type { AppEnv } from '../http/service.ts';

/**
 * Wakes the runner of a store that has webhooks after a request that may have changed something there. The caller does not
 * wait for it. Where it fails, the schedule wakes the runner within a minute.
 */
export function wakeToTell(c: Context<AppEnv>): void {
  const service = c.get('service');
  const trace = c.get('trace');
  const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);
  if (trace.store?.hasWebhooks !== true || !isWrite || !c.res.ok) return;
  waitUntil(service.jobs.runners.wake(trace.store.id));
}
