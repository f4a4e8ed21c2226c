import type { KeyedRequest } from '../catalogue/commands.ts';
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
import type { Database } from '../platform/database.ts';
import { int, record, text } from '../platform/cells.ts';
import { REFUSED } from './idempotent-write.ts';
import { accessStatement, LIVE_TOKEN, readAccess } from './image-reads.ts';
import { runStoreWrite, type StoreWrite } from './store-write.ts';

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
    return new Set(rows.map((row) => text(row['id'])));
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
    caller: Pick<Access, 'store' | 'actor'>,
    change: UrlKeyChange,
    idempotency: KeyedRequest | undefined,
  ): Promise<UrlKeyWritten> {
    const written = await runStoreWrite(this.#database, {
      caller,
      // The answer shows the secret: a repeat is one of the caller alone.
      scope: `v1:keys:${caller.actor.token?.id ?? ''}`,
      idempotency,
      atMs: this.#nowMs(),
      type: 'keys.updated',
      refusals: [REFUSED],
      ...toWrite(caller.store.id, change, this.#nowMs()),
    });
    if (written.kind !== 'written') return written;
    const key = written.outcome === null ? undefined : toUrlKey(written.outcome);
    return { kind: 'written', key, isReplay: written.isReplay };
  }
}

/** What a change writes: its journal row has no change where it cannot be made, and is refused with everything else. */
function toWrite(
  storeId: number,
  change: UrlKeyChange,
  nowMs: number,
): Pick<StoreWrite, 'change' | 'statements' | 'outcome'> {
  const { id } = change;
  const outcome = {
    sql: `(SELECT ${KEY_JSON} FROM url_keys WHERE store_id = ?1 AND id = ?2)`,
    values: [storeId, id],
  };
  if (change.kind === 'revoke') {
    return {
      change: {
        sql: `(SELECT json_object('change', 'revoke', 'keyId', id) FROM url_keys
          WHERE store_id = ?1 AND id = ?2)`,
        values: [storeId, id],
      },
      statements: [{ sql: 'DELETE FROM url_keys WHERE store_id = ?1 AND id = ?2', values: [storeId, id] }],
      outcome: { sql: 'json(?1)', values: ['null'] },
    };
  }
  return {
    change: {
      sql: `(SELECT json_object('change', 'create', 'keyId', ?2)
        WHERE (SELECT count(*) FROM url_keys WHERE store_id = ?1) < ?3)`,
      values: [storeId, id, MAX_URL_KEYS],
    },
    statements: [
      {
        sql: 'INSERT INTO url_keys (store_id, id, label, created_at) VALUES (?1, ?2, ?3, ?4)',
        values: [storeId, id, change.label, nowMs],
      },
    ],
    outcome,
  };
}

function toUrlKey(row: unknown): UrlKey {
  const { id, label, created_at: createdAtMs } = record(row);
  return { id: text(id), label: text(label), createdAtMs: int(createdAtMs) };
}
