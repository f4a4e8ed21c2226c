import type { IdempotencyRecord } from '../gallery/ports.ts';

/** An address that wants to hear of an event. */
export interface Webhook {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The only event so far (SH-44). */
export const JOB_FINISHED = 'job:finished';

/** One event to be told to one webhook, taken up for an attempt. */
export interface WebhookDelivery {
  readonly id: number;
  readonly storeId: number;
  readonly event: string;
  readonly instance: string;
  readonly createdAtMs: number;
  /** Where the webhook points to now. */
  readonly url: string;
  /** What it is signed with, as the database keeps it. */
  readonly sealedKey: string;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

/** What came of an attempt; 'pending' will be tried again. */
export interface DeliveryAttempt {
  readonly status: 'pending' | 'delivered' | 'given-up';
  readonly outcome: string;
  readonly atMs: number;
}

/** A delivery as it goes over the wire. */
export interface WebhookMessage {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came of an attempt, in a sentence for the record. */
export interface SendResult {
  readonly isDelivered: boolean;
  readonly outcome: string;
}

/** One change to a store's webhooks. */
export type WebhookChange =
  | { readonly kind: 'create'; readonly webhooks: readonly { readonly event: string; readonly url: string }[] }
  | {
      readonly kind: 'update';
      readonly id: number;
      readonly event: string | undefined;
      readonly url: string | undefined;
    }
  | { readonly kind: 'delete'; readonly id: number }
  | { readonly kind: 'renew-key' };

/** What a change gave, or an earlier one with the same Idempotency-Key. */
export type WebhookWrite =
  | {
      readonly kind: 'written';
      /** Those that were changed, as they are; empty where it is not there, or no longer. */
      readonly webhooks: readonly Webhook[];
      /** The new signature key, sealed. */
      readonly sealedKey: string | undefined;
      /** The fingerprint of the earlier request whose answer this is. */
      readonly earlierFingerprint: string | undefined;
    }
  /** The event has an address already. */
  | { readonly kind: 'event-taken' };

/** A store's webhooks in the database. */
export interface WebhookStore {
  list(storeId: number): Promise<readonly Webhook[]>;
  /** @param newKey becomes the signature key where one is needed: a sealed one, for `create` and `renew-key`. */
  write(
    storeId: number,
    change: WebhookChange,
    newKey: string | undefined,
    record: IdempotencyRecord | undefined,
  ): Promise<WebhookWrite>;
}

/** Deliveries of webhooks in the database. */
export interface DeliveryStore {
  /** Takes a delivery that is due, and sets when the next attempt would be; undefined where there is nothing to do. */
  take(deliveryId: number, nowMs: number): Promise<WebhookDelivery | undefined>;
  record(delivery: WebhookDelivery, attempt: DeliveryAttempt): Promise<void>;
  /** The ids of deliveries that are due. */
  due(nowMs: number, limit: number): Promise<readonly number[]>;
}
