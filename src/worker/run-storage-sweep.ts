import { Bucket } from '../platform/bucket.ts';
import { noCost, type Cost } from '../platform/cost.ts';
import { Database } from '../platform/database.ts';
import { D1SweepStore, sweepBucket } from '../storage/sweep-store.ts';
import { sweep, type SweepReport } from '../jobs/sweep-storage.ts';

/** Runs the storage sweep once on the deployment's database and bucket, for the schedule and the operator. */
export async function runStorageSweep(
  env: Pick<Cloudflare.Env, 'DB' | 'BUCKET'>,
  options: { readonly nowMs: number; readonly isDryRun: boolean },
  cost: Cost = noCost(),
): Promise<SweepReport> {
  const store = new D1SweepStore(new Database(env.DB, cost));
  return await sweep(store, sweepBucket(new Bucket(env.BUCKET, cost)), options);
}
