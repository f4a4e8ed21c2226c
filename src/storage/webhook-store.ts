import * as z from 'zod';
import type { KeyedRequest } from '../catalogue/commands.ts';
import type { Webhook, WebhookChange, WebhookStore, WebhookWriteResult } from '../jobs/webhooks.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import type { Database, Statement } from '../platform/database.ts';
import { type IdempotentWriteResult, runIdempotentWrite } from './idempotent-write.ts';
import { plainChange } from './journal-sql.ts';

const rowSchema = z.object({
  id: z.int(),
  event: z.string(),
  url: z.string(),
  send_payload: z.string().nullable(),
  created_at: z.int(),
  updated_at: z.int(),
});
const COLUMNS = 'id, event, url, send_payload, created_at, updated_at';

/** Webhooks on D1. */
export class D1WebhookStore implements WebhookStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(storeId: number): Promise<readonly Webhook[]> {
    const [rows] = await this.#database.batch([
      { sql: `SELECT ${COLUMNS} FROM webhooks WHERE store_id = ?1 ORDER BY id`, values: [storeId] },
    ]);
    return (rows ?? []).map(toWebhook);
  }

  async write(
    { store, actor }: Pick<Access, 'store' | 'actor'>,
    change: WebhookChange,
    newKey: string | undefined,
    idempotency: KeyedRequest | undefined,
  ): Promise<WebhookWriteResult> {
    const storeId = store.id;
    const operationId = newOperationId();
    try {
      const nowMs = this.#nowMs();
      const [statements, outcome] = toStatements(storeId, change, newKey, nowMs);
      const row = {
        storeId,
        atMs: nowMs,
        product: undefined,
        operationId,
        record: { scope: 'webhooks', ...(idempotency ?? { key: operationId, fingerprint: '' }) },
        actor,
        type: 'webhooks.updated',
        change: plainChange({ change: change.kind }),
      } as const;
      return toWriteResult(await runIdempotentWrite(this.#database, { row, statements, outcome }));
    } catch (error) {
      if (String(error).includes('webhooks.store_id')) return { kind: 'event-taken' };
      throw error;
    }
  }
}

/** Returns the statements of a change, and the SQL expression of its result. */
function toStatements(
  storeId: number,
  change: WebhookChange,
  newKey: string | undefined,
  nowMs: number,
): readonly [readonly Statement[], Statement] {
  const all = `(SELECT json_group_array(json_object('id', id, 'event', event, 'url', url,
    'send_payload', send_payload, 'created_at', created_at,
    'updated_at', updated_at) ORDER BY id) FROM webhooks WHERE store_id = ?1`;
  switch (change.kind) {
    case 'create':
      return [
        [
          {
            sql: `INSERT INTO webhooks (store_id, event, url, send_payload, created_at, updated_at)
              SELECT ?1, value ->> 'event', value ->> 'url', value ->> 'sendPayload', ?3, ?3 FROM json_each(?2)`,
            values: [storeId, JSON.stringify(change.webhooks), nowMs],
          },
          {
            sql: `INSERT INTO webhook_keys (store_id, signature_key) VALUES (?1, ?2) ON CONFLICT DO NOTHING`,
            values: [storeId, newKey ?? null],
          },
        ],
        {
          sql: `${all} AND event IN (SELECT value ->> 'event' FROM json_each(?2)))`,
          values: [storeId, JSON.stringify(change.webhooks)],
        },
      ];
    case 'update':
      return [
        [
          {
            sql: `UPDATE webhooks SET event = coalesce(?3, event), url = coalesce(?4, url),
                send_payload = iif(?6, ?7, send_payload), updated_at = ?5
              WHERE store_id = ?1 AND id = ?2`,
            values: [
              storeId,
              change.id,
              change.event ?? null,
              change.url ?? null,
              nowMs,
              change.sendPayload === undefined ? 0 : 1,
              change.sendPayload ?? null,
            ],
          },
        ],
        { sql: `${all} AND id = ?2)`, values: [storeId, change.id] },
      ];
    case 'delete':
      return [
        [{ sql: `DELETE FROM webhooks WHERE store_id = ?1 AND id = ?2`, values: [storeId, change.id] }],
        { sql: `json('[]')`, values: [] },
      ];
    case 'renew-key':
      return [
        [
          {
            sql: `INSERT INTO webhook_keys (store_id, signature_key) VALUES (?1, ?2)
              ON CONFLICT (store_id) DO UPDATE SET signature_key = excluded.signature_key`,
            values: [storeId, newKey ?? null],
          },
        ],
        { sql: `json_object('key', ?1)`, values: [newKey ?? null] },
      ];
    default:
      return change satisfies never;
  }
}

function toWriteResult(written: IdempotentWriteResult): WebhookWriteResult {
  const key = z.object({ key: z.string() }).safeParse(written.outcome);
  return {
    kind: 'written',
    webhooks: key.success ? [] : z.array(rowSchema).parse(written.outcome).map(toWebhook),
    sealedKey: key.success ? key.data.key : undefined,
    earlierFingerprint: written.kind === 'duplicate-key' ? written.fingerprint : undefined,
  };
}

function toWebhook(row: unknown): Webhook {
  const { id, event, url, send_payload, created_at, updated_at } = rowSchema.parse(row);
  return { id, event, url, sendPayload: send_payload, createdAtMs: created_at, updatedAtMs: updated_at };
}
