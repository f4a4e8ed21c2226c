import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { ProductImage } from '../model/product.ts';
import type { Store } from '../model/store.ts';
import type { ItemKey, ItemNote, ItemResult, Job, JobItems, JobStatus, LeasedItem, Task } from './job.ts';

/** A job to be accepted as a whole. */
export interface NewJob {
  readonly id: string;
  readonly storeId: number;
  readonly endpoint: string;
  readonly language: string;
  readonly origin: string;
  readonly resultKey: string;
  readonly createdAtMs: number;
  readonly items: JobItems;
  /** The Idempotency-Key that it came with. */
  readonly record: IdempotencyRecord | undefined;
}

/** Whether a job was accepted, or an earlier request with its key was. */
export type AcceptedJob =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly jobId: string };

/** Which jobs a list shows. Times are in milliseconds, both ends included. */
export interface JobFilter {
  readonly status: JobStatus | undefined;
  readonly createdFromMs: number | undefined;
  readonly createdToMs: number | undefined;
  readonly completedFromMs: number | undefined;
  readonly completedToMs: number | undefined;
}

/** What a worker says of an item. */
export type ItemOutcome =
  | { readonly kind: 'done'; readonly imageId: number | undefined; readonly note: ItemNote | undefined }
  | { readonly kind: 'failed'; readonly note: ItemNote };

/** A finished job as its result document tells it. */
export interface JobResult {
  readonly job: Job;
  readonly store: Store;
  readonly items: readonly ItemResult[];
  /** The images as they are now, by id; those deleted since are missing. */
  readonly images: ReadonlyMap<number, ProductImage>;
  /** Of every product that the job touched: the image that shows as its main one. */
  readonly mainImageIds: ReadonlySet<number>;
}

/** The jobs in the database. Every method is one round trip and safe to repeat. */
export interface JobStore {
  /** One transaction: the job with all its items, or nothing. */
  accept(job: NewJob): Promise<AcceptedJob>;
  find(storeId: number, jobId: string): Promise<Job | undefined>;
  /** As `find`, and counts the reading of a job that has not ended. */
  findCounting(storeId: number, jobId: string): Promise<Job | undefined>;
  list(
    storeId: number,
    filter: JobFilter,
    page: { readonly offset: number; readonly limit: number },
  ): Promise<{ readonly jobs: readonly Job[]; readonly totalCount: number }>;
  result(resultKey: string): Promise<JobResult | undefined>;
  /** Takes an item up; undefined where it has ended, as the gallery's record may only show now, or never was. */
  take(key: ItemKey, leaseUntilMs: number): Promise<LeasedItem | undefined>;
  /** Records what came of an item, unless the gallery's own record of it says something else. Returns the deliveries that
   * are due now. */
  recordOutcome(key: ItemKey, outcome: ItemOutcome, nowMs: number): Promise<readonly number[]>;
  /** Notes a temporary failure. */
  postpone(key: ItemKey, dueAtMs: number): Promise<void>;
  /** Puts a batch's rows, at least one, in the place of its file. */
  expand(key: ItemKey, tasks: readonly Task[], dueAtMs: number): Promise<void>;
  /** Items that nobody works on any more, now under a new lease. */
  takeOverdue(nowMs: number, leaseUntilMs: number, limit: number): Promise<readonly ItemKey[]>;
  /** Ends jobs that are past their time, each item by what the gallery knows of it. */
  expire(nowMs: number, note: ItemNote, limit: number): Promise<void>;
  /** Drops jobs that ended long ago. */
  forget(nowMs: number, limit: number): Promise<void>;
}

/** Every attempt at one item is the same request. */
export const ITEM_FINGERPRINT = 'item';

/**
 * The record that an item's command leaves in its own transaction: whoever comes with it again gets its outcome and
 * changes nothing (docs/decisions/018). The SQL of job items spells it the same way.
 */
export function itemRecord({ jobId, index }: ItemKey): IdempotencyRecord {
  return { scope: `job:${jobId}`, key: String(index), fingerprint: ITEM_FINGERPRINT };
}
