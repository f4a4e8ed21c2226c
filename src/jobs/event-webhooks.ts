import type { KeyedRequest } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import type { Access } from '../model/access.ts';
import { EVENT_TYPES } from '../model/event.ts';
import type { DeliveryAttempt } from './deliveries.ts';

/** How many webhooks of Vitrine's own API a store may have. */
export const MAX_WEBHOOKS = 20;

/** A URL that events are told to, by Standard Webhooks. */
export interface EventWebhook {
  readonly id: number;
  readonly url: string;
  /** Patterns of the types that it wants: `*`, one like `images.*`, or a type. */
  readonly events: readonly string[];
  /** undefined: all products, and what belongs to none. */
  readonly productId: number | undefined;
  readonly status: 'active' | 'disabled';
  /** Why it was disabled; undefined where nobody but a request did. */
  readonly disabledReason: string | undefined;
  /** The last row of the journal that was handed out to it. */
  readonly position: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** A delivery as the log has it. */
export interface LoggedDelivery {
  readonly id: number;
  readonly seq: number;
  readonly type: string;
  readonly productId: number | undefined;
  readonly status: DeliveryAttempt['status'];
  readonly createdAtMs: number;
  /** undefined: it has ended, or waits for an earlier one of its product. */
  readonly nextAttemptAtMs: number | undefined;
  readonly attempts: readonly { readonly atMs: number; readonly url: string; readonly outcome: string }[];
}

/** One change to a store's webhooks. */
export type EventWebhookChange =
  | {
      readonly kind: 'create';
      readonly url: string;
      readonly events: readonly string[];
      readonly productId: number | undefined;
      readonly origin: string;
      readonly sealedSecret: string;
    }
  | {
      readonly kind: 'update';
      readonly id: number;
      readonly url: string | undefined;
      readonly events: readonly string[] | undefined;
      /** null: all products from now on. */
      readonly productId: number | null | undefined;
      readonly status: EventWebhook['status'] | undefined;
      readonly origin: string;
    }
  | { readonly kind: 'delete'; readonly id: number }
  /** Sends again what came after a row: the position goes back to it, and what waits beyond it is dropped. */
  | { readonly kind: 'replay'; readonly id: number; readonly afterSeq: number };

/** The result of a change to a store's webhooks. */
export type EventWebhookWritten =
  | {
      readonly kind: 'written';
      /** As it is after the change; undefined after a deletion. */
      readonly webhook: EventWebhook | undefined;
      /** The secret of a new webhook. */
      readonly sealedSecret: string | undefined;
      readonly isReplay: boolean;
    }
  | { readonly kind: 'key-reused' }
  /** Nothing was written: there is no such webhook, or there are too many, or its events are not kept any more. */
  | { readonly kind: 'refused' };

/** The port to the webhooks of Vitrine's own API in the database. */
export interface EventWebhookStore {
  list(
    tokenDigest: string,
    page: { readonly afterId: number; readonly limit: number },
  ): Promise<WithAccess<readonly EventWebhook[]>>;
  /** Finds a webhook, with the number of the first row that the store's journal keeps. */
  find(
    storeId: number,
    id: number,
  ): Promise<{ readonly webhook: EventWebhook | undefined; readonly oldestSeq: number }>;
  /** Lists a webhook's deliveries, newest first; undefined where the caller's store has no such webhook. */
  deliveries(
    tokenDigest: string,
    id: number,
    page: { readonly beforeId: number | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly LoggedDelivery[] | undefined>>;
  /** Makes one change to a store's webhooks, in one transaction with its journal row, once for its key. */
  write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: EventWebhookChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<EventWebhookWritten>;
}

/** Returns whether a pattern is one of events that there are. */
export function isEventPattern(pattern: string): boolean {
  return pattern === '*' || EVENT_TYPES.some((type) => pattern === type || pattern === `${type.split('.')[0]}.*`);
}
