import { sendItems } from './accept-job.ts';
import type { JobDeps } from './job-context.ts';
import { LEASE_MS, MAX_ITEMS_PER_SWEEP, MAX_JOBS_PER_SWEEP } from './limits.ts';

/**
 * Finds what was left lying: items whose message was lost or whose worker died, jobs that did not end in time,
 * deliveries that are due, and jobs nobody needs any more. Runs every minute; each part for itself.
 */
export async function runJobsSweep(deps: JobDeps): Promise<void> {
  const nowMs = deps.nowMs();
  await attempt('expire', () =>
    deps.jobs.expire(nowMs, deps.presenter.toNote({ kind: 'job-expired' }), MAX_JOBS_PER_SWEEP),
  );
  await attempt('overdue', async () => {
    await sendItems(deps.queue, await deps.jobs.takeOverdue(nowMs, nowMs + LEASE_MS, MAX_ITEMS_PER_SWEEP));
  });
  await attempt('deliveries', async () => {
    const due = await deps.deliveries.due(nowMs, MAX_ITEMS_PER_SWEEP);
    if (due.length > 0) await deps.queue.send(due.map((deliveryId) => ({ kind: 'delivery', deliveryId })));
  });
  await attempt('forget', () => deps.jobs.forget(nowMs, MAX_JOBS_PER_SWEEP));
}

async function attempt(part: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    console.error({ event: 'jobs-sweep-failed', part, message: String(error) });
  }
}
