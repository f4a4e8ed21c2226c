import { env, exports } from 'cloudflare:workers';
import { isShardName, type ShardName } from '../../src/model/shard.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { numberFrom } from '../../src/storage/shard-numbers.ts';
import { nextEpoch } from '../../src/storage/store-move.ts';
import { MOVED_TABLES, rowsOf } from '../../src/storage/moved-tables.ts';
import type { MoveReport } from '../../src/worker/run-store-move.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { ORIGIN } from '../support/v3.ts';

/** Returns the database of a shard. */
export function databaseOf(shard: ShardName): D1Database {
  const database = new Map<ShardName, D1Database | undefined>([
    ['DB', env.DB],
    ['DB_2', env.DB_2],
    ['DB_3', env.DB_3],
  ]).get(shard);
  if (database === undefined) throw new Error(`There is no ${shard}.`);
  return database;
}

/** Creates a store in a shard, as `operator store create` does: the directory learns of it. */
export async function newStoreIn(shard: 'DB' | 'DB_2' | 'DB_3', settings: object = {}): Promise<TestStore> {
  const store = await newStore(settings, shard);
  if (shard === 'DB') return store;
  const epoch = await nextEpoch(new Database(env.DB, noCost()));
  const database = databaseOf(shard);
  await database.batch(numberFrom(epoch, true).map((sql) => database.prepare(sql)));
  await env.DB.prepare('INSERT INTO store_places (store_id, hash, shard) VALUES (?, ?, ?)')
    .bind(store.id, store.hash, shard)
    .run();
  return store;
}

/** Asks the operator's route for one portion of a move. */
export async function askToMove(store: TestStore, to: string, query = ''): Promise<MoveReport> {
  const response = await exports.default.fetch(
    new Request(`${ORIGIN}/operator/move?store=${store.hash}&to=${to}${query}`, {
      method: 'POST',
      headers: { Authorization: 'Bearer operator-of-the-tests' },
    }),
  );
  if (!response.ok) throw new Error(`The move answered ${response.status}: ${await response.text()}`);
  return await response.json<MoveReport>();
}

/** Moves a store, asking until it has moved. */
export async function move(store: TestStore, to: ShardName): Promise<MoveReport> {
  for (let calls = 0; calls < 100; calls += 1) {
    const report = await askToMove(store, to);
    if (report.phase === 'failed') throw new Error(report.reason);
    if (report.phase !== 'copying' && report.phase !== 'clearing') return report;
  }
  throw new Error('The move does not end.');
}

/** Has what was left behind stand there for long enough to be removed. */
export async function ageLeftRows(shard: ShardName): Promise<void> {
  await databaseOf(shard).prepare(`UPDATE store_moves SET left_at = 1 WHERE phase = 'left'`).run();
}

/** Returns all rows of a store in a shard, but with hashes in the place of the numbers that blobs have there. */
export async function dump(shard: ShardName, storeId: number): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const database = databaseOf(shard);
  const dumped: Record<string, readonly unknown[]> = {};
  for (const table of MOVED_TABLES) {
    const { results } = await database
      .prepare(`SELECT * FROM ${table.name} WHERE ${rowsOf(table)} ORDER BY ${table.key.join(', ')}`)
      .bind(storeId)
      .all();
    dumped[table.name] = results;
  }
  const blobs = new Map((dumped['blobs'] ?? []).map((row) => [field(row, 'id'), String(field(row, 'sha256'))]));
  const named = (id: unknown): string => blobs.get(Number(id)) ?? `unknown ${String(id)}`;
  for (const rows of Object.values(dumped)) {
    for (const row of rows) {
      if (!isRecord(row)) continue;
      if ('blob_id' in row) row['blob_id'] = named(row['blob_id']);
      if ('sha256' in row) row['id'] = row['sha256'];
      if ('shop_blobs' in row) {
        const counts: Record<string, unknown> = JSON.parse(String(row['shop_blobs']));
        row['shop_blobs'] = Object.entries(counts)
          .map(([id, count]) => `${named(id)} ${String(count)}`)
          .toSorted();
      }
    }
  }
  return dumped;
}

const isRecord = (row: unknown): row is Record<string, unknown> => typeof row === 'object' && row !== null;
const field = (row: unknown, name: string): unknown => (isRecord(row) ? row[name] : undefined);

/** Returns the shards that have any row of a store, besides those of the directory. */
export async function shardsWithRows(storeId: number): Promise<readonly string[]> {
  const found: string[] = [];
  for (const shard of ['DB', 'DB_2', 'DB_3'].filter(isShardName)) {
    const dumped = await dump(shard, storeId);
    if (Object.values(dumped).some((rows) => rows.length > 0)) found.push(shard);
  }
  return found;
}

/** Returns the names of the triggers of a shard that refuse writes to stores on their way. */
export async function guardsOf(shard: ShardName): Promise<number> {
  const sql = `SELECT count(*) AS n FROM sqlite_schema WHERE type = 'trigger' AND name GLOB 'moving_*'`;
  return (await databaseOf(shard).prepare(sql).first<number>('n')) ?? 0;
}
