import { exports } from 'cloudflare:workers';
import type { Context } from 'hono';
import { createRouter, type Router } from '../http/router.ts';
import type { AppEnv, Service } from '../http/service.ts';
import type { CheckOptions } from '../jobs/check-storage.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { sha256Hex } from '../platform/digest.ts';
import { openService } from './open-service.ts';
import { runStorageCheck } from './run-storage-check.ts';
import { runUndo } from './run-undo.ts';
import { runStorageSweep } from './run-storage-sweep.ts';
import { runStoreMove } from './run-store-move.ts';
import { atShard, shardsOf } from './shards.ts';
import { placesOf } from './store-places.ts';

/**
 * Returns the operator's routes, which need the secret OPERATOR_TOKEN as a bearer token. They answer 404 to requests
 * without it, and where the deployment has no such secret.
 */
export function operatorRoutes(): Router {
  const routes = createRouter();
  routes.use(async (c, next) => {
    const expected = c.get('service').config.operatorToken;
    const [scheme, given = ''] = (c.req.header('Authorization') ?? '').split(' ');
    const isOperator = expected !== undefined && scheme === 'Bearer' && (await isSame(given, expected));
    return isOperator ? await next() : await c.notFound();
  });
  routes.post('/sweep', async (c) => {
    // A restore can be taken back only while the bytes of both states are there.
    if (c.get('service').config.isInMaintenance)
      return c.text('The service is in maintenance: nothing is swept.\n', 503);
    const isDryRun = c.req.query('dry_run') === 'true';
    const shard = [...shardsOf(c.env).keys()].find((name) => name === (c.req.query('shard') ?? DEFAULT_SHARD));
    if (shard === undefined) return await c.notFound();
    const env = shardsOf(c.env).size === 1 ? c.env : atShard(c.env, shard);
    return c.json(await runStorageSweep(env, { nowMs: Date.now(), isDryRun }, c.get('service').cost));
  });
  routes.post('/undo', async (c) => {
    if (c.get('service').config.isInMaintenance)
      return c.text('The service is in maintenance: nothing is changed.\n', 503);
    const { store = '', product = '', version = '' } = c.req.query();
    if (!/^\d{1,15}$/.test(version)) return await c.notFound();
    const { env, service: at } = await serviceOfStore(c, store);
    return c.json(await runUndo(env, at, { storeHash: store, product, toVersion: Number(version) }));
  });
  routes.post('/move', async (c) => {
    if (c.get('service').config.isInMaintenance)
      return c.text('The service is in maintenance: nothing is moved.\n', 503);
    const { store: storeHash = '', to = '', abort } = c.req.query();
    return c.json(await runStoreMove(c.env, { storeHash, to, isAbort: abort === 'true' }, Date.now()));
  });
  routes.post('/purge', async (c) => c.json({ isPurged: await exports.CachedPictures.purgeEverything() }));
  routes.post('/check', async (c) => {
    const { prefix, after, hashes, repair } = c.req.query();
    if (prefix !== 'originals/' && prefix !== 'derived/') return await c.notFound();
    const options: CheckOptions = {
      prefix,
      after,
      nowMs: Date.now(),
      readsBytes: hashes === 'true',
      repairs: repair === 'true',
    };
    return c.json(await runStorageCheck(c.env, options, c.get('service').cost));
  });
  return routes;
}

/** Opens the service for a store, in whichever shard it is. */
async function serviceOfStore(
  { env, req, var: { service } }: Context<AppEnv>,
  storeHash: string,
): Promise<{ readonly env: Cloudflare.Env; readonly service: Service }> {
  if (shardsOf(env).size === 1) return { env, service };
  const shard = (await placesOf(env).find({ kind: 'store', value: storeHash })) ?? DEFAULT_SHARD;
  const at = atShard(env, shard);
  return { env: at, service: openService(at, req.raw) };
}

/** Compares two secrets by their digests, in a time that reveals nothing about either. */
async function isSame(given: string, expected: string): Promise<boolean> {
  const encoder = new TextEncoder();
  const [a, b] = await Promise.all([sha256Hex(encoder.encode(given)), sha256Hex(encoder.encode(expected))]);
  return crypto.subtle.timingSafeEqual(encoder.encode(a), encoder.encode(b));
}
