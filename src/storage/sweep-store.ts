import {
  DROPPED_GRACE_MS,
  type DroppedKey,
  type SweepBucket,
  type SweepLag,
  type HistoryStep,
  SWEEP_WALKS,
  type SweepStore,
  type SweepWalk,
  type WalkedPrefix,
} from '../jobs/sweep-storage.ts';
import { MEDIA_REVISION } from '../delivery/picture-path.ts';
import type { Bucket } from '../platform/bucket.ts';
import type { Database } from '../platform/database.ts';
import { int, text } from '../platform/cells.ts';
import * as z from '../platform/schema.ts';
import { removeOldHistory } from './old-history.ts';
import { LAST_PURGED_ID } from './purge-store.ts';

const droppedSchema = z.object({ id: z.int(), kind: z.enum(['object', 'renditions']), key: z.string() });

/** The sweep's port to the database, on D1. */
export class D1SweepStore implements SweepStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async droppedKeys(beforeMs: number, limit: number, includesUnpurged: boolean): Promise<readonly DroppedKey[]> {
    const rows = await this.#database.query(
      `SELECT id, kind, key FROM dropped_keys AS dropped
        WHERE dropped_at <= ?1 AND (?3 OR kind = 'object' OR id <= ${LAST_PURGED_ID})
          AND NOT EXISTS (SELECT 1 FROM blobs WHERE original_key = dropped.key)
          AND NOT EXISTS (SELECT 1 FROM blobs WHERE render_key = dropped.key)
        ORDER BY id LIMIT ?2`,
      beforeMs,
      limit,
      includesUnpurged ? 1 : 0,
    );
    return rows.map((row) => droppedSchema.parse(row));
  }

  async removeDroppedRows(ids: readonly number[]): Promise<void> {
    await this.#database.query(
      'DELETE FROM dropped_keys WHERE id IN (SELECT value FROM json_each(?1))',
      JSON.stringify(ids),
    );
  }

  async unreferenced(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]> {
    const rows = await this.#database.query(UNREFERENCED[prefix], JSON.stringify(keys));
    return rows.map((row) => text(row['key']));
  }

  async readCursor(prefix: SweepWalk): Promise<string | undefined> {
    const [row] = await this.#database.query('SELECT start_after FROM sweep_cursors WHERE prefix = ?1', prefix);
    return row && text(row['start_after']);
  }

  async saveCursor(prefix: SweepWalk, key: string | undefined, nowMs: number): Promise<void> {
    await (key === undefined
      ? this.#database.query('DELETE FROM sweep_cursors WHERE prefix = ?1', prefix)
      : this.#database.query(
          `INSERT INTO sweep_cursors (prefix, start_after, began_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (prefix) DO UPDATE SET start_after = excluded.start_after`,
          prefix,
          key,
          nowMs,
        ));
  }

  async begunWalks(): Promise<readonly SweepWalk[]> {
    const rows = await this.#database.query('SELECT prefix AS key FROM sweep_cursors');
    const begun = new Set(rows.map((row) => text(row['key'])));
    return SWEEP_WALKS.filter((prefix) => begun.has(prefix));
  }

  async lag(nowMs: number): Promise<SweepLag> {
    const [row] = await this.#database.query(
      `SELECT
          coalesce(max(0, ?1 - ?2 - (SELECT dropped_at FROM dropped_keys ORDER BY id LIMIT 1)), 0) AS dropped_keys,
          coalesce(max(0, ?1 - (SELECT min(began_at) FROM sweep_cursors WHERE began_at > 0)), 0) AS walk`,
      nowMs,
      DROPPED_GRACE_MS,
    );
    return { droppedKeysMs: int(row?.['dropped_keys']), walkMs: int(row?.['walk']) };
  }

  async removeOldHistory(
    afterStoreId: number,
    options: { nowMs: number; limit: number; isDryRun: boolean },
  ): Promise<HistoryStep> {
    return await removeOldHistory(this.#database, afterStoreId, options);
  }
}

/**
 * Selects the keys that nothing refers to. A rendition's key is derived/{hash}/{product}/{image | v +
 * variant}/{revision}/… or derived/{hash}/media/{media}/1/…; it is referred to while its image or its variant's picture
 * has that revision, or its image had it with the present media, or while its media exists.
 */
const UNREFERENCED: Readonly<Record<WalkedPrefix, string>> = {
  'originals/': `SELECT value AS key FROM json_each(?1)
    WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE original_key = value)
      AND NOT EXISTS (SELECT 1 FROM blobs WHERE render_key = value)`,
  'derived/': `WITH parts AS MATERIALIZED (
      SELECT value AS key, json('["' || replace(value, '/', '","') || '"]') AS part FROM json_each(?1)),
    named AS MATERIALIZED (
      SELECT key, part ->> 1 AS hash, part ->> 2 AS folder, CAST(part ->> 2 AS INTEGER) AS product_id, part ->> 3 AS subject,
        CAST(part ->> 4 AS INTEGER) AS revision FROM parts)
    SELECT key FROM named
    WHERE NOT EXISTS (
        SELECT 1 FROM stores s JOIN product_images i ON i.store_id = s.id AND i.id = CAST(named.subject AS INTEGER)
        WHERE s.hash = named.hash AND +i.product_id = named.product_id AND i.revision = named.revision)
      AND NOT EXISTS (
        SELECT 1 FROM stores s JOIN product_images i ON i.store_id = s.id AND i.id = CAST(named.subject AS INTEGER)
        JOIN earlier_revisions e ON e.store_id = i.store_id AND e.image_id = i.id AND e.revision = named.revision
        WHERE s.hash = named.hash AND +i.product_id = named.product_id AND e.media_id = i.media_id AND i.has_earlier_revisions = 1)
      AND NOT EXISTS (
        SELECT 1 FROM stores s JOIN variant_images v
          ON v.store_id = s.id AND v.product_id = named.product_id AND v.variant = substr(named.subject, 2)
        WHERE s.hash = named.hash AND named.subject LIKE 'v%' AND v.revision = named.revision)
      AND NOT EXISTS (
        SELECT 1 FROM stores s JOIN media m ON m.store_id = s.id AND m.id = CAST(named.subject AS INTEGER) AND m.trashed_at IS NULL
        WHERE s.hash = named.hash AND named.folder = 'media' AND named.revision = ${MEDIA_REVISION})`,
};

/** Returns the sweep's port to the bucket, on R2. */
export function sweepBucket(bucket: Bucket): SweepBucket {
  return {
    list: async (prefix, startAfter, limit) => {
      const page = await bucket.list(prefix, startAfter, limit);
      const objects = page.objects.map(({ key, uploaded }) => ({ key, uploadedAtMs: uploaded.getTime() }));
      return { objects, isLast: !page.truncated };
    },
    delete: (keys) => bucket.delete(keys),
    deletePrefixes: (prefixes) => bucket.deletePrefixes(prefixes),
  };
}
