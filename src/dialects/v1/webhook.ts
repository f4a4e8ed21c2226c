import { type EventWebhook, isEventPattern, type LoggedDelivery } from '../../jobs/event-webhooks.ts';
import * as z from '../../platform/schema.ts';
import { toWireTime } from './wire-time.ts';

/** A webhook as it is shown. */
export interface WireWebhook {
  readonly id: number;
  readonly url: string;
  readonly events: readonly string[];
  readonly productId: number | null;
  readonly status: 'active' | 'disabled';
  readonly disabledReason: string | null;
  /** The last event that was handed out to it. */
  readonly position: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A delivery as the log shows it. */
export interface WireDelivery {
  readonly id: number;
  readonly seq: number;
  readonly type: string;
  readonly productId: number | null;
  readonly status: 'pending' | 'delivered' | 'given-up';
  /** When the event happened. */
  readonly at: string;
  /** null: it has ended, or waits for an earlier one of its product. */
  readonly nextAttemptAt: string | null;
  readonly attempts: readonly { readonly at: string; readonly url: string; readonly outcome: string }[];
}

/** The most patterns of one webhook. */
const MAX_PATTERNS = 50;

const pattern = z
  .string()
  .check(z.refine(isEventPattern, 'It is *, a group of events such as images.*, or the type of an event.'));
const events = z.array(pattern).check(z.minLength(1), z.maxLength(MAX_PATTERNS));
const productId = z.nullable(z.int().check(z.minimum(1)));

/** The body that creates a webhook. */
export const createSchema = z.strictObject({ url: z.string(), events, productId: z._default(productId, null) });

/** The body that changes a webhook; what it does not name stays. */
export const updateSchema = z.strictObject({
  url: z.optional(z.string()),
  events: z.optional(events),
  productId: z.optional(productId),
  status: z.optional(z.enum(['active', 'disabled'])),
});

/** The body that has events sent again. */
export const replaySchema = z.strictObject({ after: z.int().check(z.minimum(0)) });

/** Returns a webhook as it is shown. */
export function toWireWebhook(webhook: EventWebhook): WireWebhook {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events,
    productId: webhook.productId ?? null,
    status: webhook.status,
    disabledReason: webhook.disabledReason ?? null,
    position: webhook.position,
    createdAt: toWireTime(webhook.createdAtMs),
    updatedAt: toWireTime(webhook.updatedAtMs),
  };
}

/** Returns a delivery as the log shows it. */
export function toWireDelivery(delivery: LoggedDelivery): WireDelivery {
  const { nextAttemptAtMs } = delivery;
  return {
    id: delivery.id,
    seq: delivery.seq,
    type: delivery.type,
    productId: delivery.productId ?? null,
    status: delivery.status,
    at: toWireTime(delivery.createdAtMs),
    nextAttemptAt: nextAttemptAtMs === undefined ? null : toWireTime(nextAttemptAtMs),
    attempts: delivery.attempts.map(({ atMs, url, outcome }) => ({ at: toWireTime(atMs), url, outcome })),
  };
}
