import type { KeyedRequest } from '../catalogue/commands.ts';
import type { Access } from '../model/access.ts';

/** A URL that is registered in the Shoptet API to be notified of an event. */
export interface Webhook {
  readonly id: number;
  readonly event: string;
  readonly url: string;
  /** The vendor's field of that name, kept as it was sent. */
  readonly sendPayload: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The only event of that API (SH-44). */
export const JOB_FINISHED = 'job:finished';

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
