import { env } from 'cloudflare:workers';
import { productGuid } from '../../src/model/product-guid.ts';
import { databaseOfStore, type TestStore } from './stores.ts';

/**
 * Inserts `count` images into a product's gallery `shop` without uploading bytes, with the sort orders 0, 1, 2 and so
 * on.
 */
export async function fillProduct(store: TestStore, productId: number, count: number): Promise<void> {
  const guid = productGuid({ storeId: store.id, productId });
  const numbers = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)`;
  const pad = `(SELECT last_image_id FROM store_counters WHERE store_id = ?1)`;
  const database = databaseOfStore(store.id);
  await database.batch([
    database
      .prepare(
        `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?1, ?2, ?3, 1, 1, 1)`,
      )
      .bind(store.id, productId, guid),
    database
      .prepare(
        `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
        ${numbers} SELECT ?1, ?3 || '-' || i, ?1 || '/' || ?3 || '/' || i, 'png', 1, 1, 1, 1, 0, unixepoch() * 1000 FROM n`,
      )
      .bind(store.id, count, productId),
    database
      .prepare(
        `INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned,
          format, byte_count, width_px, height_px, created_at, updated_at)
        SELECT ?1, (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + row_number() OVER (ORDER BY id), id,
          'product', 'a-' || id || '.png', 'a.png', 'a', '', 0, format, byte_count, width_px, height_px, 1, 1
        FROM blobs WHERE store_id = ?1 AND sha256 LIKE ?2 || '-%'`,
      )
      .bind(store.id, productId),
    database
      .prepare(
        `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
        ${numbers} SELECT ?1, ?3, 'shop', ${pad} + i, m.id, i - 1, i = 1, '', 'a', 'png', 1, 1, '', 1, 1, 1, 1, m.blob_id
        FROM n JOIN media m ON m.store_id = ?1
          AND m.id = (SELECT last_media_id FROM store_counters WHERE store_id = ?1) + i`,
      )
      .bind(store.id, count, productId),
    database
      .prepare(`UPDATE products SET main_image_id = json_extract(shop_image_ids, '$[0]') WHERE store_id = ? AND id = ?`)
      .bind(store.id, productId),
  ]);
}

/** Sets the change times of a product and its images back. */
export async function age(store: TestStore, productId: number, byMs: number): Promise<void> {
  await env.DB.batch([
    env.DB.prepare('UPDATE products SET changed_at = changed_at - ?3 WHERE store_id = ?1 AND id = ?2').bind(
      store.id,
      productId,
      byMs,
    ),
    env.DB.prepare(
      'UPDATE product_images SET modified_at = modified_at - ?3 WHERE store_id = ?1 AND product_id = ?2',
    ).bind(store.id, productId, byMs),
  ]);
}
