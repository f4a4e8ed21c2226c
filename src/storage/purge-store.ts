import type { DroppedPrefix, PurgeStore } from '../jobs/purge-edge.ts';
import { int, text } from '../platform/cells.ts';
import type { Database } from '../platform/database.ts';

/** The id of the last row of dropped_keys that the edge has been purged of. */
export const LAST_PURGED_ID = `coalesce((SELECT CAST(start_after AS INTEGER) FROM sweep_cursors WHERE prefix = 'purged'), 0)`;

/** The purge's port to the database, on D1. */
export class D1PurgeStore implements PurgeStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async unpurged(limit: number): Promise<readonly DroppedPrefix[]> {
    const [rows] = await this.#database.batch([
      {
        sql: `SELECT id, key, dropped_at FROM dropped_keys WHERE id > ${LAST_PURGED_ID} AND kind = 'renditions'
          ORDER BY id LIMIT ?1`,
        values: [limit],
      },
    ]);
    return (rows ?? []).map((row) => ({
      id: int(row['id']),
      prefix: text(row['key']),
      droppedAtMs: int(row['dropped_at']),
    }));
  }

  async savePurged(id: number): Promise<void> {
    await this.#database.batch([
      {
        // Of two runs at once, the one that has come further counts.
        sql: `INSERT INTO sweep_cursors (prefix, start_after) VALUES ('purged', ?1)
          ON CONFLICT (prefix) DO UPDATE SET start_after = excluded.start_after
          WHERE CAST(sweep_cursors.start_after AS INTEGER) < CAST(excluded.start_after AS INTEGER)`,
        values: [String(id)],
      },
    ]);
  }
}
