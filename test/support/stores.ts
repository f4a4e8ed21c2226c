import { env } from 'cloudflare:workers';
import type { Scope } from '../../src/model/access.ts';
import { sha256Hex } from '../../src/platform/digest.ts';

/** A store for one test, with a token that may do everything, and one that reads. */
export interface TestStore {
  readonly id: number;
  readonly hash: string;
  readonly token: string;
  readonly readToken: string;
}

/** Where there are several shards, they give no ids by themselves. */
const FIRST_ID_OF_SHARDS = 1_000;

/** How many stores one run of these tests may make. */
const STORES_OF_RUN = 10_000;

let count = 0;
let run: number | undefined;

/** Returns a number for the files that count together: two runners may have one database. */
const numberOfRun = (): number => (run ??= crypto.getRandomValues(new Uint16Array(1))[0] ?? 0);

/** The databases of stores that are not in the default one, in the tests of shards. */
const databases = new Map<number, D1Database>();

type TestShard = 'DB' | 'DB_2' | 'DB_3';

function shardsInTurn(): TestShard {
  const shards = (env.STORES_IN ?? 'DB').split(' ');
  const shard = shards[count % shards.length];
  return shard === 'DB_2' || shard === 'DB_3' ? shard : 'DB';
}

/**
 * Creates a store; every test uses its own, so that tests do not affect each other.
 *
 * @param shard where it is made; where nothing is said, the next one after that of the store before.
 */
export async function newStore(settings: object = {}, shard = shardsInTurn()): Promise<TestStore> {
  count += 1;
  const number = numberOfRun() * STORES_OF_RUN + count;
  const hash = `store${number}`;
  const database = { DB: env.DB, DB_2: env.DB_2, DB_3: env.DB_3 }[shard] ?? env.DB;
  const row = await database
    .prepare('INSERT INTO stores (id, hash, name, settings, created_at) VALUES (?, ?, ?, ?, ?) RETURNING id')
    .bind(
      env.DB_2 === undefined ? null : FIRST_ID_OF_SHARDS + number,
      hash,
      `Store ${number}`,
      JSON.stringify(settings),
      Date.now(),
    )
    .first<{ id: number }>();
  const id = row?.id ?? 0;
  databases.set(id, database);
  const store = { id, hash, token: `token-of-${hash}`, readToken: `read-token-of-${hash}` };
  await addToken(id, store.token, 'admin');
  // Lists of tokens are in the order of their times.
  await addToken(id, store.readToken, 'read', { createdAt: Date.now() + 1 });
  return store;
}

/** Returns the database that a test store was made in. */
export const databaseOfStore = (storeId: number): D1Database => databases.get(storeId) ?? env.DB;

/** Adds a token, as the operator's tool would: one for all APIs, unless some are named. */
export async function addToken(
  storeId: number,
  token: string,
  scope: Scope,
  {
    createdAt = Date.now(),
    expiresAt,
    revokedAt,
    apis,
  }: { createdAt?: number; expiresAt?: number; revokedAt?: number; apis?: readonly string[] } = {},
): Promise<void> {
  await databaseOfStore(storeId)
    .prepare(
      `INSERT INTO tokens (digest, store_id, label, scope, apis, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(
      await sha256Hex(new TextEncoder().encode(token)),
      storeId,
      'test',
      scope,
      apis === undefined ? null : JSON.stringify(apis),
      createdAt,
      expiresAt ?? null,
      revokedAt ?? null,
    )
    .run();
}
