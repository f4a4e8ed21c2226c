import type { EventWebhook, LoggedDelivery } from '../jobs/event-webhooks.ts';
import * as z from '../platform/schema.ts';

const webhookSchema = z.object({
  id: z.int(),
  url: z.string(),
  events: z.string(),
  product_id: z.nullable(z.int()),
  status: z.enum(['active', 'disabled']),
  disabled_reason: z.nullable(z.string()),
  position: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
});

/** The columns that `toEventWebhook` reads. */
export const EVENT_WEBHOOK_COLUMNS = Object.keys(webhookSchema.shape);

const patternsSchema = z.array(z.string());

/** Parses a row of a webhook of Vitrine's own API, or the same as JSON. */
export function toEventWebhook(row: unknown): EventWebhook {
  const parsed = webhookSchema.parse(row);
  return {
    id: parsed.id,
    url: parsed.url,
    events: patternsSchema.parse(JSON.parse(parsed.events)),
    productId: parsed.product_id ?? undefined,
    status: parsed.status,
    disabledReason: parsed.disabled_reason ?? undefined,
    position: parsed.position,
    createdAtMs: parsed.created_at,
    updatedAtMs: parsed.updated_at,
  };
}

const deliverySchema = z.object({
  id: z.int(),
  seq: z.int(),
  product_id: z.nullable(z.int()),
  event: z.string(),
  created_at: z.int(),
  status: z.enum(['pending', 'delivered', 'given-up']),
  due_at: z.nullable(z.int()),
  attempts: z.string(),
});

const attemptsSchema = z.array(z.object({ atMs: z.int(), url: z.string(), outcome: z.string() }));

/** Parses a row of the log of deliveries. */
export function toLoggedDelivery(row: unknown): LoggedDelivery {
  const { id, seq, status, ...parsed } = deliverySchema.parse(row);
  return {
    id,
    seq,
    type: parsed.event,
    productId: parsed.product_id ?? undefined,
    status,
    createdAtMs: parsed.created_at,
    nextAttemptAtMs: status === 'pending' ? (parsed.due_at ?? undefined) : undefined,
    attempts: attemptsSchema.parse(JSON.parse(parsed.attempts)),
  };
}
