import type { JournalRecord } from '../model/journal.ts';
import type { Store } from '../model/store.ts';

/** A delivery that is due, and whose it is. */
export interface DueDelivery {
  readonly id: number;
  readonly webhookId: number;
}

/** What the deliveries of both formats have, at the beginning of an attempt. */
interface DeliveryHead extends DueDelivery {
  readonly storeId: number;
  /** The webhook's present URL. */
  readonly url: string;
  /** The sealed key or secret that the delivery is signed with; undefined where there is none. */
  readonly sealedKey: string | undefined;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

/** The notification of a webhook of the Shoptet API. */
export interface ShoptetDelivery extends DeliveryHead {
  readonly format: 'shoptet';
  readonly event: string;
  /** What the event is about: the id of the job. */
  readonly instance: string;
  readonly createdAtMs: number;
}

/** An event for a webhook by Standard Webhooks. */
export interface EventDelivery extends DeliveryHead {
  readonly format: 'standard';
  readonly seq: number;
  /** The journal row; undefined where it is not kept any more. */
  readonly record: JournalRecord | undefined;
  readonly store: Store;
  /** The first part of the URLs in it. */
  readonly origin: string;
}

/** What one webhook is told of one row of the journal. */
export type WebhookDelivery = ShoptetDelivery | EventDelivery;

/** The result of an attempt; a 'pending' delivery will be attempted again. */
export interface DeliveryAttempt {
  readonly status: 'pending' | 'delivered' | 'given-up';
  /** The result in a sentence. */
  readonly outcome: string;
  readonly atMs: number;
}

/** The body and the headers of the request to a webhook. */
export interface WebhookMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of an attempt, in a sentence for the record. */
export interface SendResult {
  readonly isDelivered: boolean;
  readonly outcome: string;
}

/** What a store's webhooks wait for. */
export interface HandedOut {
  /** What is due of every active webhook, DELIVERIES_LOOKED_AT of each at most, the longest due first. */
  readonly due: readonly DueDelivery[];
  /** True where more rows can be handed out. */
  readonly isMoreThere: boolean;
}

/** The port to webhook deliveries in the database. Every method is one round trip, and safe to repeat. */
export interface DeliveryStore {
  /**
   * Hands out the next rows of the store's journal to its active webhooks: makes the deliveries, and moves the webhooks'
   * positions on, in one transaction. Returns what is due then.
   */
  handOut(storeId: number, nowMs: number): Promise<HandedOut>;
  /** Begins an attempt at a due delivery and sets when the next one would be due; undefined where none is due. */
  beginAttempt(deliveryId: number, nowMs: number): Promise<WebhookDelivery | undefined>;
  /**
   * Records the result of an attempt, and disables a webhook that has failed for too long. Returns the delivery that is
   * due now because it waited for this one.
   */
  recordAttempt(delivery: WebhookDelivery, attempt: DeliveryAttempt): Promise<DueDelivery | undefined>;
}
