import type { DatabaseSync } from 'node:sqlite';
import { createHash } from 'node:crypto';

/** How many images each product of a filled store has. */
export const IMAGES_A_PRODUCT = 10;

/** Of so many products one has lost its last image, which is in the trash. */
const PRODUCTS_A_DELETION = 100;

/** For so many images there is one job that has ended. */
const IMAGES_A_JOB = 1000;

/** A store that was filled. */
export interface FilledStore {
  readonly id: number;
  readonly hash: string;
  readonly token: string;
  readonly imageCount: number;
}

const now = `unixepoch() * 1000`;

/** The numbers from 1 to `count`, as a table `n (i)`. */
const numbers = (count: string): string =>
  `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})`;

/** The GUID that the service derives for a product that came by number, as its trigger compares it. */
const GUID = `printf('%08x-7669-8747-8%03x-%012x', $store, i >> 48, i & 281474976710655)`;

/**
 * Rows as commands leave them, through the real schema with all its triggers: equal to what uploading by the API would
 * have made, but that there are no objects in the bucket. Each product has one command in the journal.
 */
const PARTS: readonly (readonly [sql: string, ...names: string[]])[] = [
  [
    `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, last_image_id, run_image_id,
        main_image_id, change)
      ${numbers('$products')} SELECT $store, i, ${now}, i, 1, 0, 'fill:' || i, 'images.created', (i - 1) * $each, (i - 1) * $each,
        (i - 1) * $each + 1, json_object('created', $each) FROM n`,
    '$store',
    '$products',
    '$each',
  ],
  [
    `INSERT INTO products (store_id, id, guid, version, last_seq, created_at, changed_at)
      ${numbers('$products')} SELECT $store, i, ${GUID}, 1, i, ${now}, ${now} - $products + i FROM n`,
    '$store',
    '$products',
  ],
  [
    `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha,
        thumb_hash, color, created_at)
      ${numbers('$images')} SELECT $store, lower(hex(randomblob(32))),
        'originals/' || $hash || '/' || printf('%s-%s-4%s-8%s-%s', lower(hex(randomblob(4))), lower(hex(randomblob(2))),
          substr(lower(hex(randomblob(2))), 2), substr(lower(hex(randomblob(2))), 2), lower(hex(randomblob(6)))) || '.jpg',
        'jpeg', 120000 + i % 1000, 800 + 200 * (i % 8), 600 + 200 * (i % 5), 1, 0, 'k+cJDYI/d4h/d3iIh3h3eICHCAiXCA==', '#a08060',
        ${now} FROM n`,
    '$store',
    '$images',
    '$hash',
  ],
  [
    `INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format,
        byte_count, width_px, height_px, created_at, updated_at)
      SELECT $store, i, b.id, iif(i % 100 = 0, 'general', 'product'), 'cup-front-' || i || '.jpg', 'Cup front ' || i || '.jpg',
          'cup-front-' || i, iif(i % 10 = 0, 'A cup', ''), i % 100 = 0, b.format, b.byte_count, b.width_px, b.height_px, ${now}, ${now}
        FROM (SELECT *, id - (SELECT min(id) FROM blobs WHERE store_id = $store) + 1 AS i FROM blobs WHERE store_id = $store) AS b
        ORDER BY i`,
    '$store',
  ],
  [
    `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description, file_stem,
        format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
      SELECT $store, (m.id - 1) / $each + 1, 'shop', m.id, m.id, 10 * ((m.id - 1) % $each), (m.id - 1) % $each = 0,
          iif(m.id % 2 = 0, 'Cup ' || m.id || ' from the front', ''), m.file_stem, m.format, m.width_px, m.height_px, m.alt_text,
          1790000000 + m.id, 1790000000 + m.id, ${now}, ${now}, m.blob_id
        FROM media AS m WHERE m.store_id = $store ORDER BY m.id`,
    '$store',
    '$each',
  ],
  [`UPDATE products SET main_image_id = json_extract(shop_image_ids, '$[0]') WHERE store_id = $store`, '$store'],
  [
    `INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, last_image_id, run_image_id,
        change)
      SELECT $store, $products + row_number() OVER (ORDER BY id), ${now}, id, 2, last_seq, 'drop:' || id, 'images.deleted', $images, $images,
          json_object('deleted', json_array(json_extract(shop_image_ids, '$[#-1]')))
        FROM products WHERE store_id = $store AND id % $every = 0 ORDER BY id`,
    '$store',
    '$products',
    '$images',
    '$every',
  ],
  [
    `DELETE FROM product_images WHERE (store_id, product_id, gallery, id) IN
      (SELECT $store, id, 'shop', json_extract(shop_image_ids, '$[#-1]') FROM products WHERE store_id = $store AND id % $every = 0)`,
    '$store',
    '$every',
  ],
  [
    `INSERT INTO jobs (id, store_id, endpoint, api, language, origin, status, item_count, done_count, result_key, created_at,
        completed_at, expires_at)
      ${numbers('$jobs')} SELECT $hash || '-job-' || i, $store, '/v1/products/1/images', 'v1', 'en', 'http://127.0.0.1', 'completed', 1, 1,
        lower(hex(randomblob(16))), ${now} - i * 60000, ${now} - i * 60000 + 5000, ${now} FROM n`,
    '$store',
    '$jobs',
    '$hash',
  ],
  [
    `INSERT INTO job_items (job_id, idx, store_id, product_id, task, status, image_id, host, turn, due_at)
      SELECT id, 0, store_id, 1, '{"kind":"create"}', 'done', 1, '', 0, 0 FROM jobs WHERE store_id = $store`,
    '$store',
  ],
];

/** Fills a new store with so many images. That takes some 130 microseconds an image. */
export function fillStore(database: DatabaseSync, imageCount: number): FilledStore {
  const [hash, token] = [`scale-${imageCount}`, `scale-${imageCount}-token`];
  database.exec('BEGIN');
  const { lastInsertRowid: id } = database
    .prepare(`INSERT INTO stores (hash, name, settings, created_at) VALUES (?, ?, '{"languages":["en","cs"]}', ${now})`)
    .run(hash, `A shop with ${imageCount} images`);
  database
    .prepare(`INSERT INTO tokens (digest, store_id, label, scope, created_at) VALUES (?, ?, 'bench', 'admin', ${now})`)
    .run(createHash('sha256').update(token).digest('hex'), id);
  // As big integers, because numbers are bound as REAL, and divided as such.
  const values: Readonly<Record<string, string | bigint>> = {
    $store: BigInt(id),
    $hash: hash,
    $images: BigInt(imageCount),
    $products: BigInt(imageCount / IMAGES_A_PRODUCT),
    $each: BigInt(IMAGES_A_PRODUCT),
    $every: BigInt(PRODUCTS_A_DELETION),
    $jobs: BigInt(Math.ceil(imageCount / IMAGES_A_JOB)),
  };
  for (const [sql, ...names] of PARTS) {
    database.prepare(sql).run(Object.fromEntries(names.map((name) => [name, values[name] ?? null])));
  }
  database.exec('COMMIT');
  return { id: Number(id), hash, token, imageCount };
}
