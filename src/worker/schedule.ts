import { jobPresenter } from '../dialects/shoptet/job-presenter.ts';
import { readConfig } from '../http/config.ts';
import { runJobsSweep } from '../jobs/sweep-jobs.ts';
import { openJobs } from './open-jobs.ts';
import { runPurge, runScheduledSweep } from './run-storage-sweep.ts';

/** The schedule in wrangler.toml at which walks through the bucket begin; those of every minute go on with them. */
const BEGIN_WALKS = '17 3 * * *';

/** A purge or a sweep that is further behind is reported as a warning. */
const MAX_LAG_MS = 10 * 60 * 1000;

/**
 * Runs what is due: the jobs' sweep, the purge of the edge, and the storage sweep. Where one part fails, the others
 * still run.
 */
export async function runSchedule(
  controller: Pick<ScheduledController, 'cron' | 'scheduledTime'>,
  env: Cloudflare.Env,
) {
  if (readConfig(env).isInMaintenance) return;
  const offsetMs = controller.scheduledTime - Date.now();
  const nowMs = (): number => Date.now() + offsetMs;
  await runJobsSweep(openJobs(env, jobPresenter));
  await runPart('purge', async () => {
    const report = await runPurge(env, nowMs());
    if (report.purges > 0) console.log({ event: 'purged', ...report });
    if (report.lagMs > MAX_LAG_MS) console.warn({ event: 'purge-lags', ...report });
  });
  await runPart('sweep', async () => {
    const report = await runScheduledSweep(env, { nowMs, beginsWalks: controller.cron === BEGIN_WALKS });
    const { droppedKeys, orphans, expiredRows, objectsSeen, lag } = report;
    if (droppedKeys + orphans + expiredRows + objectsSeen > 0) console.log({ event: 'swept', ...report });
    if (lag.droppedKeysMs > MAX_LAG_MS) console.warn({ event: 'sweep-lags', ...report });
  });
}

async function runPart(part: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error({ event: 'schedule-failed', part, message: String(error) });
  }
}
