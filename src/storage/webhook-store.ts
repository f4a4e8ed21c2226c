import { type KeyedRequest, recordOf } from '../catalogue/commands.ts';
import {
  JOB_FINISHED,
  type Webhook,
  type WebhookChange,
  type WebhookStore,
  type WebhookWriteResult,
} from '../jobs/webhooks.ts';
import type { Access } from '../model/access.ts';
import type { EventType } from '../model/event.ts';
import { newOperationId } from '../model/ids.ts';
import type { Database, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { type IdempotentWriteResult, runIdempotentWrite } from './idempotent-write.ts';
import { plainChange } from './journal-sql.ts';

/** The type of the event that the API calls `job:finished`, and it as the list of a webhook's patterns. */
const JOB_FINISHED_TYPE: EventType = 'job.finished';
const JOB_FINISHED_EVENTS = JSON.stringify([JOB_FINISHED_TYPE]);

/** The condition on the webhooks of this API, of the store ?1. */
const OWN = `store_id = ?1 AND format = 'shoptet'`;

const rowSchema = z.object({
  id: z.int(),
  url: z.string(),
  send_payload: z.nullable(z.string()),
  created_at: z.int(),
  updated_at: z.int(),
});
const COLUMNS = 'id, url, send_payload, created_at, updated_at';

/** The webhooks of the Shoptet API on D1. */
export class D1WebhookStore implements WebhookStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(storeId: number): Promise<readonly Webhook[]> {
    const [rows] = await this.#database.batch([
      { sql: `SELECT ${COLUMNS} FROM webhooks WHERE ${OWN} ORDER BY id`, values: [storeId] },
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
        record: recordOf('webhooks', idempotency, operationId),
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
  const all = `(SELECT json_group_array(json_object('id', id, 'url', url, 'send_payload', send_payload, 'created_at', created_at,
    'updated_at', updated_at) ORDER BY id) FROM webhooks WHERE ${OWN}`;
  switch (change.kind) {
    case 'create':
      return [
        [
          {
            sql: `INSERT INTO webhooks (store_id, format, events, url, send_payload, position, created_at, updated_at)
              SELECT ?1, 'shoptet', ?4, value ->> 'url', value ->> 'sendPayload',
                (SELECT seq - 1 FROM next_seq WHERE store_id = ?1), ?3, ?3 FROM json_each(?2)`,
            values: [storeId, JSON.stringify(change.webhooks), nowMs, JOB_FINISHED_EVENTS],
          },
          {
            sql: `INSERT INTO webhook_keys (store_id, signature_key) VALUES (?1, ?2) ON CONFLICT DO NOTHING`,
            values: [storeId, newKey ?? null],
          },
        ],
        {
          sql: `${all} AND events = ?2)`,
          values: [storeId, JOB_FINISHED_EVENTS],
        },
      ];
    case 'update':
      return [
        [
          {
            sql: `UPDATE webhooks SET url = coalesce(?3, url), send_payload = iif(?5, ?6, send_payload), updated_at = ?4
              WHERE ${OWN} AND id = ?2`,
            values: [
              storeId,
              change.id,
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
        [{ sql: `DELETE FROM webhooks WHERE ${OWN} AND id = ?2`, values: [storeId, change.id] }],
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
  const { id, url, send_payload, created_at, updated_at } = rowSchema.parse(row);
  return { id, event: JOB_FINISHED, url, sendPayload: send_payload, createdAtMs: created_at, updatedAtMs: updated_at };
}
