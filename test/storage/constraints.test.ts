import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

/** A store with a product of two images, a variant's own picture, two media in its library and a job of one item. */
let store: TestStore;

beforeAll(async () => {
  store = await newStore();
  for (const _ of [1, 2]) await createImage(store, 7, TINY_PNG);
  await v3(store, 'POST', '/catalog/products/7/variants/3/image', { body: imageForm(TINY_PNG) });
  for (const filename of ['a.png', 'b.png']) await upload(store, TINY_PNG, { filename });
  await env.DB.prepare(
    `INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
      VALUES ('job' || ?1, ?1, '/', 'cs', 'http://vitrine.test', 1, 'key' || ?1, 1, 2)`,
  )
    .bind(store.id)
    .run();
});

/** Inserts rows into the journal, the next ones of the store, which differ in their numbers only. */
const journalRow = (values: string, count = 1): string =>
  `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ${count})
    INSERT INTO journal (store_id, seq, at, operation_id, type, product_id, version, previous_seq, key_scope, key, change)
    SELECT ?1, (SELECT seq FROM next_seq WHERE store_id = ?1) + i, 1, 'op', 'media.created', ${values} FROM n`;

/** Puts the first image into the trash as well, with the fractions of a focal point. */
const trashedRow = (focalPoint: string): string =>
  `INSERT INTO trashed_images (store_id, id, product_id, gallery, media_id, sort_order, is_thumbnail, description, file_stem,
      format, revision, last_revision, created_at, deleted_at, seq, focal_x, focal_y)
    SELECT store_id, id, product_id, gallery, media_id, sort_order, is_thumbnail, description, file_stem, format, revision,
        last_revision, created_at, 1, 1, ${focalPoint}
      FROM product_images WHERE store_id = ?1 AND id = 1`;

/** Statements on that store, ?1, that must be refused, each with a word of what the database says. */
const REFUSED: readonly (readonly [string, string, string])[] = [
  ['a product of more than 1000 images', `UPDATE products SET image_count = 1001 WHERE store_id = ?1`, 'product_full'],
  ['a product of fewer than no images', `UPDATE products SET image_count = -1 WHERE store_id = ?1`, 'product_full'],
  [
    'a product with too much text',
    `UPDATE products SET text_bytes = 1500001 WHERE store_id = ?1`,
    'product_texts_full',
  ],
  [
    'a product with texts in too many languages',
    `UPDATE products SET shop_alts = json_object('cs', printf('%02000d', 0)) WHERE store_id = ?1`,
    'product_languages_full',
  ],
  ['a product with less than no text', `UPDATE products SET text_bytes = -1 WHERE store_id = ?1`, 'product_texts_full'],
  ['a store of fewer than no images', `UPDATE store_counters SET shop_image_count = -1 WHERE store_id = ?1`, 'CHECK'],
  [
    'a product with the number 0',
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?1, 0, 'g', 1, 1, 1)`,
    'CHECK',
  ],
  [
    'two products with one GUID',
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
      SELECT store_id, 8, guid, 1, 1, 1 FROM products WHERE store_id = ?1`,
    'UNIQUE',
  ],
  [
    'a product without its store',
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?1 + 999, 8, 'g', 1, 1, 1)`,
    'FOREIGN KEY',
  ],
  ['a second thumbnail', `UPDATE product_images SET is_thumbnail = 1 WHERE store_id = ?1`, 'UNIQUE'],
  ['a thumbnail that is neither', `UPDATE product_images SET is_thumbnail = 2 WHERE store_id = ?1 AND id = 2`, 'CHECK'],
  ['a place beyond int32', `UPDATE product_images SET sort_order = 2147483648 WHERE store_id = ?1`, 'CHECK'],
  ['a place below int32', `UPDATE product_images SET sort_order = -2147483649 WHERE store_id = ?1`, 'CHECK'],
  ['half a focal point', `UPDATE product_images SET focal_x = 0.5 WHERE store_id = ?1`, 'CHECK'],
  ['a focal point beside', `UPDATE product_images SET focal_x = 1.1, focal_y = 0 WHERE store_id = ?1`, 'CHECK'],
  ['a focal point above', `UPDATE product_images SET focal_x = 0, focal_y = -0.1 WHERE store_id = ?1`, 'CHECK'],
  ['a focal point in words', `UPDATE product_images SET focal_x = 'a', focal_y = 'b' WHERE store_id = ?1`, 'CHECK'],
  ['half a focal point in the trash', trashedRow('0.5, NULL'), 'CHECK'],
  ['a focal point beside, in the trash', trashedRow('2, 0'), 'CHECK'],
  ['a third gallery', `UPDATE product_images SET gallery = 'shop361' WHERE store_id = ?1`, 'CHECK'],
  ['two images of one number', `UPDATE product_images SET id = 2 WHERE store_id = ?1 AND id = 1`, 'UNIQUE'],
  ['an image without its product', `UPDATE product_images SET product_id = 9 WHERE store_id = ?1`, 'FOREIGN KEY'],
  ['a variant with a picture and a reference', `UPDATE variant_images SET image_id = 1 WHERE store_id = ?1`, 'CHECK'],
  ['a variant’s picture without a name', `UPDATE variant_images SET file_stem = NULL WHERE store_id = ?1`, 'CHECK'],
  ['a variant’s picture without a format', `UPDATE variant_images SET format = NULL WHERE store_id = ?1`, 'CHECK'],
  [
    'two media of one name in a folder',
    `UPDATE media SET filename = 'a.png' WHERE store_id = ?1 AND filename = 'b.png'`,
    'UNIQUE',
  ],
  ['a third folder', `UPDATE media SET folder = 'other' WHERE store_id = ?1`, 'CHECK'],
  ['a media without its bytes', `UPDATE media SET blob_id = 999999 WHERE store_id = ?1`, 'FOREIGN KEY'],
  ['bytes that a media has', `DELETE FROM blobs WHERE store_id = ?1`, 'FOREIGN KEY'],
  [
    'equal bytes twice',
    `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
      SELECT store_id, sha256, 'other', format, 1, 1, 1, 1, 0, created_at FROM blobs WHERE store_id = ?1`,
    'UNIQUE',
  ],
  [
    'one key for two blobs',
    `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
      SELECT store_id, 'other', original_key, format, 1, 1, 1, 1, 0, created_at FROM blobs WHERE store_id = ?1`,
    'UNIQUE',
  ],
  ['settings that are no JSON', `UPDATE stores SET settings = '{' WHERE id = ?1`, 'CHECK'],
  [
    'two stores of one name in paths',
    `INSERT INTO stores (hash, name, created_at) SELECT hash, '', 1 FROM stores WHERE id = ?1`,
    'UNIQUE',
  ],
  ['a token that is kept in the clear', `UPDATE tokens SET digest = 'a-token' WHERE store_id = ?1`, 'CHECK'],
  ['a token that may do something else', `UPDATE tokens SET scope = 'modify' WHERE store_id = ?1`, 'CHECK'],
  ['a token for no API', `UPDATE tokens SET apis = '[]' WHERE store_id = ?1`, 'CHECK'],
  ['a token whose APIs are no list', `UPDATE tokens SET apis = '{"v3":true}' WHERE store_id = ?1`, 'CHECK'],
  ['a token without its store', `UPDATE tokens SET store_id = ?1 + 999 WHERE store_id = ?1`, 'FOREIGN KEY'],
  ['a job without items', `UPDATE jobs SET item_count = 0 WHERE store_id = ?1`, 'CHECK'],
  ['a job that did more than it had to', `UPDATE jobs SET done_count = 2 WHERE store_id = ?1`, 'CHECK'],
  ['a job that ended and is pending', `UPDATE jobs SET completed_at = 5 WHERE store_id = ?1`, 'CHECK'],
  ['a job that is completed and never ended', `UPDATE jobs SET status = 'completed' WHERE store_id = ?1`, 'CHECK'],
  ['a job of another status', `UPDATE jobs SET status = 'done' WHERE store_id = ?1`, 'CHECK'],
  [
    'a task that is no JSON',
    `INSERT INTO job_items (job_id, idx, store_id, task, host, turn, due_at) VALUES ('job' || ?1, 0, ?1, '{', '', 0, 1)`,
    'CHECK',
  ],
  ['an answer that is no JSON', `INSERT INTO answers (store_id, seq, at, answer) VALUES (?1, 1, 1, '{')`, 'CHECK'],
  ['a change in the journal that is no JSON', journalRow(`NULL, NULL, NULL, NULL, NULL, '{'`), 'CHECK'],
  ['a version in the journal without its product', journalRow(`NULL, 1, NULL, NULL, NULL, '{}'`), 'CHECK'],
  ['a product in the journal without its chain', journalRow(`8, 1, NULL, NULL, NULL, '{}'`), 'CHECK'],
  ['a key in the journal that is unique in nothing', journalRow(`NULL, NULL, NULL, NULL, 'k', '{}'`), 'CHECK'],
  ['an Idempotency-Key twice', journalRow(`NULL, NULL, NULL, 's', 'k', '{}'`, 2), 'UNIQUE'],
  [
    'a media that is kept and in the trash',
    `UPDATE media SET trashed_at = 1 WHERE store_id = ?1 AND is_pinned = 1`,
    'CHECK',
  ],
  [
    'a revision above the highest one of an image',
    `UPDATE product_images SET last_revision = revision - 1 WHERE store_id = ?1`,
    'CHECK',
  ],
  [
    'a revision above the highest one of a variant',
    `UPDATE variant_images SET last_revision = revision - 1 WHERE store_id = ?1`,
    'CHECK',
  ],
  ['a dropped key of a third kind', `INSERT INTO dropped_keys (kind, key, dropped_at) VALUES ('x', ?1, 1)`, 'CHECK'],
];

describe('the database', () => {
  it.each(REFUSED)('refuses %s', async (_what, sql, word) => {
    const refused = env.DB.prepare(sql).bind(store.id).run();
    await expect(refused).rejects.toThrow(word);
  });
});
