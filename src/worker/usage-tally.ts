import { waitUntil } from 'cloudflare:workers';
import type { Context } from 'hono';
import type { UsageCount } from '../catalogue/store-settings.ts';
import type { AppEnv } from '../http/service.ts';
import { DEFAULT_SHARD, type ShardName } from '../model/shard.ts';
import { noCost } from '../platform/cost.ts';
import { readMovingHashes } from '../storage/moved-stores.ts';
import { D1UsageCounts } from '../storage/usage-store.ts';
import { openShard } from './shards.ts';

/** How often an isolate tells what it has counted: what it counts after the last time is lost with it. */
const TELL_INTERVAL_MS = 60_000;

/** The most stores that are counted between two times. */
const MAX_STORES = 1_000;

/** What this isolate has counted since it told last, by the hashes of stores, with the shard that each was found in. */
const counted = new Map<string, { requests: number; renditions: number; shard: ShardName | undefined }>();
let toldAtMs: number | undefined;

/** Counts a request to an API whose caller was let in, with the pictures that were made for it. */
export function countRequest(c: Context<AppEnv>): void {
  const { store } = c.get('trace');
  if (store === undefined) return;
  const count = { storeHash: store.hash, requests: 1, renditions: c.get('service').cost.imagesCalls };
  countUsage(c.env, count, Date.now());
}

/** Counts one request, or the renditions that were made for it, and tells the database once a minute. */
export function countUsage(env: Cloudflare.Env, { storeHash, requests, renditions }: UsageCount, nowMs: number): void {
  if (requests + renditions === 0) return;
  const before = counted.get(storeHash) ?? { requests: 0, renditions: 0 };
  counted.set(storeHash, {
    requests: before.requests + requests,
    renditions: before.renditions + renditions,
    shard: env.SHARD,
  });
  toldAtMs ??= nowMs;
  if (nowMs - toldAtMs < TELL_INTERVAL_MS && counted.size <= MAX_STORES) return;
  // A session of its own, which only the request opens that tells: its cost is nobody's.
  waitUntil(tellUsage(env, nowMs));
}

/**
 * Tells each shard what was counted of its stores. Counts that cannot be told are lost: they stop no request, and no
 * other shard.
 */
export async function tellUsage(env: Cloudflare.Env, nowMs: number): Promise<void> {
  const byShard = Map.groupBy(counted, ([, { shard }]) => shard);
  counted.clear();
  toldAtMs = nowMs;
  await Promise.all([...byShard].map(([shard, counts]) => tellShard(env, shard, counts, nowMs)));
}

async function tellShard(
  env: Cloudflare.Env,
  shard: ShardName | undefined,
  counts: readonly (readonly [string, Omit<UsageCount, 'storeHash'>])[],
  nowMs: number,
): Promise<void> {
  try {
    const database = openShard(env, shard ?? DEFAULT_SHARD, noCost());
    const moving = shard === undefined ? new Set() : await readMovingHashes(database);
    const untold = counts.flatMap(([storeHash, { requests, renditions }]) => {
      if (!moving.has(storeHash)) return [{ storeHash, requests, renditions }];
      // A store that is being moved is told of next time, wherever it is then.
      counted.set(storeHash, { requests, renditions, shard });
      return [];
    });
    if (untold.length > 0) await new D1UsageCounts(database).add(untold, nowMs);
  } catch (error) {
    console.warn({ event: 'usage-lost', message: String(error) });
  }
}
