import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1SweepStore, sweepBucket } from '../storage/sweep-store.ts';
import { sweep, type SweepReport } from '../jobs/sweep-storage.ts';

/** One run of the sweep on the service's own stores, as cron and the operator call it. */
export async function runStorageSweep(
  env: Pick<Cloudflare.Env, 'DB' | 'BUCKET'>,
  options: { readonly nowMs: number; readonly isDryRun: boolean },
  cost: Cost = noCost(),
): Promise<SweepReport> {
  const store = new D1SweepStore(new Database(env.DB, cost));
  return await sweep(store, sweepBucket(new Bucket(env.BUCKET, cost)), options);
}
