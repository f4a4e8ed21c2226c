import type { HistoryStep } from '../jobs/sweep-storage.ts';
import type { Database, SqlValue, Statement } from '../platform/database.ts';
import * as z from '../platform/schema.ts';
import { KEY_LIFETIME_MS } from './journal-sql.ts';

/** How many stores one step looks at; each costs a few rows where nothing of it is old. */
const STORES_PER_STEP = 50;

const DAY_MS = 24 * 60 * 60 * 1000;

const storeSchema = z.object({
  id: z.int(),
  trash_days: z.int(),
  history_days: z.int(),
  oldest_row: z.nullable(z.int()),
  oldest_answer: z.nullable(z.int()),
  oldest_image: z.nullable(z.int()),
  oldest_media: z.nullable(z.int()),
});

/** The next stores, with how old the oldest of each kind is. The last row of a journal stays: numbers go on from it. */
const STORES = `SELECT s.id, k.trash_days, k.history_days,
    (SELECT at FROM journal WHERE store_id = s.id AND seq < (SELECT max(seq) FROM journal WHERE store_id = s.id)
      ORDER BY seq LIMIT 1) AS oldest_row,
    (SELECT at FROM answers WHERE store_id = s.id ORDER BY seq LIMIT 1) AS oldest_answer,
    (SELECT min(deleted_at) FROM trashed_images WHERE store_id = s.id) AS oldest_image,
    (SELECT min(trashed_at) FROM media WHERE store_id = s.id AND trashed_at IS NOT NULL) AS oldest_media
  FROM stores s JOIN keep_days k ON k.store_id = s.id WHERE s.id > ?1
    AND s.id NOT IN (SELECT store_id FROM store_moves) ORDER BY s.id LIMIT ?2`;

/** Makes one step through the stores after `afterStoreId`: see SweepStore. */
export async function removeOldHistory(
  database: Database,
  afterStoreId: number,
  { nowMs, limit, isDryRun }: { readonly nowMs: number; readonly limit: number; readonly isDryRun: boolean },
): Promise<HistoryStep> {
  const rows = await database.query(STORES, afterStoreId, STORES_PER_STEP);
  let removed = 0;
  let lastStoreId: number | undefined;
  for (const row of rows) {
    const store = storeSchema.parse(row);
    const statements = removals(store, nowMs, limit, isDryRun);
    for (let isMoreDue = statements.length > 0; isMoreDue;) {
      const results = await database.batch(statements);
      const count = results.reduce((sum, { length }) => sum + length, 0);
      removed += count;
      // A dry run says what one look would remove. Else numbers may be far apart: until nothing is found, there may be more.
      isMoreDue = !isDryRun && count > 0;
      if (isMoreDue && removed >= limit) return { removed, lastStoreId, isLast: false };
    }
    lastStoreId = store.id;
  }
  return { removed, lastStoreId, isLast: rows.length < STORES_PER_STEP };
}

/** Returns the statements that remove what is too old of one store, or that select it; none where nothing is. */
function removals(
  store: z.infer<typeof storeSchema>,
  nowMs: number,
  limit: number,
  isDryRun: boolean,
): readonly Statement[] {
  const trashedBefore = nowMs - store.trash_days * DAY_MS;
  const kinds: readonly (readonly [oldestMs: number | null, beforeMs: number, table: string, condition: string])[] = [
    [store.oldest_row, nowMs - store.history_days * DAY_MS, 'journal', OLDEST_ROWS],
    [store.oldest_answer, nowMs - KEY_LIFETIME_MS, 'answers', OLDEST_ANSWERS],
    [store.oldest_image, trashedBefore, 'trashed_images', OLDEST_IMAGES],
    [store.oldest_media, trashedBefore, 'media', OLDEST_MEDIA],
  ];
  return kinds.flatMap(([oldestMs, beforeMs, table, condition]) => {
    if (oldestMs === null || oldestMs > beforeMs) return [];
    const values: readonly SqlValue[] = [store.id, beforeMs, limit];
    const sql = isDryRun
      ? `SELECT 1 FROM ${table} WHERE ${condition}`
      : `DELETE FROM ${table} WHERE ${condition} RETURNING 1`;
    return [{ sql, values }];
  });
}

/** The first numbers of a store, ?3 at most. A range of the clustered key, so nothing is searched. */
const firstOf = (table: string): string =>
  `store_id = ?1 AND seq < (SELECT min(seq) FROM ${table} WHERE store_id = ?1) + ?3`;

/** Clocks differ, so an older row may follow a younger one: it waits for that one, and the numbers stay without gaps. */
const OLDEST_ROWS = `${firstOf('journal')} AND at <= ?2
  AND seq < (SELECT coalesce(min(seq), 9e15) FROM journal WHERE ${firstOf('journal')} AND at > ?2)
  AND seq < (SELECT max(seq) FROM journal WHERE store_id = ?1)`;
const OLDEST_ANSWERS = `${firstOf('answers')} AND at <= ?2`;
const OLDEST_IMAGES = `store_id = ?1 AND id IN
  (SELECT id FROM trashed_images WHERE store_id = ?1 AND deleted_at <= ?2 ORDER BY deleted_at LIMIT ?3)`;
const OLDEST_MEDIA = `store_id = ?1 AND id IN
  (SELECT id FROM media WHERE store_id = ?1 AND trashed_at <= ?2 ORDER BY trashed_at LIMIT ?3)`;
