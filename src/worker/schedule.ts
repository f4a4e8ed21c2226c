import { jobPresenter } from '../dialects/shoptet/job-presenter.ts';
import { readConfig } from '../http/config.ts';
import { runJobsSweep } from '../jobs/sweep-jobs.ts';
import { openJobs } from './open-jobs.ts';
import { tidyMoves } from './run-store-move.ts';
import { runPurge, runScheduledSweep } from './run-storage-sweep.ts';
import { atShard, shardsOf } from './shards.ts';

/** The schedule in wrangler.toml at which walks through the bucket begin; those of every minute go on with them. */
const BEGIN_WALKS = '17 3 * * *';

/** A purge or a sweep that is further behind is reported as a warning. */
const MAX_LAG_MS = 10 * 60 * 1000;

/**
 * Runs what is due: the jobs' sweep, the purge of the edge, and the storage sweep. Where one part fails, the others
 * still run. Of several shards each has a run of its own, beside the others, so that one that is slow or does not answer
 * keeps none of them.
 */
export async function runSchedule(
  controller: Pick<ScheduledController, 'cron' | 'scheduledTime'>,
  env: Cloudflare.Env,
) {
  if (readConfig(env).isInMaintenance) return;
  const shards = [...shardsOf(env).keys()];
  if (shards.length === 1) return await runAtShard(controller, env);
  // The platform takes few purges a minute: another shard begins each time.
  const first = Math.floor(controller.scheduledTime / 60_000) % shards.length;
  const inTurn = [...shards.slice(first), ...shards.slice(0, first)].map((shard) => atShard(env, shard));
  await Promise.all([
    ...inTurn.map((at) => runPart('shard', () => runAtShard(controller, at))),
    tidyMoves(env, controller.scheduledTime),
  ]);
}

async function runAtShard(
  controller: Pick<ScheduledController, 'cron' | 'scheduledTime'>,
  env: Cloudflare.Env,
): Promise<void> {
  const offsetMs = controller.scheduledTime - Date.now();
  const nowMs = (): number => Date.now() + offsetMs;
  const shard = env.SHARD === undefined ? {} : { shard: env.SHARD };
  await runJobsSweep(openJobs(env, jobPresenter));
  await runPart('purge', async () => {
    const report = await runPurge(env, nowMs());
    if (report.purges > 0) console.log({ event: 'purged', ...shard, ...report });
    if (report.lagMs > MAX_LAG_MS) console.warn({ event: 'purge-lags', ...shard, ...report });
  });
  await runPart('sweep', async () => {
    const report = await runScheduledSweep(env, { nowMs, beginsWalks: controller.cron === BEGIN_WALKS });
    const { droppedKeys, orphans, expiredRows, objectsSeen, lag } = report;
    if (droppedKeys + orphans + expiredRows + objectsSeen > 0) console.log({ event: 'swept', ...shard, ...report });
    if (lag.droppedKeysMs > MAX_LAG_MS) console.warn({ event: 'sweep-lags', ...shard, ...report });
  });
}

async function runPart(part: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error({ event: 'schedule-failed', part, message: String(error) });
  }
}
