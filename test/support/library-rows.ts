import { env } from 'cloudflare:workers';
import type { TestStore } from './stores.ts';

/**
 * Inserts media of one blob into a store's library without uploading, with the ids that follow the last one, and named
 * `file-{id}.png`: every tenth in the folder `product`, as those that come with images are.
 */
export async function fillLibrary(store: TestStore, count: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
        VALUES (?1, 'library', ?1 || '/library', 'png', 1, 1, 1, 1, 0, unixepoch() * 1000)`,
    ).bind(store.id),
    env.DB.prepare(
      `INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned,
          format, byte_count, width_px, height_px, created_at, updated_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
        SELECT ?1, i, b.id, iif(i % 10 = 0, 'product', 'general'), 'file-' || i || '.png', 'a.png', 'a', '', 0,
            b.format, i % 100, 1, 1, 1, 1
          FROM n JOIN blobs AS b ON b.store_id = ?1 AND b.sha256 = 'library'`,
    ).bind(store.id, count),
    env.DB.prepare('UPDATE store_counters SET last_media_id = max(last_media_id, ?2) WHERE store_id = ?1').bind(
      store.id,
      count,
    ),
  ]);
}
