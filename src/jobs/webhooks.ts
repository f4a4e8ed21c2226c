import type { KeyedRequest } from '../catalogue/commands.ts';
import type { Access } from '../model/access.ts';

/** A URL that is registered to be notified of an event. */
export interface Webhook {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  /** The vendor's field of that name, kept as it was sent. */
  readonly sendPayload: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The only event so far (SH-44). */
export const JOB_FINISHED = 'job:finished';

/** The notification of one webhook of one event, at the beginning of an attempt. */
export interface WebhookDelivery {
  readonly id: number;
  readonly storeId: number;
  readonly event: string;
  /** What the event is about: the id of the job. */
  readonly instance: string;
  readonly createdAtMs: number;
  /** The webhook's present URL. */
  readonly url: string;
  /** The sealed key that the delivery is signed with; undefined where the store has none. */
  readonly sealedKey: string | undefined;
  /** This attempt's number, from 1. */
  readonly attempt: number;
}

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

/** One change to a store's webhooks. */
export type WebhookChange =
  | { readonly kind: 'create'; readonly webhooks: readonly Pick<Webhook, 'event' | 'url' | 'sendPayload'>[] }
  | {
      readonly kind: 'update';
      readonly id: number;
      readonly event: string | undefined;
      readonly url: string | undefined;
      readonly sendPayload: string | null | undefined;
    }
  | { readonly kind: 'delete'; readonly id: number }
  | { readonly kind: 'renew-key' };

/** The result of a change to a store's webhooks. */
export type WebhookWriteResult =
  | {
      readonly kind: 'written';
      /**
       * The created or updated webhooks as they are now; empty where there is no such webhook, and after a deletion.
       */
      readonly webhooks: readonly Webhook[];
      /** The new signature key, sealed; undefined for other changes than `renew-key`. */
      readonly sealedKey: string | undefined;
      /** Where this is the recorded result of an earlier request with the same Idempotency-Key: its fingerprint. */
      readonly earlierFingerprint: string | undefined;
    }
  /** A webhook is registered for the event already; nothing was written. */
  | { readonly kind: 'event-taken' };

/** The port to a store's webhooks in the database. */
export interface WebhookStore {
  list(storeId: number): Promise<readonly Webhook[]>;
  /**
   * Makes one change to a store's webhooks, in one transaction with its journal row.
   *
   * @param newKey a sealed signature key; `create` stores it where the store has none yet, `renew-key` in any case.
   */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: WebhookChange,
    newKey: string | undefined,
    idempotency: KeyedRequest | undefined,
  ): Promise<WebhookWriteResult>;
}

/** The port to webhook deliveries in the database. */
export interface DeliveryStore {
  /** Begins an attempt at a due delivery and sets when the next one would be due; undefined where none is due. */
  beginAttempt(deliveryId: number, nowMs: number): Promise<WebhookDelivery | undefined>;
  /** Records the result of an attempt. */
  recordAttempt(delivery: WebhookDelivery, attempt: DeliveryAttempt): Promise<void>;
}
