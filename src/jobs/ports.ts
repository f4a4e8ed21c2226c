import type { CataloguePorts } from '../catalogue/ports.ts';
import type { OperationRecord } from '../gallery/ports.ts';
import type { GalleryName, ProductImage, Store } from '../model/model.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { JobFault } from './faults.ts';
import type { Result } from '../platform/result.ts';
import type { Posted } from './send-webhook.ts';
import type { Delivery, DeliveryAttempt, WebhookMessage } from './webhooks.ts';
import type { ItemFate, ItemKey, ItemNote, Job, JobStatus, NewItem, TakenItem, Task } from './model.ts';

/** What travels through the queue; the state is in the database. */
export type JobMessage =
  | { readonly kind: 'item'; readonly jobId: string; readonly index: number }
  | { readonly kind: 'delivery'; readonly deliveryId: number };

/** Hands messages to workers; at least once, in any order. */
export interface JobQueue {
  send(messages: readonly JobMessage[]): Promise<void>;
}

/** A job to be accepted as a whole. */
export interface NewJob {
  readonly id: string;
  readonly storeId: number;
  readonly endpoint: string;
  readonly language: string;
  readonly origin: string;
  readonly resultKey: string;
  readonly createdAtMs: number;
  readonly items: readonly NewItem[];
  /** The Idempotency-Key that it came with. */
  readonly record: OperationRecord | undefined;
}

/** Whether a job was accepted, or an earlier request with its key was. */
export type Accepted =
  { readonly kind: 'accepted' } | { readonly kind: 'key-taken'; readonly fingerprint: string; readonly jobId: string };

/** What a gallery ends with. */
export interface GalleryEnd {
  /** Of the images that are there and of those that wait; undefined where there are none. */
  readonly highestSortOrder: number | undefined;
  /** No images are there yet. */
  readonly isEmpty: boolean;
}

/** Which jobs a list shows. Times are in milliseconds, both ends included. */
export interface JobFilter {
  readonly status: JobStatus | undefined;
  readonly createdFromMs: number | undefined;
  readonly createdToMs: number | undefined;
  readonly completedFromMs: number | undefined;
  readonly completedToMs: number | undefined;
}

/** What a worker says of an item. */
export type Verdict =
  | { readonly kind: 'done'; readonly imageId: number | undefined; readonly note: ItemNote | undefined }
  | { readonly kind: 'failed'; readonly note: ItemNote };

/** A finished job as its result document tells it. */
export interface JobResult {
  readonly job: Job;
  readonly store: Store;
  readonly fates: readonly ItemFate[];
  /** The images as they are now, by id; those deleted since are missing. */
  readonly images: ReadonlyMap<number, ProductImage>;
  /** Of every product that the job touched: the image that shows as its main one. */
  readonly mainImageIds: ReadonlySet<number>;
}

/** The jobs in the database. Every method is one round trip and safe to repeat. */
export interface JobStore {
  /** One transaction: the job with all its items, or nothing. */
  accept(job: NewJob): Promise<Accepted>;
  /** Where images without a place go: behind all of the gallery, and behind what waits to go there. */
  galleryEnd(storeId: number, productId: number, gallery: GalleryName): Promise<GalleryEnd>;
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
  take(key: ItemKey, leaseUntilMs: number): Promise<TakenItem | undefined>;
  /** Says what became of an item, unless the gallery's own record says otherwise; deliveries that are due now follow. */
  settle(key: ItemKey, verdict: Verdict, nowMs: number): Promise<readonly number[]>;
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

/** Deliveries of webhooks in the database. */
export interface DeliveryStore {
  /** Takes a delivery that is due, and sets when the next attempt would be; undefined where there is nothing to do. */
  take(deliveryId: number, nowMs: number): Promise<Delivery | undefined>;
  record(delivery: Delivery, attempt: DeliveryAttempt): Promise<void>;
  /** The ids of deliveries that are due. */
  due(nowMs: number, limit: number): Promise<readonly number[]>;
}

/** How a dialect says what jobs have to tell. */
export interface JobWords {
  describe(fault: JobFault): ItemNote;
  /** @param signatureKey what it is signed with, in the clear. */
  tell(delivery: Delivery, signatureKey: string): Promise<WebhookMessage>;
}

/** All that carrying out jobs needs of the world. */
export interface JobDeps {
  readonly jobs: JobStore;
  readonly deliveries: DeliveryStore;
  readonly queue: JobQueue;
  readonly products: ProductReads;
  readonly catalogue: (origin: string) => CataloguePorts;
  /** Fetches a batch file under the rules of image_url. */
  readonly fetchFile: (url: string, origin: string) => Promise<Result<Uint8Array, IngestFault>>;
  /** Posts a webhook; the text says what came of it. */
  readonly post: (url: string, message: WebhookMessage) => Promise<Posted>;
  /** Opens the key that a delivery is signed with; undefined where the deployment cannot. */
  readonly openKey: (delivery: Delivery) => Promise<string | undefined>;
  /** The dialect whose jobs these are. */
  readonly words: JobWords;
  readonly nowMs: () => number;
}
