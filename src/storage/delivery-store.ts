import * as z from 'zod';
import { DELIVERY_PAUSES_S } from '../jobs/limits.ts';
import type { DeliveryAttempt, DeliveryStore, WebhookDelivery } from '../jobs/webhooks.ts';
import type { Database } from '../platform/database.ts';

const rowSchema = z.object({
  id: z.int(),
  store_id: z.int(),
  event: z.string(),
  instance: z.string(),
  created_at: z.int(),
  attempt_count: z.int(),
  url: z.string(),
  signature_key: z.string().nullable(),
});

/** Webhook deliveries on D1. */
export class D1DeliveryStore implements DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async beginAttempt(deliveryId: number, nowMs: number): Promise<WebhookDelivery | undefined> {
    // The next attempt's time is set before this one is made, so that a worker that dies costs one attempt only.
    const [begun, rows] = await this.#database.batch([
      {
        sql: `UPDATE webhook_deliveries SET attempt_count = attempt_count + 1,
            due_at = ?2 + 1000 * coalesce(json_extract(?3, '$[' || attempt_count || ']'), ?4)
          WHERE id = ?1 AND status = 'pending' AND due_at <= ?2 RETURNING id`,
        values: [deliveryId, nowMs, JSON.stringify(DELIVERY_PAUSES_S), DELIVERY_PAUSES_S.at(-1) ?? 0],
      },
      {
        sql: `SELECT d.id, d.store_id, d.event, d.instance, d.created_at, d.attempt_count, w.url, k.signature_key
          FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id
            LEFT JOIN webhook_keys k ON k.store_id = d.store_id
          WHERE d.id = ?1`,
        values: [deliveryId],
      },
    ]);
    const [row] = rows ?? [];
    if (begun?.[0] === undefined || row === undefined) return undefined;
    const parsed = rowSchema.parse(row);
    return {
      id: parsed.id,
      storeId: parsed.store_id,
      event: parsed.event,
      instance: parsed.instance,
      createdAtMs: parsed.created_at,
      url: parsed.url,
      sealedKey: parsed.signature_key ?? undefined,
      attempt: parsed.attempt_count,
    };
  }

  async recordAttempt(delivery: WebhookDelivery, { status, outcome, atMs }: DeliveryAttempt): Promise<void> {
    await this.#database.batch([
      {
        sql: `UPDATE webhook_deliveries SET status = ?2, attempts = json_insert(attempts, '$[#]', json(?3))
          WHERE id = ?1 AND status = 'pending'`,
        values: [delivery.id, status, JSON.stringify({ atMs, url: delivery.url, outcome })],
      },
    ]);
  }
}
