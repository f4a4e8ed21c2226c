import { fail, ok, type Result } from '../platform/result.ts';
import { sendItems } from './accept-job.ts';
import { parseBatch } from './batch-file.ts';
import { executeItem } from './execute-item.ts';
import type { JobFault } from './faults.ts';
import type { JobDeps } from './job-context.ts';
import type { ItemOutcome } from './job-store.ts';
import { LEASE_MS, RETRY_PAUSES_S } from './limits.ts';
import type { ItemKey, ItemNote, LeasedItem, Task } from './job.ts';

/** What the queue shall do with a message. */
export type MessageDisposition =
  | { readonly kind: 'ack' }
  | { readonly kind: 'retry'; readonly delaySeconds: number }
  /** The service was busy: the message is retried after growing pauses, and ends in the dead-letter queue. */
  | { readonly kind: 'busy' };

const ACK: MessageDisposition = { kind: 'ack' };

/**
 * Executes one item and records the result. It may be interrupted anywhere and called again, even twice at the same
 * time: because of the item's record in the gallery's transaction, the item takes effect once.
 *
 * @throws what the database throws.
 */
export async function processItem(deps: JobDeps, key: ItemKey): Promise<MessageDisposition> {
  const item = await deps.jobs.lease(key, deps.nowMs() + LEASE_MS);
  if (item === undefined) return ACK;
  const { task } = item;
  if (task.kind === 'read-batch') return await readBatchFile(deps, item, task);
  const done = await executeItem(deps, item, task);
  if (done.ok) return await recordOutcome(deps, item, { kind: 'done', ...done.value });
  return await retryOrFail(deps, item, done.fault);
}

/** Records an item as failed because its message's attempts have run out. */
export async function abandonItem(deps: JobDeps, key: ItemKey): Promise<void> {
  await recordOutcome(deps, key, { kind: 'failed', note: deps.presenter.toNote({ kind: 'item-abandoned' }) });
}

async function readBatchFile(
  deps: JobDeps,
  item: LeasedItem,
  { url, clearReferences }: Extract<Task, { kind: 'read-batch' }>,
): Promise<MessageDisposition> {
  const tasks = await fetchBatchTasks(deps, url, item.origin, clearReferences);
  if (!tasks.ok) return await retryOrFail(deps, item, tasks.fault);
  await deps.jobs.replaceBatchFile(item, tasks.value, deps.nowMs() + LEASE_MS);
  await sendItems(
    deps.queue,
    tasks.value.map((_task, index) => ({ jobId: item.jobId, index })),
  );
  return ACK;
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

async function retryOrFail(deps: JobDeps, item: LeasedItem, fault: JobFault): Promise<MessageDisposition> {
  const policy = retryPolicyFor(fault);
  if (policy === 'busy') return { kind: 'busy' };
  const delaySeconds = policy === 'retry' ? RETRY_PAUSES_S[item.failureCount] : undefined;
  if (delaySeconds === undefined) {
    const note: ItemNote = deps.presenter.toNote(fault);
    return await recordOutcome(deps, item, { kind: 'failed', note });
  }
  await deps.jobs.postpone(item, deps.nowMs() + delaySeconds * 1000 + LEASE_MS);
  return { kind: 'retry', delaySeconds };
}

/**
 * Whether a fault is temporary. 'retry': the picture's server failed, which is retried a few times; 'busy': this
 * service was busy, which is retried until the message's attempts run out.
 */
function retryPolicyFor(fault: JobFault): 'none' | 'retry' | 'busy' {
  if (fault.kind === 'busy' || fault.kind === 'overloaded' || fault.kind === 'operation-in-progress') return 'busy';
  return fault.kind === 'download-failed' && fault.isTemporary === true ? 'retry' : 'none';
}

async function recordOutcome(deps: JobDeps, key: ItemKey, outcome: ItemOutcome): Promise<MessageDisposition> {
  const deliveryIds = await deps.jobs.recordOutcome(key, outcome, deps.nowMs());
  if (deliveryIds.length > 0) {
    // The jobs' sweep sends again what could not be sent now.
    await deps.queue
      .send(deliveryIds.map((deliveryId) => ({ kind: 'delivery', deliveryId })))
      .catch((error: unknown) => console.error({ event: 'send-failed', message: String(error) }));
  }
  return ACK;
}
