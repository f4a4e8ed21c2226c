import type { DeliveryAttempt, DeliveryStore, DueDelivery, HandedOut, WebhookDelivery } from '../jobs/deliveries.ts';
import {
  DELIVERIES_LOOKED_AT,
  DELIVERY_PAUSES_S,
  EVENT_PAUSES_S,
  ROWS_HANDED_OUT,
  WEBHOOK_FAILS_MS,
} from '../jobs/limits.ts';
import { JOB_FINISHED } from '../jobs/webhooks.ts';
import type { Database, Row, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { toStore } from './access-rows.ts';
import { columnList } from './image-rows.ts';
import { JOURNAL_COLUMNS, toJournalRecord } from './journal-rows.ts';

const dueSchema = z.object({ id: z.int(), webhook_id: z.int() });
const rowSchema = z.extend(dueSchema, {
  store_id: z.int(),
  instance: z.nullable(z.string()),
  created_at: z.int(),
  delivery_seq: z.int(),
  attempt_count: z.int(),
  url: z.string(),
  format: z.enum(['standard', 'shoptet']),
  origin: z.string(),
  sealed_key: z.nullable(z.string()),
  store: z.string(),
});

/** The pauses of both formats as one JSON object. */
const PAUSES = JSON.stringify({ shoptet: DELIVERY_PAUSES_S, standard: EVENT_PAUSES_S });

/** The webhook of the delivery ?1. */
const ITS_WEBHOOK = '(SELECT webhook_id FROM webhook_deliveries WHERE id = ?1)';

/** Webhook deliveries on D1. */
export class D1DeliveryStore implements DeliveryStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async handOut(storeId: number, nowMs: number): Promise<HandedOut> {
    const [, due, behind] = await this.#database.batch(handOutStatements(storeId, nowMs));
    return { due: (due ?? []).map(toDue), isMoreThere: behind?.[0] !== undefined };
  }

  async beginAttempt(deliveryId: number, nowMs: number): Promise<WebhookDelivery | undefined> {
    const [begun, rows] = await this.#database.batch(beginStatements(deliveryId, nowMs));
    const [row] = rows ?? [];
    return begun?.[0] === undefined || row === undefined ? undefined : toDelivery(row);
  }

  async recordAttempt(
    { id, url }: WebhookDelivery,
    { status, outcome, atMs }: DeliveryAttempt,
  ): Promise<DueDelivery | undefined> {
    const [, , next] = await this.#database.batch([
      {
        sql: `UPDATE webhook_deliveries SET attempts = json_insert(attempts, '$[#]', json(?3)), status = ?2,
            ended_at = iif(?2 = 'pending', NULL, ?4)
          WHERE id = ?1 AND status = 'pending'`,
        values: [id, status, JSON.stringify({ atMs, url, outcome }), atMs],
      },
      healthStatement(id, status === 'delivered', atMs),
      {
        sql: `SELECT n.id, n.webhook_id FROM webhook_deliveries d
          JOIN webhook_deliveries n INDEXED BY webhook_deliveries_in_order
            ON n.webhook_id = d.webhook_id AND n.product_id = d.product_id AND n.status = 'pending'
          WHERE d.id = ?1 AND d.status <> 'pending' AND n.due_at <= ?2 ORDER BY n.seq LIMIT 1`,
        values: [id, atMs],
      },
    ]);
    return next?.[0] && toDue(next[0]);
  }
}

/** Moves the positions of a store's webhooks on, then selects what is due, and one row where there is more to hand out. */
function handOutStatements(storeId: number, nowMs: number): readonly Statement[] {
  const next = `SELECT seq FROM journal WHERE store_id = ?1 AND seq > webhooks.position ORDER BY seq LIMIT ?3`;
  return [
    {
      sql: `UPDATE webhooks SET handed_at = ?2, position = (SELECT max(seq) FROM (${next}))
        WHERE id IN (SELECT webhook_id FROM webhooks_behind WHERE store_id = ?1)`,
      values: [storeId, nowMs, ROWS_HANDED_OUT],
    },
    {
      sql: `SELECT d.id, d.webhook_id FROM webhooks w JOIN webhook_deliveries d ON d.id IN
          (SELECT id FROM webhook_deliveries INDEXED BY webhook_deliveries_due
            WHERE webhook_id = w.id AND status = 'pending' AND due_at <= ?2 ORDER BY due_at, id LIMIT ?3)
        WHERE w.store_id = ?1 AND w.status = 'active' ORDER BY d.due_at, d.id`,
      values: [storeId, nowMs, DELIVERIES_LOOKED_AT],
    },
    { sql: 'SELECT webhook_id FROM webhooks_behind WHERE store_id = ?1 LIMIT 1', values: [storeId] },
  ];
}

/**
 * Begins an attempt. The next attempt's time is set before this one is made, so that a worker that dies costs one
 * attempt only, and two runners do not make the same one.
 */
function beginStatements(deliveryId: number, nowMs: number): readonly Statement[] {
  const pause = `SELECT coalesce(?3 -> format ->> attempt_count, ?3 -> format ->> '$[#-1]') FROM webhooks WHERE id = webhook_id`;
  return [
    {
      sql: `UPDATE webhook_deliveries SET attempt_count = attempt_count + 1, due_at = ?2 + 1000 * (${pause})
        WHERE id = ?1 AND status = 'pending' AND due_at <= ?2
          AND EXISTS (SELECT 1 FROM webhooks WHERE id = webhook_id AND status = 'active')
        RETURNING id`,
      values: [deliveryId, nowMs, PAUSES],
    },
    {
      sql: `SELECT d.id, d.store_id, d.webhook_id, d.seq AS delivery_seq, d.instance, d.created_at, d.attempt_count,
          w.url, w.format, w.origin, coalesce(w.sealed_secret, k.signature_key) AS sealed_key, s.store,
          ${columnList('j', JOURNAL_COLUMNS)}
        FROM webhook_deliveries d JOIN webhooks w ON w.id = d.webhook_id JOIN store_json s ON s.store_id = d.store_id
          LEFT JOIN webhook_keys k ON w.format = 'shoptet' AND k.store_id = d.store_id
          LEFT JOIN journal j ON w.format = 'standard' AND j.store_id = d.store_id AND j.seq = d.seq
        WHERE d.id = ?1`,
      values: [deliveryId],
    },
  ];
}

/**
 * Notes since when a webhook fails, or that it does no longer; one that has failed for too long is disabled. One of the
 * Shoptet API is not, for nobody could enable it again.
 */
function healthStatement(deliveryId: number, isDelivered: boolean, atMs: number): Statement {
  if (isDelivered) {
    return {
      sql: `UPDATE webhooks SET failing_since = NULL WHERE id = ${ITS_WEBHOOK} AND failing_since IS NOT NULL`,
      values: [deliveryId],
    };
  }
  return {
    sql: `UPDATE webhooks SET failing_since = coalesce(failing_since, ?2),
        status = iif(failing_since <= ?3, 'disabled', status),
        disabled_reason = iif(failing_since <= ?3, 'Every attempt since ' ||
          strftime('%Y-%m-%dT%H:%M:%SZ', failing_since / 1000, 'unixepoch') || ' has failed.', disabled_reason)
      WHERE id = ${ITS_WEBHOOK} AND status = 'active' AND (failing_since IS NULL OR failing_since <= ?3)
        AND (failing_since IS NULL OR format = 'standard')`,
    values: [deliveryId, atMs, atMs - WEBHOOK_FAILS_MS],
  };
}

function toDue(row: Row): DueDelivery {
  const { id, webhook_id } = dueSchema.parse(row);
  return { id, webhookId: webhook_id };
}

function toDelivery(row: Row): WebhookDelivery {
  const parsed = rowSchema.parse(row);
  const head = {
    ...toDue(row),
    storeId: parsed.store_id,
    url: parsed.url,
    sealedKey: parsed.sealed_key ?? undefined,
    attempt: parsed.attempt_count,
  };
  if (parsed.format === 'shoptet') {
    const { instance, created_at: createdAtMs } = parsed;
    return { ...head, format: 'shoptet', event: JOB_FINISHED, instance: instance ?? '', createdAtMs };
  }
  return {
    ...head,
    format: 'standard',
    seq: parsed.delivery_seq,
    record: row['seq'] === null ? undefined : toJournalRecord(row),
    store: toStore(parsed.store),
    origin: parsed.origin,
  };
}
