import { sendItems } from './accept-job.ts';
import type { JobDeps } from './job-context.ts';
import { LEASE_MS, MAX_ITEMS_PER_SWEEP, MAX_JOBS_PER_SWEEP } from './limits.ts';

/**
 * Ends jobs that are past their lifetime, sends again the items whose message was lost or whose worker died, sends due
 * webhook deliveries, and deletes old jobs. Runs every minute. Never throws; where one part fails, the others still
 * run.
 */
export async function runJobsSweep(deps: JobDeps): Promise<void> {
  const nowMs = deps.nowMs();
  await runPart('expire', () =>
    deps.jobs.expireJobs(nowMs, deps.presenter.toNote({ kind: 'job-expired' }), MAX_JOBS_PER_SWEEP),
  );
  await runPart('overdue', async () => {
    await sendItems(deps.queue, await deps.jobs.leaseOverdue(nowMs, nowMs + LEASE_MS, MAX_ITEMS_PER_SWEEP));
  });
  await runPart('deliveries', async () => {
    const due = await deps.deliveries.dueIds(nowMs, MAX_ITEMS_PER_SWEEP);
    if (due.length > 0) await deps.queue.send(due.map((deliveryId) => ({ kind: 'delivery', deliveryId })));
  });
  await runPart('forget', () => deps.jobs.removeOldJobs(nowMs, MAX_JOBS_PER_SWEEP));
}

async function runPart(part: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error({ event: 'jobs-sweep-failed', part, message: String(error) });
  }
}
