import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { ProductImage } from '../model/product.ts';
import type { Store } from '../model/store.ts';
import type { ItemKey, ItemNote, ItemResult, Job, JobItems, JobStatus, LeasedItem, Task } from './job.ts';

/** A job to be stored with all its items. */
export interface NewJob {
  readonly id: string;
  readonly storeId: number;
  readonly endpoint: string;
  readonly language: string;
  readonly origin: string;
  readonly resultKey: string;
  readonly createdAtMs: number;
  readonly items: JobItems;
  /** The record of the request's Idempotency-Key; undefined where it has none. */
  readonly record: IdempotencyRecord | undefined;
}

/** Whether a job was stored, or its Idempotency-Key has a record of an earlier request. */
export type AcceptedJob =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly jobId: string };

/** Which jobs a list shows; undefined fields do not filter. Times are in milliseconds, and both ends are included. */
export interface JobFilter {
  readonly status: JobStatus | undefined;
  readonly createdFromMs: number | undefined;
  readonly createdToMs: number | undefined;
  readonly completedFromMs: number | undefined;
  readonly completedToMs: number | undefined;
}

/** The outcome of an item, as a worker reports it. */
export type ItemOutcome =
  | { readonly kind: 'done'; readonly imageId: number | undefined; readonly note: ItemNote | undefined }
  | { readonly kind: 'failed'; readonly note: ItemNote };

/** A job with the results of its items, as its result document shows it. */
export interface JobResult {
  readonly job: Job;
  readonly store: Store;
  readonly items: readonly ItemResult[];
  /** The items' images as they are now, by id; images that were deleted since are missing. */
  readonly images: ReadonlyMap<number, ProductImage>;
  /** The main image of every product that the job changed. */
  readonly mainImageIds: ReadonlySet<number>;
}

/** The port to the jobs in the database. Every method is safe to repeat, and most are one round trip. */
export interface JobStore {
  /** Stores a job with all its items in one transaction. */
  accept(job: NewJob): Promise<AcceptedJob>;
  find(storeId: number, jobId: string): Promise<Job | undefined>;
  /** Does the same as `find`, and counts the read where the job has not ended. */
  findAndCountRead(storeId: number, jobId: string): Promise<Job | undefined>;
  list(
    storeId: number,
    filter: JobFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly jobs: readonly Job[]; readonly totalCount: number }>;
  /** Finds a job by the key of its result; undefined where there is none. */
  result(resultKey: string): Promise<JobResult | undefined>;
  /**
   * Leases a pending item until `leaseUntilMs`. Undefined where there is no such item, or it has ended; an item that
   * the gallery has a record of ends with this call.
   */
  lease(key: ItemKey, leaseUntilMs: number): Promise<LeasedItem | undefined>;
  /**
   * Ends a pending item with its outcome. Where the gallery has a record of the item, it ends as done, whatever
   * `outcome` says. Returns the ids of the webhook deliveries that are due because the job has ended.
   */
  recordOutcome(key: ItemKey, outcome: ItemOutcome, nowMs: number): Promise<readonly number[]>;
  /** Counts a temporary failure of an item, which is due again at `dueAtMs`. */
  postpone(key: ItemKey, dueAtMs: number): Promise<void>;
  /** Replaces the item that reads a batch file by the tasks of its rows, of which there is at least one. */
  replaceBatchFile(key: ItemKey, tasks: readonly Task[], dueAtMs: number): Promise<void>;
  /** Renews the lease of pending items whose lease has expired, and returns these items. */
  leaseOverdue(nowMs: number, leaseUntilMs: number, limit: number): Promise<readonly ItemKey[]>;
  /**
   * Ends jobs that are past their lifetime. Items that the gallery has a record of end as done, the others as failed
   * with `note`.
   */
  expireJobs(nowMs: number, note: ItemNote, limit: number): Promise<void>;
  /** Deletes jobs that ended more than JOB_KEPT_MS ago. */
  removeOldJobs(nowMs: number, limit: number): Promise<void>;
}

/** The fingerprint of all items: every attempt at an item is the same request. */
export const ITEM_FINGERPRINT = 'item';

/**
 * Returns the identity of the record that an item's command writes in its own transaction. A repeated attempt finds the
 * record and changes nothing (docs/decisions/018). The SQL of job items builds the same scope and key.
 */
export function itemRecord({ jobId, index }: ItemKey): IdempotencyRecord {
  return { scope: `job:${jobId}`, key: String(index), fingerprint: ITEM_FINGERPRINT };
}
