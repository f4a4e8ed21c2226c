import { fail, ok, type Result } from '../platform/result.ts';
import { parseBatch } from './batch-file.ts';
import { executeItem } from './execute-item.ts';
import type { JobFault } from './faults.ts';
import type { JobDeps } from './job-context.ts';
import type { ItemOutcome } from './job-store.ts';
import { BUSY_PAUSES_S, LEASE_MS, MAX_ATTEMPTS, RETRY_PAUSES_S } from './limits.ts';
import type { ItemKey, LeasedItem, Task } from './job.ts';

/** What came of an attempt at an item. */
export type ItemProgress =
  /** It needs no more work. With `isToBeTold`, webhooks of its store wait to hear of it. */
  | { readonly kind: 'ended'; readonly isToBeTold: boolean }
  /** It is due again after a pause. */
  | { readonly kind: 'postponed'; readonly pauseMs: number }
  /** New items have taken its place. */
  | { readonly kind: 'expanded' };

/**
 * Makes one attempt at an item and records what came of it. It may be interrupted anywhere and called again, even twice
 * at the same time: because of the item's record in the gallery's transaction, the item takes effect once.
 *
 * @throws what the database throws.
 */
export async function processItem(deps: JobDeps, key: ItemKey): Promise<ItemProgress> {
  const item = await deps.jobs.lease(key, deps.nowMs() + LEASE_MS);
  if (item === undefined) return { kind: 'ended', isToBeTold: false };
  if (item.attempt > MAX_ATTEMPTS) return await failItem(deps, item, { kind: 'item-abandoned' });
  const { task } = item;
  if (task.kind === 'read-batch') return await readBatchFile(deps, item, task);
  const done = await executeItem(deps, item, task);
  if (done.ok) return await recordOutcome(deps, item, { kind: 'done', ...done.value });
  return await retryOrFail(deps, item, done.fault);
}

async function readBatchFile(
  deps: JobDeps,
  item: LeasedItem,
  { url, clearReferences }: Extract<Task, { kind: 'read-batch' }>,
): Promise<ItemProgress> {
  const tasks = await fetchBatchTasks(deps, url, item.origin, clearReferences);
  if (!tasks.ok) return await retryOrFail(deps, item, tasks.fault);
  const replaced = await deps.jobs.replaceBatchFile(item, tasks.value, deps.nowMs());
  return replaced.ok ? { kind: 'expanded' } : await failItem(deps, item, replaced.fault);
}

async function fetchBatchTasks(
  deps: JobDeps,
  url: string,
  origin: string,
  clearReferences: boolean,
): Promise<Result<readonly Task[], JobFault>> {
  const file = await deps.fetchFile(url, origin);
  if (!file.ok) return file;
  const tasks = parseBatch(file.value, clearReferences);
  return tasks.ok ? ok(tasks.value) : fail({ kind: 'body-malformed', reason: tasks.fault });
}

async function retryOrFail(deps: JobDeps, item: LeasedItem, fault: JobFault): Promise<ItemProgress> {
  const policy = retryPolicyFor(fault);
  const pauseS = policy === 'busy' ? busyPauseS(item.attempt) : RETRY_PAUSES_S[item.failureCount];
  if (policy === 'none' || pauseS === undefined) return await failItem(deps, item, fault);
  const pauseMs = pauseS * 1000;
  await deps.jobs.postpone(item, deps.nowMs() + pauseMs, policy === 'retry');
  return { kind: 'postponed', pauseMs };
}

const busyPauseS = (attempt: number): number | undefined => BUSY_PAUSES_S[Math.min(attempt, BUSY_PAUSES_S.length) - 1];

/**
 * Whether a fault is temporary. 'retry': the picture's server failed, which is retried a few times; 'busy': this
 * service was busy, which is retried until the item's attempts run out.
 */
function retryPolicyFor(fault: JobFault): 'none' | 'retry' | 'busy' {
  if (fault.kind === 'busy' || fault.kind === 'overloaded' || fault.kind === 'operation-in-progress') return 'busy';
  return fault.kind === 'download-failed' && fault.isTemporary === true ? 'retry' : 'none';
}

async function failItem(deps: JobDeps, item: LeasedItem, fault: JobFault): Promise<ItemProgress> {
  return await recordOutcome(deps, item, { kind: 'failed', note: deps.presenter.toNote(fault, item.api) });
}

async function recordOutcome(deps: JobDeps, item: LeasedItem, outcome: ItemOutcome): Promise<ItemProgress> {
  await deps.jobs.recordOutcome(item, outcome);
  return { kind: 'ended', isToBeTold: item.store.hasWebhooks };
}
