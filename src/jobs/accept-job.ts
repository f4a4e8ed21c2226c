import type { KeyedRequest } from '../catalogue/commands.ts';
import type { Store } from '../model/store.ts';
import { randomHex } from '../platform/digest.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import type { JobQueue } from './job-context.ts';
import type { JobStore } from './job-store.ts';
import { MAX_MESSAGES_PER_SEND } from './limits.ts';
import type { ItemKey, JobItems } from './job.ts';

/** Nobody finds a result by trying. */
const RESULT_KEY_BYTES = 32;

/** What is asked for, once it has been checked. */
export interface JobRequest {
  readonly store: Store;
  /** The path that was called. */
  readonly endpoint: string;
  readonly language: string;
  readonly origin: string;
  readonly items: JobItems;
  readonly idempotency: KeyedRequest | undefined;
}

/** What accepting takes. */
export interface AcceptDeps {
  readonly jobs: JobStore;
  readonly queue: JobQueue;
  readonly nowMs: () => number;
}

/** The job that a request made, or that an earlier one with its Idempotency-Key had made. */
export interface AcceptedJobId {
  readonly jobId: string;
  readonly isReplay: boolean;
}

/** Accepts a job as a whole, then hands its items out. Fault: key-reused. */
export async function acceptJob(deps: AcceptDeps, request: JobRequest): Promise<Result<AcceptedJobId, JobFault>> {
  const jobId = crypto.randomUUID();
  const { store, endpoint, language, origin, items, idempotency } = request;
  const accepted = await deps.jobs.accept({
    id: jobId,
    storeId: store.id,
    endpoint,
    language,
    origin,
    items,
    resultKey: randomHex(RESULT_KEY_BYTES),
    createdAtMs: deps.nowMs(),
    record: idempotency && { scope: 'jobs', ...idempotency },
  });
  if (accepted.kind === 'duplicate-key') {
    if (accepted.fingerprint !== idempotency?.fingerprint) return fail({ kind: 'key-reused' });
    return ok({ jobId: accepted.jobId, isReplay: true });
  }
  await sendItems(
    deps.queue,
    items.tasks.map((_task, index) => ({ jobId, index })),
  );
  return ok({ jobId, isReplay: false });
}

/** Hands items out. What cannot be sent is found overdue by the next sweep: the job is accepted all the same. */
export async function sendItems(queue: JobQueue, keys: readonly ItemKey[]): Promise<void> {
  try {
    for (let from = 0; from < keys.length; from += MAX_MESSAGES_PER_SEND) {
      const part = keys.slice(from, from + MAX_MESSAGES_PER_SEND);
      await queue.send(part.map(({ jobId, index }) => ({ kind: 'item', jobId, index })));
    }
  } catch (error) {
    console.error({ event: 'send-failed', message: String(error) });
  }
}
