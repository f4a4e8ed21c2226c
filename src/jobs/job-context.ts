import type { CommandPorts } from '../catalogue/commands.ts';
import type { ProductReads } from '../catalogue/product-reads.ts';
import type { ShownProductReads } from '../catalogue/shown-products.ts';
import type { ToldEvent } from '../catalogue/told-events.ts';
import type { UploadPorts } from '../catalogue/upload.ts';
import type { ApiName } from '../model/access.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { Result } from '../platform/result.ts';
import type { JobFault } from './faults.ts';
import type { JobStore } from './job-store.ts';
import type { ItemNote } from './job.ts';
import type { DeliveryStore, EventDelivery, SendResult, ShoptetDelivery, WebhookMessage } from './deliveries.ts';

/** The runners of all stores' background work. */
export interface StoreRunners {
  /** Has a store's runner look for work. Never throws: the sweep wakes those with work that is due. */
  wake(storeId: number): Promise<void>;
}

/** How dialects word the faults of items and the webhooks of finished jobs. */
export interface JobPresenter {
  /** @param api the API that the job came by, whose words they are. */
  toNote(fault: JobFault, api: ApiName | undefined): ItemNote;
  /** @param signatureKey the unsealed key that the message is signed with. */
  toWebhook(delivery: ShoptetDelivery, signatureKey: string): Promise<WebhookMessage>;
}

/**
 * How events are told to webhooks.
 *
 * @param secret the unsealed secret that the message is signed with.
 * @param atMs the time of the attempt, which is signed, too.
 */
export type PresentEvent = (
  delivery: EventDelivery,
  event: ToldEvent,
  secret: string,
  atMs: number,
) => Promise<WebhookMessage>;

/** The ports of the catalogue that executing an item needs. */
export type ItemPorts = CommandPorts & UploadPorts;

/** Everything that processing jobs depends on. */
export interface JobDeps {
  readonly jobs: JobStore;
  readonly deliveries: DeliveryStore;
  readonly runners: StoreRunners;
  readonly products: ProductReads;
  readonly shownProducts: ShownProductReads;
  /** Opens the catalogue's ports for a caller for whom the service's URLs begin with `origin`. */
  readonly catalogue: (origin: string) => ItemPorts;
  /** Fetches a batch file under the same rules as image_url. */
  readonly fetchFile: (url: string, origin: string) => Promise<Result<Uint8Array, IngestFault>>;
  /** Sends a webhook; never throws. */
  readonly sendWebhook: (url: string, message: WebhookMessage) => Promise<SendResult>;
  /** Unseals the key or the secret that deliveries are signed with; undefined where SECRETS_KEYS cannot unseal it. */
  readonly unsealKey: (storeId: number, sealedKey: string) => Promise<string | undefined>;
  readonly presenter: JobPresenter;
  readonly presentEvent: PresentEvent;
  readonly nowMs: () => number;
}
