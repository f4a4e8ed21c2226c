import { exports } from 'cloudflare:workers';
import { type PurgeReport, purgeDropped } from '../jobs/purge-edge.ts';
import { sweepInRounds, type SweepRunReport } from '../jobs/sweep-rounds.ts';
import { sweep, type SweepLag, type SweepReport, SWEEP_WALKS, type SweepWalk } from '../jobs/sweep-storage.ts';
import { DEFAULT_SHARD } from '../model/shard.ts';
import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { D1PurgeStore } from '../storage/purge-store.ts';
import { SharedBucketSweepStore } from '../storage/shared-bucket.ts';
import { D1SweepStore, sweepBucket } from '../storage/sweep-store.ts';
import { openDatabase, openShards, shardsOf } from './shards.ts';

/** Purges the edge of the renditions that a shard dropped, as far as the platform lets it in one run. */
export async function runPurge(env: Cloudflare.Env, nowMs: number, cost: Cost = noCost()): Promise<PurgeReport> {
  const store = new D1PurgeStore(openDatabase(env, cost));
  return await purgeDropped(store, (tags) => exports.CachedPictures.purge(tags), nowMs);
}

/** Makes one round of the storage sweep of a shard and the bucket, for the operator; says how far it is behind. */
export async function runStorageSweep(
  env: Cloudflare.Env,
  options: { readonly nowMs: number; readonly isDryRun: boolean },
  cost: Cost = noCost(),
): Promise<SweepReport & { readonly lag: SweepLag }> {
  if (!options.isDryRun) await runPurge(env, options.nowMs, cost);
  const { store, walks } = openSweep(env, cost);
  const report = await sweep(store, sweepBucket(new Bucket(env.BUCKET, cost)), { ...options, walks });
  return { ...report, lag: await store.lag(options.nowMs) };
}

/** Sweeps a shard until nothing is due or the run's time is up, for the schedule. */
export async function runScheduledSweep(
  env: Cloudflare.Env,
  { nowMs, beginsWalks }: { readonly nowMs: () => number; readonly beginsWalks: boolean },
): Promise<SweepRunReport> {
  const cost = noCost();
  const { store, walks } = openSweep(env, cost);
  const calls = (): number => cost.d1Statements + cost.r2Reads + cost.r2Writes + cost.r2Lists + cost.r2Deletes;
  // What the platform allows of an invocation is for all shards.
  const callCount = (): number => calls() * shardsOf(env).size;
  const run = { nowMs, beginsWalks, walks, callCount };
  return await sweepInRounds(store, sweepBucket(new Bucket(env.BUCKET, cost)), run);
}

/** Opens the sweep of a shard. The one bucket is walked through by that of the default shard, which asks all of them. */
function openSweep(
  env: Cloudflare.Env,
  cost: Cost,
): { readonly store: D1SweepStore; readonly walks: readonly SweepWalk[] } {
  const database = openDatabase(env, cost);
  if (env.SHARD === undefined) return { store: new D1SweepStore(database), walks: SWEEP_WALKS };
  if (env.SHARD !== DEFAULT_SHARD) return { store: new D1SweepStore(database), walks: ['history'] };
  const [, ...others] = openShards(env, cost);
  return { store: new SharedBucketSweepStore(database, others), walks: SWEEP_WALKS };
}
