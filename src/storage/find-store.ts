import type { Store } from '../model/store.ts';
import type { Database } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { toStore } from './access-rows.ts';

/** Finds a store by its hash, for the operator. */
export async function findStore(database: Database, hash: string): Promise<Store | undefined> {
  const [row] = await database.query(
    'SELECT j.store FROM stores s JOIN store_json j ON j.store_id = s.id WHERE s.hash = ?1',
    hash,
  );
  return row && toStore(z.object({ store: z.string() }).parse(row).store);
}
