import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Actor } from '../model/actor.ts';
import type { ProductImage } from '../model/product.ts';
import type { Store } from '../model/store.ts';
import type { Result } from '../platform/result.ts';
import type { JobFault, JobLimit } from './faults.ts';
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
  /** The key of the request, or where it has none one of its own. */
  readonly record: IdempotencyRecord;
  /** The versions of the product on which it is accepted (If-Match); undefined: any. */
  readonly onVersions?:
    | {
        readonly productId: number;
        readonly allowed: readonly number[];
        /** That of the product when the request looked for it. */
        readonly seen: number;
      }
    | undefined;
  /** Who brought the job. */
  readonly actor: Actor;
}

/** Whether a job was stored, or its Idempotency-Key has a record of an earlier request. */
export type AcceptedJob =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'limit-reached'; readonly limit: JobLimit }
  /** The product has another version: nothing was written. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'duplicate-key'; readonly fingerprint: string; readonly jobId: string };

/** Which jobs a list shows; undefined fields do not filter. Times are in milliseconds, and both ends are included. */
export interface JobFilter {
  readonly status: JobStatus | undefined;
  readonly createdFromMs: number | undefined;
  readonly createdToMs: number | undefined;
  readonly completedFromMs: number | undefined;
  readonly completedToMs: number | undefined;
}

/** The outcome of an item, as its runner reports it. */
export type ItemOutcome =
  | { readonly kind: 'done'; readonly imageId: number | undefined; readonly note: ItemNote | undefined }
  | { readonly kind: 'failed'; readonly note: ItemNote };

/** An item that is due, with the host that it fetches from; empty where it fetches nothing. */
export interface DueItem extends ItemKey {
  readonly host: string;
}

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
   * `outcome` says.
   */
  recordOutcome(key: ItemKey, outcome: ItemOutcome): Promise<void>;
  /** Makes an item due again at `dueAtMs`; with `isFailure`, it counts as a temporary failure. */
  postpone(key: ItemKey, dueAtMs: number, isFailure: boolean): Promise<void>;
  /**
   * Replaces the item that reads a batch file by the tasks of its rows, of which there is at least one. Fault:
   * job-limit-reached.
   */
  replaceBatchFile(key: ItemKey, tasks: readonly Task[], nowMs: number): Promise<Result<null, JobFault>>;
  /** Reads which items of a store are due, `limit` at most, in their turns. */
  dueItems(storeId: number, nowMs: number, limit: number): Promise<readonly DueItem[]>;
  /**
   * Returns when an item or a delivery of a store is due next, a time long past where rows of the journal can be handed
   * out; undefined where nothing waits.
   */
  nextDueAt(storeId: number): Promise<number | undefined>;
  /** Returns `limit` stores with work that is due, at most. They take turns: the next call goes on after the last one. */
  storesToWake(nowMs: number, limit: number): Promise<readonly number[]>;
  /**
   * Ends items of the oldest job that is past its lifetime, `limit` at most, and the job with its last item. Items that
   * the gallery has a record of end as done, the others as failed with `note`. Returns whether there was such a job.
   */
  expireItems(nowMs: number, note: ItemNote, limit: number): Promise<boolean>;
  /**
   * Deletes items of the oldest job that ended more than JOB_KEPT_MS ago, `limit` at most, and the job with its last
   * item; as many webhook deliveries that ended more than DELIVERY_KEPT_MS ago, and as many upload URLs that expired more
   * than UPLOAD_GRANT_KEPT_MS ago. Returns whether there may be more.
   */
  removeOldItems(nowMs: number, limit: number): Promise<boolean>;
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
