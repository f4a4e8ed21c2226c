import * as z from 'zod';
import { type KeyedRequest, recordOf } from '../catalogue/commands.ts';
import type { WithAccess } from '../catalogue/image-reads.ts';
import {
  MAX_URL_KEYS,
  type UrlKey,
  type UrlKeyChange,
  type UrlKeyStore,
  type UrlKeyWritten,
} from '../catalogue/url-keys.ts';
import type { UrlKeyIndex } from '../delivery/url-keys.ts';
import type { Access } from '../model/access.ts';
import { newOperationId } from '../model/ids.ts';
import type { Database, Statement } from '../platform/database.ts';
import { REFUSED, runIdempotentWrite } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';

const keySchema = z.object({ id: z.string(), label: z.string(), created_at: z.int() });

const KEY_JSON = `json_object('id', id, 'label', label, 'created_at', created_at)`;

/** The keys of stores on D1. */
export class D1UrlKeyStore implements UrlKeyStore, UrlKeyIndex {
  readonly #database: Database;
  readonly #nowMs: () => number;

  constructor(database: Database, nowMs: () => number) {
    this.#database = database;
    this.#nowMs = nowMs;
  }

  async activeKeyIds(storeHash: string): Promise<ReadonlySet<string>> {
    const [rows = []] = await this.#database.batch([
      {
        sql: `SELECT k.id FROM stores s JOIN url_keys k ON k.store_id = s.id WHERE s.hash = ?1`,
        values: [storeHash],
      },
    ]);
    return new Set(rows.map((row) => z.object({ id: z.string() }).parse(row).id));
  }

  async list(tokenDigest: string): Promise<WithAccess<readonly UrlKey[]>> {
    const token = [tokenDigest, this.#nowMs()];
    const [tokens, rows = []] = await this.#database.batch([
      accessStatement(token),
      {
        sql: `SELECT k.id, k.label, k.created_at FROM tokens t JOIN url_keys k ON k.store_id = t.store_id
          WHERE ${LIVE_TOKEN} ORDER BY k.created_at, k.id`,
        values: token,
      },
    ]);
    return { access: readAccess(tokens), value: rows.map(toUrlKey) };
  }

  async write(
    { store, actor }: Pick<Access, 'store' | 'actor'>,
    change: UrlKeyChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<UrlKeyWritten> {
    const operationId = newOperationId();
    const record = recordOf('v1:keys', idempotency, operationId);
    const atMs = this.#nowMs();
    const { journaled, statement, outcome } = toWrite(store.id, change, atMs);
    const row = {
      ...{ storeId: store.id, atMs, product: undefined, operationId, record, actor },
      type: 'keys.updated',
      change: journaled,
    } as const;
    try {
      const written = await runIdempotentWrite(this.#database, { row, statements: [statement], outcome });
      const isReplay = written.kind === 'duplicate-key';
      if (isReplay && written.fingerprint !== record.fingerprint) return { kind: 'key-reused' };
      return { kind: 'written', key: written.outcome === null ? undefined : toUrlKey(written.outcome), isReplay };
    } catch (error) {
      if (String(error).includes(REFUSED)) return { kind: 'refused' };
      throw error;
    }
  }
}

/** What a change writes: its journal row has no change where it cannot be made, and is refused with everything else. */
function toWrite(
  storeId: number,
  change: UrlKeyChange,
  nowMs: number,
): { readonly journaled: Statement; readonly statement: Statement; readonly outcome: Statement } {
  const { id } = change;
  const outcome = {
    sql: `(SELECT ${KEY_JSON} FROM url_keys WHERE store_id = ?1 AND id = ?2)`,
    values: [storeId, id],
  };
  if (change.kind === 'revoke') {
    return {
      journaled: {
        sql: `(SELECT json_object('change', 'revoke', 'keyId', id) FROM url_keys
          WHERE store_id = ?1 AND id = ?2)`,
        values: [storeId, id],
      },
      statement: { sql: 'DELETE FROM url_keys WHERE store_id = ?1 AND id = ?2', values: [storeId, id] },
      outcome: { sql: 'json(?1)', values: ['null'] },
    };
  }
  return {
    journaled: {
      sql: `(SELECT json_object('change', 'create', 'keyId', ?2)
        WHERE (SELECT count(*) FROM url_keys WHERE store_id = ?1) < ?3)`,
      values: [storeId, id, MAX_URL_KEYS],
    },
    statement: {
      sql: 'INSERT INTO url_keys (store_id, id, label, created_at) VALUES (?1, ?2, ?3, ?4)',
      values: [storeId, id, change.label, nowMs],
    },
    outcome,
  };
}

function toUrlKey(row: unknown): UrlKey {
  const { id, label, created_at: createdAtMs } = keySchema.parse(row);
  return { id, label, createdAtMs };
}
