import { movedError } from '../model/shard.ts';
import type { Database } from '../platform/database.ts';
import { text } from '../platform/cells.ts';

/** The condition on a row that its store is not being moved: nothing that is can be changed, and others must not wait. */
export const NOT_MOVING = 'store_id NOT IN (SELECT store_id FROM store_moves)';

/**
 * Checks that a store lives in this shard: one that has moved has no products here, which must not be taken for products
 * that are new.
 *
 * @throws where it does not, as a write to it does.
 */
export async function checkStoreIsHere(database: Database, storeId: number): Promise<void> {
  const rows = await database.query(
    `SELECT 1 FROM stores WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM store_moves WHERE store_id = ?1 AND phase = 'left')`,
    storeId,
  );
  if (rows.length === 0) throw movedError();
}

/** Returns the hashes of the stores to which nothing can be written, because they come to this shard or leave it. */
export async function readMovingHashes(database: Database): Promise<ReadonlySet<string>> {
  const rows = await database.query(`SELECT hash FROM store_moves WHERE phase <> 'left'`);
  return new Set(rows.map((row) => text(row['hash'])));
}
