import type { Store } from '../model/model.ts';
import { randomHex } from '../platform/digest.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import { MAX_MESSAGES_PER_SEND } from './limits.ts';
import type { ItemKey, NewItem } from './model.ts';
import type { JobQueue, JobStore } from './ports.ts';

/** Nobody finds a result by trying. */
const RESULT_KEY_BYTES = 32;

/** What is asked for, once it has been checked. */
export interface JobRequest {
  readonly store: Store;
  /** The path that was called. */
  readonly endpoint: string;
  readonly language: string;
  readonly origin: string;
  /** At least one. */
  readonly items: readonly NewItem[];
  readonly idempotency: { readonly key: string; readonly fingerprint: string } | undefined;
}

/** What accepting takes. */
export interface AcceptDeps {
  readonly jobs: JobStore;
  readonly queue: JobQueue;
  readonly nowMs: () => number;
}

/** Accepts a job as a whole, then hands its items out. Fault: key-reused. */
export async function acceptJob(
  deps: AcceptDeps,
  request: JobRequest,
): Promise<Result<{ readonly jobId: string; readonly isReplay: boolean }, JobFault>> {
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
  if (accepted.kind === 'key-taken') {
    if (accepted.fingerprint !== idempotency?.fingerprint) return fail({ kind: 'key-reused' });
    return ok({ jobId: accepted.jobId, isReplay: true });
  }
  await sendItems(
    deps.queue,
    items.map((_item, index) => ({ jobId, index })),
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
