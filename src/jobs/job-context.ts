import type { CommandPorts } from '../catalogue/commands.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import type { UploadPorts } from '../catalogue/upload.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import type { JobStore } from './job-store.ts';
import type { ItemNote } from './job.ts';
import type { SendResult } from './send-webhook.ts';
import type { DeliveryStore, WebhookDelivery, WebhookMessage } from './webhooks.ts';

/** What travels through the queue; the state is in the database. */
export type JobMessage =
  | { readonly kind: 'item'; readonly jobId: string; readonly index: number }
  | { readonly kind: 'delivery'; readonly deliveryId: number };

/** Hands messages to workers; at least once, in any order. */
export interface JobQueue {
  send(messages: readonly JobMessage[]): Promise<void>;
}

/** How a dialect says what jobs have to tell. */
export interface JobPresenter {
  toNote(fault: JobFault): ItemNote;
  /** @param signatureKey what it is signed with, in the clear. */
  toWebhook(delivery: WebhookDelivery, signatureKey: string): Promise<WebhookMessage>;
}

/** What executing an item takes of the catalogue. */
export type ItemPorts = CommandPorts & UploadPorts;

/** All that working on jobs needs of the world. */
export interface JobDeps {
  readonly jobs: JobStore;
  readonly deliveries: DeliveryStore;
  readonly queue: JobQueue;
  readonly products: ProductReads;
  /** The catalogue for items of a caller whose URLs begin with `origin`. */
  readonly catalogue: (origin: string) => ItemPorts;
  /** Fetches a batch file under the rules of image_url. */
  readonly fetchFile: (url: string, origin: string) => Promise<Result<Uint8Array, IngestFault>>;
  /** Posts a webhook; the text says what came of it. */
  readonly sendWebhook: (url: string, message: WebhookMessage) => Promise<SendResult>;
  /** Opens the key that a delivery is signed with; undefined where the deployment cannot. */
  readonly openKey: (delivery: WebhookDelivery) => Promise<string | undefined>;
  /** The dialect whose jobs these are. */
  readonly presenter: JobPresenter;
  readonly nowMs: () => number;
}
