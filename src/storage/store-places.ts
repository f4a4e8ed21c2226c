import type { Database } from '../platform/database.ts';
import { text } from '../platform/cells.ts';

/** Where a store is that is not in the default shard. */
export interface StorePlace {
  readonly hash: string;
  readonly shard: string;
}

/** Reads the directory, which only the default shard has: stores that it does not name are there. */
export async function readPlaces(database: Database, limit: number): Promise<readonly StorePlace[]> {
  const rows = await database.query(
    `SELECT hash, shard FROM store_places WHERE shard <> 'DB' ORDER BY store_id DESC LIMIT ?1`,
    limit,
  );
  return rows.map(({ hash, shard }) => ({ hash: text(hash), shard: text(shard) }));
}

/** The store that has what ?1 names. */
const STORES = {
  store: 'SELECT hash FROM stores WHERE hash = ?1',
  token: 'SELECT s.hash FROM tokens x JOIN stores s ON s.id = x.store_id WHERE x.digest = ?1',
  upload: 'SELECT s.hash FROM upload_grants x JOIN stores s ON s.id = x.store_id WHERE x.digest = ?1',
  result: 'SELECT s.hash FROM jobs x JOIN stores s ON s.id = x.store_id WHERE x.result_key = ?1',
  origin: 'SELECT s.hash FROM store_origins x JOIN stores s ON s.id = x.store_id WHERE x.origin = ?1 LIMIT 1',
} as const;

/**
 * Returns the hash of the store in this shard that has something; undefined where it has none. A store that is not shown
 * here, because it has left or not yet arrived, has a name that no store can have.
 */
export async function findProof(
  database: Database,
  kind: keyof typeof STORES,
  value: string,
): Promise<string | undefined> {
  const [row] = await database.query(STORES[kind], value);
  const hash = row && text(row['hash']);
  return hash?.includes(':') === true ? undefined : hash;
}
