import type { RefusedOriginals, StoredPicture } from '../delivery/ports.ts';
import type { Database } from '../platform/database.ts';

/** What became of originals that Images refused, in the rows of their blobs. */
export class D1RefusedOriginals implements RefusedOriginals {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async replaceRenderSource(
    { originalKey, renderKey: oldKey }: Pick<StoredPicture, 'originalKey' | 'renderKey'>,
    renderKey: string | null,
  ): Promise<boolean> {
    const [replaced] = await this.#database.batch([
      {
        sql: `UPDATE blobs SET render_key = ?1, refused_at = NULL
          WHERE original_key = ?2 AND coalesce(render_key, original_key) = ?3 RETURNING 1`,
        values: [renderKey, originalKey, oldKey],
      },
      {
        sql: `INSERT INTO dropped_keys (kind, key, dropped_at) SELECT 'object', ?1, now_ms FROM clock
          WHERE ?1 <> ?2 AND EXISTS (SELECT 1 FROM blobs WHERE original_key = ?2 AND render_key IS ?3)`,
        values: [oldKey, originalKey, renderKey],
      },
    ]);
    return replaced !== undefined && replaced.length > 0;
  }

  async remember({ originalKey }: Pick<StoredPicture, 'originalKey'>, atMs: number): Promise<void> {
    await this.#database.batch([
      { sql: 'UPDATE blobs SET refused_at = ?1 WHERE original_key = ?2', values: [atMs, originalKey] },
    ]);
  }
}
