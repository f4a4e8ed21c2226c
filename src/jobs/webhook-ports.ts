import type { OperationRecord } from '../gallery/ports.ts';
import type { Webhook } from './webhooks.ts';

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
    record: OperationRecord | undefined,
  ): Promise<WebhookWrite>;
}
