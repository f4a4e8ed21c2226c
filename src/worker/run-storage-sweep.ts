import { exports } from 'cloudflare:workers';
import { type PurgeReport, purgeDropped } from '../jobs/purge-edge.ts';
import { sweepInRounds, type SweepRunReport } from '../jobs/sweep-rounds.ts';
import { sweep, type SweepLag, type SweepReport } from '../jobs/sweep-storage.ts';
import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1PurgeStore } from '../storage/purge-store.ts';
import { D1SweepStore, sweepBucket } from '../storage/sweep-store.ts';

type SweepBindings = Pick<Cloudflare.Env, 'DB' | 'BUCKET'>;

/** Purges the edge of dropped renditions, as far as the platform lets it in one run. */
export async function runPurge(env: SweepBindings, nowMs: number, cost: Cost = noCost()): Promise<PurgeReport> {
  const store = new D1PurgeStore(new Database(env.DB, cost));
  return await purgeDropped(store, (tags) => exports.CachedPictures.purge(tags), nowMs);
}

/** Makes one round of the storage sweep on the deployment's database and bucket, for the operator; says how far it is behind. */
export async function runStorageSweep(
  env: SweepBindings,
  options: { readonly nowMs: number; readonly isDryRun: boolean },
  cost: Cost = noCost(),
): Promise<SweepReport & { readonly lag: SweepLag }> {
  if (!options.isDryRun) await runPurge(env, options.nowMs, cost);
  const store = new D1SweepStore(new Database(env.DB, cost));
  const report = await sweep(store, sweepBucket(new Bucket(env.BUCKET, cost)), options);
  return { ...report, lag: await store.lag(options.nowMs) };
}

/** Sweeps until nothing is due or the run's time is up, for the schedule. */
export async function runScheduledSweep(
  env: SweepBindings,
  { nowMs, beginsWalks }: { readonly nowMs: () => number; readonly beginsWalks: boolean },
): Promise<SweepRunReport> {
  const cost = noCost();
  const store = new D1SweepStore(new Database(env.DB, cost));
  const callCount = (): number => cost.d1Statements + cost.r2Reads + cost.r2Writes + cost.r2Lists + cost.r2Deletes;
  return await sweepInRounds(store, sweepBucket(new Bucket(env.BUCKET, cost)), { nowMs, beginsWalks, callCount });
}
