import type { KeyedRequest } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import type {
  EventWebhook,
  EventWebhookChange,
  EventWebhookStore,
  EventWebhookWritten,
  LoggedDelivery,
} from '../jobs/event-webhooks.ts';
import type { Access } from '../model/access.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { ACCESS_COLUMNS } from './access-rows.ts';
import { EVENT_WEBHOOK_COLUMNS, toEventWebhook, toLoggedDelivery } from './event-webhook-rows.ts';
import { eventWebhookWrite } from './event-webhook-sql.ts';
import { REFUSED } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { runStoreWrite } from './store-write.ts';

const COLUMNS = EVENT_WEBHOOK_COLUMNS.map((column) => `w.${column}`).join(', ');
const outcomeSchema = z.object({ webhook: z.unknown(), sealedSecret: z.nullable(z.string()) });

/** The webhooks of Vitrine's own API on D1. */
export class D1EventWebhookStore implements EventWebhookStore {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async list(
    tokenDigest: string,
    { afterId, limit }: { readonly afterId: number; readonly limit: number },
  ): Promise<WithAccess<readonly EventWebhook[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT ${COLUMNS} FROM tokens t JOIN webhooks w ON w.store_id = t.store_id
          WHERE ${LIVE_TOKEN} AND w.format = 'standard' AND w.id > ?3 ORDER BY w.id LIMIT ?4`,
        values: [...token, afterId, limit],
      },
    ]);
    return { access: readAccess(tokens), value: (rows ?? []).map(toEventWebhook) };
  }

  async find(
    storeId: number,
    id: number,
  ): Promise<{ readonly webhook: EventWebhook | undefined; readonly oldestSeq: number }> {
    const [rows, heads] = await this.#database.batch([
      {
        sql: `SELECT ${COLUMNS} FROM webhooks w WHERE w.store_id = ?1 AND w.format = 'standard' AND w.id = ?2`,
        values: [storeId, id],
      },
      { sql: 'SELECT coalesce(min(seq), 1) AS oldest FROM journal WHERE store_id = ?1', values: [storeId] },
    ]);
    const { oldest } = z.object({ oldest: z.int() }).parse(heads?.[0]);
    return { webhook: rows?.[0] && toEventWebhook(rows[0]), oldestSeq: oldest };
  }

  async deliveries(
    tokenDigest: string,
    id: number,
    { beforeId, limit }: { readonly beforeId: number | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly LoggedDelivery[] | undefined>> {
    const token = [tokenDigest, this.#nowMs()];
    const own = `w.store_id = t.store_id AND w.format = 'standard' AND w.id = ?3`;
    const [tokens, rows] = await this.#database.batch([
      {
        sql: `SELECT ${ACCESS_COLUMNS}, w.id AS webhook_id FROM tokens t LEFT JOIN webhooks w ON ${own} WHERE ${LIVE_TOKEN}`,
        values: [...token, id],
      },
      {
        sql: `SELECT d.* FROM tokens t JOIN webhooks w ON ${own}
          JOIN webhook_deliveries d INDEXED BY webhook_deliveries_by_webhook ON d.webhook_id = w.id
          WHERE ${LIVE_TOKEN} AND d.id < coalesce(?4, 9007199254740991) ORDER BY d.id DESC LIMIT ?5`,
        values: [...token, id, beforeId ?? null, limit],
      },
    ]);
    const isThere = tokens?.[0] !== undefined && tokens[0]['webhook_id'] !== null;
    return {
      access: readAccess(tokens),
      value: isThere ? (rows ?? []).map(toLoggedDelivery) : undefined,
    };
  }

  async write(
    caller: Pick<Access, 'store' | 'actor'>,
    change: EventWebhookChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<EventWebhookWritten> {
    const atMs = this.#nowMs();
    const written = await runStoreWrite(this.#database, {
      caller,
      // The answer shows a secret: a repeat is one of the caller alone.
      scope: `v1:webhooks:${caller.actor.token?.id ?? ''}`,
      idempotency,
      atMs,
      type: 'webhooks.updated',
      refusals: [REFUSED],
      ...eventWebhookWrite(caller.store.id, change, atMs),
    });
    if (written.kind !== 'written') return written;
    return { kind: 'written', ...parseOutcome(written.outcome), isReplay: written.isReplay };
  }
}

function parseOutcome(
  outcome: unknown,
): Pick<Extract<EventWebhookWritten, { kind: 'written' }>, 'webhook' | 'sealedSecret'> {
  const { webhook, sealedSecret } = outcomeSchema.parse(outcome);
  return {
    webhook: webhook === null ? undefined : toEventWebhook(webhook),
    sealedSecret: sealedSecret ?? undefined,
  };
}
