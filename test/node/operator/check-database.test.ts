import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  DATABASE_CHECKS,
  findFaults,
  repairFaults,
  type CheckRow,
  type RunStatements,
} from '../../../scripts/operator/check/run-checks.ts';
import { schemaCheck } from '../../../scripts/operator/check/schema-check.ts';

const schema = readFileSync('migrations/0001_schema.sql', 'utf8');
const NOW = `(SELECT now_ms FROM clock)`;

const daysAgo = (days: number): string => `${NOW} - ${days} * 86400000`;

/**
 * A store with two products of three and one images on media of their own, one of them written to twice, a deleted image,
 * a variant of each kind, and a job.
 */
const SOUND = `
  INSERT INTO stores (hash, name, created_at) VALUES ('shop', 'Shop', 1);
  INSERT INTO tokens (digest, store_id, label, scope, created_at) VALUES ('${'a'.repeat(64)}', 1, 'a', 'write', 1);
  INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, change)
    VALUES (1, 1, ${NOW}, 7, 1, 0, 'op1', 'images.created', '{}'), (1, 2, ${NOW}, 8, 1, 0, 'op2', 'images.created', '{}');
  INSERT INTO products (store_id, id, guid, version, last_seq, created_at, changed_at)
    VALUES (1, 7, 'seven', 1, 1, 1, 1), (1, 8, 'eight', 1, 2, 1, 1);
  INSERT INTO journal (store_id, seq, at, product_id, version, previous_seq, operation_id, type, change)
    VALUES (1, 3, ${NOW}, 7, 2, 1, 'op3', 'images.updated', '{}');
  INSERT INTO blobs (id, store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
    SELECT value, 1, 'sha' || value, 'originals/shop/' || value || '.png', 'png', 10, 4, 3, 1, 0, ${NOW} FROM json_each('[1,2,3,4,5,6]');
  INSERT INTO media (store_id, id, blob_id, folder, filename, original_name, file_stem, alt_text, is_pinned, format, byte_count,
      width_px, height_px, created_at, updated_at)
    SELECT 1, id, id, 'product', id || '.png', 'a.png', 'a', 'alt', 0, format, byte_count, width_px, height_px, 1, 1 FROM blobs;
  INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description, file_stem, format,
      width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
    SELECT 1, iif(value < 4, 7, 8), iif(value = 3, 'shop360', 'shop'), value, value, value, value IN (1, 4), '', 'a', 'png', 4, 3, 'alt', 1, 1, 1, 1, value
    FROM json_each('[1,2,3,4,6]');
  DELETE FROM product_images WHERE id = 6;
  UPDATE products SET main_image_id = iif(id = 7, 1, 4);
  INSERT INTO variant_images (store_id, product_id, variant, image_id, revision, last_revision, modified_at)
    VALUES (1, 7, '1', 2, 1, 1, 1);
  INSERT INTO variant_images (store_id, product_id, variant, media_id, file_stem, format, revision, last_revision, modified_at)
    VALUES (1, 7, '2', 5, 'a', 'png', 1, 1, 1);
  INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
    VALUES ('job', 1, '/', 'cs', 'http://a.test', 3, 'key', ${NOW}, ${NOW} + 1000);
  INSERT INTO job_items (job_id, idx, store_id, task, host, turn, due_at)
    VALUES ('job', 0, 1, '{}', '', 0, ${NOW}), ('job', 1, 1, '{}', '', 1, ${NOW}), ('job', 2, 1, '{}', '', 2, ${NOW});
  UPDATE job_items SET status = 'done' WHERE idx = 0;
  INSERT INTO webhooks (id, store_id, format, events, url, created_at, updated_at)
    VALUES (1, 1, 'shoptet', '["job.finished"]', 'http://a.test', 1, 1);
  INSERT INTO webhook_deliveries (store_id, webhook_id, seq, event, instance, created_at, due_at)
    VALUES (1, 1, 1, 'job.finished', 'job', ${NOW}, ${NOW});
  INSERT INTO dropped_keys (kind, key, dropped_at) VALUES ('object', 'originals/shop/gone.png', ${NOW});
`;

let database: DatabaseSync;
let run: RunStatements;

beforeEach(() => {
  database = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false });
  database.exec(schema);
  database.exec(SOUND);
  run = (statements) => Promise.resolve(statements.map((sql) => database.prepare(sql).all() as CheckRow[]));
});

/** Takes the triggers away, as a fault that no command could cause would need. */
function withoutTriggers(): void {
  for (const { name } of database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'trigger'`).all())
    database.exec(`DROP TRIGGER ${String(name)}`);
}

/** What is said where the media of the deleted image is gone, whose number was the last one. */
const LOST_FROM_TRASH = [
  'blobs-in-use: shop originals/shop/6.png',
  'trashed-images-have-media: shop product 8 trashed image 6',
  'last-ids: shop',
];

/** A fault, what the checks say of it, and what they still say after the repair; [] where it is mended. */
const FAULTS: readonly (readonly [sql: string, found: readonly string[], left: readonly string[]])[] = [
  ['UPDATE products SET image_count = 9 WHERE id = 7', ['image-counts: shop product 7'], []],
  [`UPDATE products SET shop_image_ids = '[2,1]' WHERE id = 7`, ['image-lists: shop product 7'], []],
  [`UPDATE product_images SET sort_order = 1.5 WHERE id = 2`, ['image-order: shop product 7 image 2'], []],
  [
    `UPDATE product_images SET is_thumbnail = id = 3 WHERE product_id = 7`,
    ['thumbnail-of-another-gallery: shop product 7 image 3'],
    [],
  ],
  ['UPDATE product_images SET is_thumbnail = 0 WHERE id = 4', ['thumbnail-of-only-image: shop product 8 image 4'], []],
  [
    'DROP INDEX product_images_one_thumbnail; UPDATE product_images SET is_thumbnail = 1 WHERE id = 2',
    ['one-thumbnail: shop product 7'],
    ['one-thumbnail: shop product 7'],
  ],
  ['UPDATE variant_images SET image_id = 99 WHERE variant = 1', ['variant-references: shop product 7 variant 1'], []],
  [
    'UPDATE product_images SET media_id = 99 WHERE id = 4',
    ['images-have-media: shop product 8 image 4', 'media-in-use: shop media 4'],
    ['images-have-media: shop product 8 image 4'],
  ],
  [
    'UPDATE variant_images SET media_id = 99 WHERE variant = 2',
    ['variants-have-media: shop product 7 variant 2', 'media-in-use: shop media 5'],
    ['variants-have-media: shop product 7 variant 2'],
  ],
  ['DELETE FROM blobs WHERE id = 4', ['media-have-blobs: shop media 4'], ['media-have-blobs: shop media 4']],
  ['UPDATE media SET byte_count = 11 WHERE id = 4', ['media-say-what-blobs-say: shop media 4'], []],
  [`UPDATE media SET alt_text = 'new' WHERE id = 4`, ['images-show-media: shop product 8 image 4'], []],
  [
    `INSERT INTO blobs SELECT 9, store_id, 'other', 'originals/shop/9.png', render_key, format, byte_count, width_px, height_px,
      frame_count, has_alpha, thumb_hash, color, created_at, refused_at, mend_began_at FROM blobs WHERE id = 1`,
    ['blobs-in-use: shop originals/shop/9.png'],
    [],
  ],
  [
    'UPDATE blobs SET refused_at = 1 WHERE id = 4',
    ['readable-originals: shop originals/shop/4.png'],
    ['readable-originals: shop originals/shop/4.png'],
  ],
  ['DELETE FROM store_counters', ['stores-have-counters: shop'], []],
  ['UPDATE store_counters SET last_image_id = 3', ['last-ids: shop'], []],
  ['UPDATE store_counters SET last_media_id = 0', ['last-ids: shop'], []],
  // Only the trash has these ids.
  ['UPDATE store_counters SET last_image_id = 5', ['last-ids: shop'], []],
  ['DELETE FROM media WHERE id = 6; UPDATE store_counters SET last_media_id = 5', LOST_FROM_TRASH, []],
  [
    `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (1, 9000000000000005, 'x', 0, 1, 1)`,
    ['last-ids: shop'],
    [],
  ],
  ['UPDATE store_counters SET shop_image_count = 0', ['store-image-counts: shop'], []],
  [`UPDATE tokens SET store = '{}'`, [`tokens-carry-stores: shop token ${'a'.repeat(12)}`], []],
  [`INSERT INTO store_origins VALUES ('https://a.test', 1)`, ['store-origins: shop'], []],
  ['UPDATE products SET text_bytes = 5 WHERE id = 7', ['text-bytes: shop product 7'], []],
  ...[
    'main_image_id = 2',
    'main_image_id = NULL',
    'no_alt_count = 1',
    'duplicate_count = 1',
    `shop_alts = '{"cs":1}'`,
    `shop_sizes = '{"4x3":1}'`,
    `shop_blobs = '{"1":1}'`,
  ].map((fault): (typeof FAULTS)[number] => [
    `UPDATE products SET ${fault} WHERE id = 7`,
    ['listed-facts: shop product 7'],
    [],
  ]),
  [
    'UPDATE product_images SET blob_id = 2 WHERE id = 1',
    ['images-show-media: shop product 7 image 1', 'listed-facts: shop product 7'],
    [],
  ],
  // The order of the members says nothing.
  [`UPDATE products SET shop_blobs = '{"2":1,"1":1}' WHERE id = 7`, [], []],
  ['UPDATE jobs SET done_count = 0', ['job-counts: shop job job'], []],
  ['UPDATE jobs SET item_count = 5', ['job-items: shop job job'], ['job-items: shop job job']],
  [
    `UPDATE jobs SET status = 'completed', completed_at = 1`,
    ['ended-jobs: shop job job'],
    ['ended-jobs: shop job job'],
  ],
  [`UPDATE jobs SET expires_at = ${NOW} - 4000000`, ['open-jobs: shop job job'], ['open-jobs: shop job job']],
  [`UPDATE job_items SET due_at = ${NOW} - 4000000`, ['stuck-items: shop'], ['stuck-items: shop']],
  [
    `INSERT INTO store_moves (store_id, hash, other_shard, move_id, phase, began_at) VALUES (1, 'shop', 'DB_2', 'm', 'leaving', 1)`,
    ['moves: shop'],
    ['moves: shop'],
  ],
  // What has not arrived yet, or is gone already, is no fault.
  [`UPDATE stores SET hash = 'arriving:shop'; UPDATE jobs SET item_count = 5`, [], []],
  // One of them is being worked on: the others wait for their turn.
  [`UPDATE job_items SET due_at = iif(idx = 1, ${NOW} + 60000, ${NOW} - 4000000)`, [], []],
  [
    `UPDATE webhook_deliveries SET due_at = ${NOW} - 4000000`,
    ['stuck-deliveries: shop delivery 1'],
    ['stuck-deliveries: shop delivery 1'],
  ],
  [
    `INSERT INTO dropped_keys (kind, key, dropped_at) VALUES ('object', 'originals/shop/1.png', ${NOW})`,
    ['dropped-but-named: originals/shop/1.png'],
    [],
  ],
  [`UPDATE dropped_keys SET dropped_at = ${NOW} - 90000000`, ['sweep-lag: dropped_keys'], ['sweep-lag: dropped_keys']],
  [`INSERT INTO answers VALUES (1, 1, ${daysAgo(4)}, '{}')`, ['sweep-lag: answers'], ['sweep-lag: answers']],
  [`UPDATE journal SET at = ${daysAgo(33)}`, ['sweep-lag: journal'], ['sweep-lag: journal']],
  [
    `UPDATE trashed_images SET deleted_at = ${daysAgo(33)}; UPDATE media SET trashed_at = ${daysAgo(33)} WHERE id = 6`,
    ['sweep-lag: media', 'sweep-lag: trashed_images'],
    ['sweep-lag: media', 'sweep-lag: trashed_images'],
  ],
  // What is old waits for the walk of the next night, and the last row of a journal stays.
  [`UPDATE journal SET at = ${daysAgo(31)}; UPDATE trashed_images SET deleted_at = ${daysAgo(31)}`, [], []],
  [`DELETE FROM journal WHERE seq < 3; UPDATE journal SET at = ${daysAgo(99)}`, [], []],
  [
    'DELETE FROM journal WHERE seq = 2',
    ['journal-numbers: shop journal row 3'],
    ['journal-numbers: shop journal row 3'],
  ],
  // After a restore the numbers go on later.
  [
    `INSERT INTO journal (store_id, seq, at, operation_id, type, change) VALUES
      (1, 1000, ${NOW}, 'restored', 'store.restored', '{}'), (1, 1001, ${NOW}, 'op4', 'media.created', '{}')`,
    [],
    [],
  ],
  [
    `UPDATE journal SET operation_id = 'op1' WHERE seq = 3`,
    ['journal-operations: shop journal row 3'],
    ['journal-operations: shop journal row 3'],
  ],
  [
    'UPDATE journal SET previous_seq = 2 WHERE seq = 3',
    ['journal-chains: shop journal row 3'],
    ['journal-chains: shop journal row 3'],
  ],
  [
    'UPDATE journal SET version = 2 WHERE seq = 1',
    ['journal-chains: shop journal row 3'],
    ['journal-chains: shop journal row 3'],
  ],
  [
    'UPDATE products SET last_seq = 1 WHERE id = 7',
    ['last-journal-rows: shop product 7', 'product-versions: shop product 7'],
    [],
  ],
  ['UPDATE products SET last_seq = 2 WHERE id = 7', ['last-journal-rows: shop product 7'], []],
  ['UPDATE products SET version = 5 WHERE id = 7', ['product-versions: shop product 7'], []],
  [
    'UPDATE products SET version = 1 WHERE id = 7',
    ['product-versions: shop product 7'],
    ['product-versions: shop product 7'],
  ],
  [`UPDATE media SET trashed_at = ${NOW} WHERE id = 4`, ['trashed-media-in-use: shop media 4'], []],
  [
    `UPDATE media SET trashed_at = ${NOW} WHERE id = 4; UPDATE media SET filename = '4.png' WHERE id = 3`,
    ['trashed-media-in-use: shop media 4'],
    [],
  ],
  ['UPDATE media SET trashed_at = NULL WHERE id = 6', ['media-in-use: shop media 6'], []],
  ['DELETE FROM media WHERE id = 6', LOST_FROM_TRASH.slice(0, 2), []],
  [
    'INSERT INTO earlier_revisions VALUES (1, 9, 3, 1, NULL, NULL)',
    ['earlier-revisions-have-images: shop image 9 revision 3'],
    [],
  ],
  [
    'INSERT INTO earlier_revisions VALUES (1, 4, 3, 4, 0.5, 0.5), (1, 6, 3, 6, NULL, NULL)',
    ['images-note-earlier-revisions: shop image 4', 'images-note-earlier-revisions: shop image 6'],
    [],
  ],
  ['UPDATE trashed_images SET id = 4', ['trashed-images-are-gone: shop product 8 trashed image 4'], []],
];

const summary = async (): Promise<readonly string[]> =>
  (await findFaults(run)).map(({ check, place }) => `${check}: ${place}`).toSorted();

describe('check of the database', () => {
  it('finds nothing in a sound one', async () => {
    expect(await summary()).toEqual([]);
  });

  it.each(FAULTS)('finds %s, and mends what can be mended', async (sql, found, left) => {
    const triggers = database.prepare(`SELECT sql FROM sqlite_schema WHERE type = 'trigger'`).all();
    withoutTriggers();
    database.exec(sql);
    expect(await summary()).toEqual(found.toSorted());
    // The repair runs on a database as it is, triggers included.
    for (const trigger of triggers) database.exec(String(trigger['sql']));
    await repairFaults(run, await findFaults(run));
    expect(await summary()).toEqual(left);
  });

  it('finds a product of more than 1000 images, and leaves it to a person', async () => {
    withoutTriggers();
    database.exec(`WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)
      INSERT INTO product_images SELECT 1, 7, 'shop', i, 1, 1, 0, '', 'a', 'png', 4, 3, 'alt', 1, 1, 1, 1, NULL, NULL, 0, '{}', 1 FROM n;
      UPDATE store_counters SET last_image_id = 1100, shop_image_count = 1004`);
    expect(await summary()).toEqual(['image-cap: shop product 7']);
    await repairFaults(run, await findFaults(run));
    expect(await summary()).toEqual(['image-cap: shop product 7']);
  });

  it('raises the version of a product that it mends, so that no copy of before is used', async () => {
    database.exec('UPDATE products SET image_count = 9 WHERE id = 7');
    await repairFaults(run, await findFaults(run));
    expect(database.prepare('SELECT version, image_count FROM products WHERE id = 7').get()).toEqual({
      version: 3,
      image_count: 3,
    });
    expect(database.prepare('SELECT product_id, version, previous_seq FROM journal WHERE seq > 3').all()).toEqual([
      { product_id: 7, version: 3, previous_seq: 3 },
    ]);
  });

  it('finds what the migrations made and somebody took away', async () => {
    database.exec('DROP TRIGGER products_version_rises; DROP INDEX media_by_blob');
    const found = await findFaults(run, [schemaCheck()]);
    expect(found.map(({ place }) => place)).toEqual(['products_version_rises', 'media_by_blob']);
  });

  it('has a fault planted here for each of its checks', () => {
    const planted = new Set(FAULTS.flatMap(([, found]) => found.map((line) => line.split(':')[0])));
    const names = DATABASE_CHECKS.map(({ name }) => name).filter((name) => !planted.has(name));
    expect(names).toEqual(['image-cap']);
  });
});
