import type { JobDeps } from './job-context.ts';
import { ITEMS_PER_SWEEP_STEP, MAX_SWEEP_MS, STORES_PER_SWEEP } from './limits.ts';

/**
 * Ends jobs that are past their lifetime, wakes the runners of stores with work that is due, and deletes old jobs. Runs
 * every minute. Never throws; where one part fails, the others still run.
 */
export async function runJobsSweep(deps: JobDeps): Promise<void> {
  const endMs = deps.nowMs() + MAX_SWEEP_MS;
  const note = deps.presenter.toNote({ kind: 'job-expired' }, undefined);
  await runPart('wake', () => wakeStores(deps));
  await runPart('expire', () => repeatUntil(endMs, deps, (nowMs, limit) => deps.jobs.expireItems(nowMs, note, limit)));
  await runPart('forget', () => repeatUntil(endMs, deps, (nowMs, limit) => deps.jobs.removeOldItems(nowMs, limit)));
}

async function wakeStores(deps: JobDeps): Promise<void> {
  const storeIds = await deps.jobs.storesToWake(deps.nowMs(), STORES_PER_SWEEP);
  await Promise.all(storeIds.map((storeId) => deps.runners.wake(storeId)));
}

/** Takes steps until one finds nothing to do, or the time is up. */
async function repeatUntil(
  endMs: number,
  deps: JobDeps,
  step: (nowMs: number, limit: number) => Promise<boolean>,
): Promise<void> {
  while (deps.nowMs() < endMs && (await step(deps.nowMs(), ITEMS_PER_SWEEP_STEP)));
}

async function runPart(part: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error({ event: 'jobs-sweep-failed', part, message: String(error) });
  }
}
