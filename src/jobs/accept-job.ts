import { type KeyedRequest, recordOf } from '../catalogue/commands.ts';
import type { Access } from '../model/access.ts';
import { randomHex } from '../platform/digest.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import type { StoreRunners } from './job-context.ts';
import type { JobStore, NewJob } from './job-store.ts';
import type { JobItems } from './job.ts';
import { JOB_LIMIT_RETRY_MS } from './limits.ts';

/** Random bytes in the key of a job's result, enough that it cannot be guessed. */
const RESULT_KEY_BYTES = 32;

/** A checked request for a job. */
export interface JobRequest {
  readonly access: Access;
  /** The path that the request called. */
  readonly endpoint: string;
  readonly language: string;
  /** What the URLs of the service begin with for this caller. */
  readonly origin: string;
  readonly items: JobItems;
  readonly idempotency: KeyedRequest | undefined;
  /** The versions of the product on which it is accepted; undefined: any. */
  readonly onVersions?: NewJob['onVersions'];
}

/** What accepting a job needs. */
export interface AcceptDeps {
  readonly jobs: JobStore;
  readonly runners: StoreRunners;
  readonly nowMs: () => number;
}

/** The job that the request created, or that an earlier request with its Idempotency-Key created. */
export interface AcceptedJobId {
  readonly jobId: string;
  readonly isReplay: boolean;
}

/** Why a job was not accepted. */
type AcceptFault = Extract<JobFault, { readonly kind: 'key-reused' | 'job-limit-reached' | 'version-mismatch' }>;

/**
 * Stores a job with all its items in one transaction, then wakes the store's runner. Faults: key-reused,
 * job-limit-reached, version-mismatch.
 */
export async function acceptJob(deps: AcceptDeps, request: JobRequest): Promise<Result<AcceptedJobId, AcceptFault>> {
  const jobId = crypto.randomUUID();
  const { access, endpoint, language, origin, items, idempotency, onVersions } = request;
  const { store, actor } = access;
  const accepted = await deps.jobs.accept({
    id: jobId,
    storeId: store.id,
    endpoint,
    language,
    origin,
    items,
    onVersions,
    resultKey: randomHex(RESULT_KEY_BYTES),
    createdAtMs: deps.nowMs(),
    record: recordOf('jobs', idempotency, jobId),
    actor,
  });
  if (accepted.kind === 'stale') return fail({ kind: 'version-mismatch', currentVersion: onVersions?.seen ?? 0 });
  if (accepted.kind === 'limit-reached') {
    return fail({ kind: 'job-limit-reached', limit: accepted.limit, retryAtMs: deps.nowMs() + JOB_LIMIT_RETRY_MS });
  }
  if (accepted.kind === 'duplicate-key') {
    if (accepted.fingerprint !== idempotency?.fingerprint) return fail({ kind: 'key-reused' });
    return ok({ jobId: accepted.jobId, isReplay: true });
  }
  await deps.runners.wake(store.id);
  return ok({ jobId, isReplay: false });
}
