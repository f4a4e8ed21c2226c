import { type EventWebhookChange, MAX_WEBHOOKS } from '../jobs/event-webhooks.ts';
import type { Statement } from '../platform/database.ts';
import { EVENT_WEBHOOK_COLUMNS } from './event-webhook-rows.ts';
import type { JournaledWrite } from './idempotent-write.ts';

/** What a change writes: its journal row says what, and is refused with everything else where it cannot be made. */
export interface EventWebhookWrite extends Pick<JournaledWrite, 'statements' | 'outcome'> {
  readonly change: Statement;
}

/** The condition on a webhook of Vitrine's own API of the store ?1, with the id ?2. */
const NAMED = `store_id = ?1 AND format = 'standard' AND id = ?2`;

const WEBHOOK_JSON = `json_object(${EVENT_WEBHOOK_COLUMNS.map((column) => `'${column}', ${column}`).join(', ')})`;

/** Returns what a change writes. */
export function eventWebhookWrite(storeId: number, change: EventWebhookChange, nowMs: number): EventWebhookWrite {
  switch (change.kind) {
    case 'create':
      return create(storeId, change, nowMs);
    case 'update':
      return {
        ...named(storeId, change),
        statements: [updateStatement(storeId, change, nowMs), ...sendWaiting(storeId, change, nowMs)],
      };
    case 'delete':
      return {
        ...named(storeId, change),
        statements: [{ sql: `DELETE FROM webhooks WHERE ${NAMED}`, values: [storeId, change.id] }],
      };
    case 'replay':
      return replay(storeId, change, nowMs);
    default:
      return change satisfies never;
  }
}

/** The new webhook hears of what comes after the journal row of its own creation. */
function create(
  storeId: number,
  { url, events, productId, origin, sealedSecret }: Extract<EventWebhookChange, { kind: 'create' }>,
  nowMs: number,
): EventWebhookWrite {
  return {
    change: {
      sql: `(SELECT json_object('change', 'create')
        WHERE (SELECT count(*) FROM webhooks WHERE store_id = ?1 AND format = 'standard') < ?2)`,
      values: [storeId, MAX_WEBHOOKS],
    },
    statements: [
      {
        sql: `INSERT INTO webhooks (store_id, format, url, events, product_id, origin, sealed_secret, position, created_at, updated_at)
          SELECT ?1, 'standard', ?2, ?3, ?4, ?5, ?6, seq - 1, ?7, ?7 FROM next_seq WHERE store_id = ?1`,
        values: [storeId, url, JSON.stringify(events), productId ?? null, origin, sealedSecret, nowMs],
      },
    ],
    outcome: {
      sql: `(SELECT json_object('webhook', ${WEBHOOK_JSON}, 'sealedSecret', sealed_secret) FROM webhooks
        WHERE store_id = ?1 AND sealed_secret = ?2)`,
      values: [storeId, sealedSecret],
    },
  };
}

/** Returns the journal's change and the outcome of a change to a webhook that must be there. */
function named(
  storeId: number,
  { kind, id }: Exclude<EventWebhookChange, { kind: 'create' }>,
): Pick<EventWebhookWrite, 'change' | 'outcome'> {
  return {
    change: {
      sql: `(SELECT json_object('change', ?3, 'webhookId', id) FROM webhooks WHERE ${NAMED})`,
      values: [storeId, id, kind],
    },
    outcome: {
      sql: `json_object('webhook', (SELECT ${WEBHOOK_JSON} FROM webhooks WHERE ${NAMED}), 'sealedSecret', NULL)`,
      values: [storeId, id],
    },
  };
}

/** Whoever enables a webhook again has mended its receiver: it begins anew to fail. */
function updateStatement(
  storeId: number,
  { id, url, events, productId, status, origin }: Extract<EventWebhookChange, { kind: 'update' }>,
  nowMs: number,
): Statement {
  return {
    sql: `UPDATE webhooks SET url = coalesce(?3, url), events = coalesce(?4, events), origin = ?9, updated_at = ?8,
        product_id = iif(?5, ?6, product_id), status = coalesce(?7, status),
        disabled_reason = iif(?7 IS NULL, disabled_reason, NULL), failing_since = iif(?7 = 'active', NULL, failing_since)
      WHERE ${NAMED}`,
    values: [
      storeId,
      id,
      url ?? null,
      events === undefined ? null : JSON.stringify(events),
      productId === undefined ? 0 : 1,
      productId ?? null,
      status ?? null,
      nowMs,
      origin,
    ],
  };
}

/** What waited for a webhook that is enabled is due at once, not only when it was to be tried again. */
function sendWaiting(
  storeId: number,
  { id, status }: Extract<EventWebhookChange, { kind: 'update' }>,
  nowMs: number,
): readonly Statement[] {
  if (status !== 'active') return [];
  return [
    {
      sql: `UPDATE webhook_deliveries SET due_at = min(due_at, ?3) WHERE status = 'pending' AND due_at IS NOT NULL
        AND webhook_id = (SELECT id FROM webhooks WHERE ${NAMED})`,
      values: [storeId, id, nowMs],
    },
  ];
}

/** The journal has to have everything that is to be told again. */
function replay(
  storeId: number,
  change: Extract<EventWebhookChange, { kind: 'replay' }>,
  nowMs: number,
): EventWebhookWrite {
  const { id, afterSeq } = change;
  return {
    change: {
      sql: `(SELECT json_object('change', 'replay', 'webhookId', id) FROM webhooks
        WHERE ${NAMED} AND ?3 + 1 >= (SELECT min(seq) FROM journal WHERE store_id = ?1))`,
      values: [storeId, id, afterSeq],
    },
    statements: [
      {
        sql: `DELETE FROM webhook_deliveries WHERE webhook_id = ?1 AND status = 'pending' AND seq > ?2`,
        values: [id, afterSeq],
      },
      {
        sql: `UPDATE webhooks SET position = min(position, ?3), updated_at = ?4 WHERE ${NAMED}`,
        values: [storeId, id, afterSeq, nowMs],
      },
    ],
    outcome: named(storeId, change).outcome,
  };
}
