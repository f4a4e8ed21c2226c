import type { MendClaim, RefusedOriginals, StoredPicture } from '../delivery/ports.ts';
import { isMoving } from '../model/shard.ts';
import { int } from '../platform/cells.ts';
import type { Database } from '../platform/database.ts';

/** How long a claim counts: the longest that mending takes, many times over. */
const CLAIM_COUNTS_MS = 60_000;

/** What became of originals that Images refused, in the rows of their blobs. */
export class D1RefusedOriginals implements RefusedOriginals {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async claim(
    { originalKey, renderKey }: Pick<StoredPicture, 'originalKey' | 'renderKey'>,
    nowMs: number,
    refusalCountsMs: number,
  ): Promise<MendClaim> {
    const [claimed, rows] = await this.#database.batch([
      {
        sql: `UPDATE blobs SET mend_began_at = ?3 WHERE original_key = ?1 AND coalesce(render_key, original_key) = ?2
            AND coalesce(mend_began_at, 0) <= ?3 - ${CLAIM_COUNTS_MS} AND coalesce(refused_at, 0) <= ?3 - ?4
          RETURNING 1`,
        values: [originalKey, renderKey, nowMs, refusalCountsMs],
      },
      {
        sql: `SELECT coalesce(render_key, original_key) = ?2 AS is_same, coalesce(refused_at, 0) > ?3 - ?4 AS is_refused
          FROM blobs WHERE original_key = ?1`,
        values: [originalKey, renderKey, nowMs, refusalCountsMs],
      },
    ]);
    if (claimed?.[0] !== undefined) return 'claimed';
    const [row] = rows ?? [];
    if (row === undefined) return 'refused';
    if (int(row['is_same']) === 0) return 'mended';
    return int(row['is_refused']) === 1 ? 'refused' : 'being-mended';
  }

  async replaceRenderSource(
    { originalKey, renderKey: oldKey }: Pick<StoredPicture, 'originalKey' | 'renderKey'>,
    renderKey: string | null,
  ): Promise<boolean> {
    const written = this.#database.batch([
      {
        sql: `UPDATE blobs SET render_key = ?1, refused_at = NULL, mend_began_at = NULL
          WHERE original_key = ?2 AND coalesce(render_key, original_key) = ?3 RETURNING 1`,
        values: [renderKey, originalKey, oldKey],
      },
      {
        sql: `INSERT INTO dropped_keys (kind, key, dropped_at) SELECT 'object', ?1, now_ms FROM clock
          WHERE ?1 <> ?2 AND EXISTS (SELECT 1 FROM blobs WHERE original_key = ?2 AND render_key IS ?3)`,
        values: [oldKey, originalKey, renderKey],
      },
    ]);
    // The picture is shown all the same, and mended again where the store is moved to.
    const [replaced] = await written.catch((error: unknown) => {
      if (!isMoving(error)) throw error;
      return [];
    });
    return replaced !== undefined && replaced.length > 0;
  }

  async remember({ originalKey }: Pick<StoredPicture, 'originalKey'>, atMs: number): Promise<void> {
    await this.#database.batch([
      {
        sql: 'UPDATE blobs SET refused_at = ?1, mend_began_at = NULL WHERE original_key = ?2',
        values: [atMs, originalKey],
      },
    ]);
  }
}
