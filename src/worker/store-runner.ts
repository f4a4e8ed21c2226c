import { DurableObject } from 'cloudflare:workers';
import { jobPresenter } from '../dialects/shoptet/job-presenter.ts';
import { readConfig } from '../http/config.ts';
import { StoreRunner as Runner } from '../jobs/store-runner.ts';
import { isMoving, type ShardName } from '../model/shard.ts';
import { openJobs } from './open-jobs.ts';
import { atShard } from './shards.ts';

/** Where the object keeps the id of its store, because an alarm does not say whose object it calls. */
const STORE_ID = 'store_id';

/** Where it keeps the shard in which its store was when it was woken last. */
const SHARD = 'shard';

/** How long after a run that the database broke off the next one begins. */
const RETRY_MS = 10_000;

/**
 * The Durable Object that does the background work of one store. It runs by alarm, so that it goes on by itself after an
 * eviction or a deployment.
 */
export class StoreRunner extends DurableObject {
  #runner: Runner | undefined;

  /** Begins a run, or has the one that is under way look for more. */
  async wake(storeId: number, shard?: ShardName): Promise<void> {
    const { storage } = this.ctx;
    if (shard !== undefined && storage.kv.get(SHARD) !== shard) storage.kv.put(SHARD, shard);
    if (this.#runner !== undefined) return this.#runner.wake();
    if (storage.kv.get(STORE_ID) !== storeId) storage.kv.put(STORE_ID, storeId);
    await storage.setAlarm(Date.now());
  }

  override async alarm(): Promise<void> {
    const storeId = this.ctx.storage.kv.get<number>(STORE_ID);
    // In maintenance nothing is written; the schedule wakes the runner when that is over.
    if (storeId === undefined || readConfig(this.env).isInMaintenance) return;
    let dueAtMs: number | undefined;
    try {
      // Where the store has moved meanwhile, nothing is found to be done here, and whoever finds it there wakes again.
      const shard = this.ctx.storage.kv.get<ShardName>(SHARD);
      const env = shard === undefined ? this.env : atShard(this.env, shard);
      this.#runner = new Runner(openJobs(env, jobPresenter), storeId);
      dueAtMs = await this.#runner.run();
    } catch (error) {
      if (!isMoving(error)) console.error({ event: 'background-run-failed', storeId, message: String(error) });
      dueAtMs = Date.now() + RETRY_MS;
    }
    this.#runner = undefined;
    if (dueAtMs !== undefined) await this.ctx.storage.setAlarm(dueAtMs);
  }
}
