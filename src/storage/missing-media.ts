import type { Database } from '../platform/database.ts';
import { int } from '../platform/cells.ts';

/** Returns those of `mediaIds` that are not in the store's library, in one round trip. */
export async function readMissingMedia(
  database: Database,
  storeId: number,
  mediaIds: readonly number[],
): Promise<ReadonlySet<number>> {
  const [rows] = await database.batch([
    {
      sql: `SELECT value AS id FROM json_each(?2)
        WHERE NOT EXISTS (SELECT 1 FROM media WHERE store_id = ?1 AND id = value AND trashed_at IS NULL)`,
      values: [storeId, JSON.stringify(mediaIds)],
    },
  ]);
  return new Set((rows ?? []).map((row) => int(row['id'])));
}
