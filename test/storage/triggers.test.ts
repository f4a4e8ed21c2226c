import { describe, expect, it } from 'vitest';
import { ASSIGNED_PRODUCT_IDS, productGuid } from '../../src/model/product-guid.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';
import { ask, upload as uploadMedia } from '../support/store-api.ts';
import { JOURNAL_TRIGGERS } from './journal-trigger-cases.ts';
import { REVISION_TRIGGERS } from './revision-trigger-cases.ts';
import { refusal, rows, run } from './sql.ts';
import { SIZE_TRIGGERS } from './size-trigger-cases.ts';
import { ORIGIN_TRIGGERS } from './origin-trigger-cases.ts';
import { insertJob, keepNoTrash, setOwnPicture, type TriggerCases } from './trigger-cases.ts';
import { TRASH_TRIGGERS } from './trash-trigger-cases.ts';
import { UPLOAD_TRIGGERS } from './upload-trigger-cases.ts';
import { WEBHOOK_TRIGGERS } from './webhook-trigger-cases.ts';

const counters = async (store: TestStore): Promise<Record<string, unknown> | undefined> =>
  (
    await rows('SELECT last_image_id, last_media_id, shop_image_count FROM store_counters WHERE store_id = ?', store.id)
  )[0];
const product = async (store: TestStore): Promise<Record<string, unknown> | undefined> =>
  (await rows('SELECT version, image_count, shop_image_ids FROM products WHERE store_id = ? AND id = 7', store.id))[0];
/** What a column of product 7 has counted for lists; JSON is parsed. */
const listed = async (store: TestStore, column: string): Promise<unknown> => {
  const [row] = await rows(`SELECT json(${column}) AS value FROM products WHERE store_id = ? AND id = 7`, store.id);
  const value: unknown = JSON.parse(String(row?.['value']));
  return value;
};
/** All of it: missing texts, doubles, texts by language, images by size and by blob. */
const listedFacts = async (store: TestStore): Promise<readonly unknown[]> => {
  const facts = [];
  for (const column of ['no_alt_count', 'duplicate_count', 'shop_alts', 'shop_sizes', 'shop_blobs']) {
    facts.push(await listed(store, column));
  }
  return facts;
};
const idsOf = async (table: 'media' | 'product_images' | 'blobs', store: TestStore): Promise<unknown[]> =>
  (await rows(`SELECT id FROM ${table} WHERE store_id = ? ORDER BY id`, store.id)).map(({ id }) => id);
const trashedMedia = async (store: TestStore): Promise<unknown[]> =>
  (await rows('SELECT id FROM media WHERE store_id = ? AND trashed_at IS NOT NULL ORDER BY id', store.id)).map(
    ({ id }) => id,
  );
const dropped = async (like: string): Promise<unknown[]> =>
  (await rows('SELECT kind, key FROM dropped_keys WHERE key LIKE ? ORDER BY id', like)).map(
    ({ kind, key }) => `${String(kind)} ${String(key)}`,
  );
const storeInToken = async (store: TestStore): Promise<unknown> => {
  const [token] = await rows(`SELECT store FROM tokens WHERE store_id = ? AND scope = 'read'`, store.id);
  const parsed: unknown = JSON.parse(String(token?.['store']));
  return parsed;
};

const insertProduct = (store: TestStore, id: number, version: number, guid = crypto.randomUUID()) =>
  [
    'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, ?, ?, ?, 1, 1)',
    store.id,
    id,
    guid,
    version,
  ] as const;

const placeImage = (store: TestStore, path: string, json: object) => ask(store, 'POST', path, { json });

const pointVariant = (store: TestStore, imageId: number | null) =>
  run(
    `UPDATE variant_images SET image_id = ?2, media_id = NULL, file_stem = NULL, format = NULL, revision = revision + 1,
        last_revision = revision + 1
      WHERE store_id = ?1`,
    store.id,
    imageId,
  );

const endItem = (jobId: string, index: number, status: 'done' | 'failed') =>
  ['UPDATE job_items SET status = ?3 WHERE job_id = ?1 AND idx = ?2', jobId, index, status] as const;

const job = async (id: string): Promise<Record<string, unknown> | undefined> =>
  (await rows('SELECT status, done_count, failed_count, completed_at FROM jobs WHERE id = ?', id))[0];

/** What each trigger does, by its name: every case fails where its trigger is gone. */
const CASES: TriggerCases = {
  ...JOURNAL_TRIGGERS,
  ...SIZE_TRIGGERS,
  ...REVISION_TRIGGERS,
  ...TRASH_TRIGGERS,
  ...WEBHOOK_TRIGGERS,
  ...ORIGIN_TRIGGERS,
  ...UPLOAD_TRIGGERS,

  stores_get_counters: async (store) => {
    expect(await counters(store)).toEqual({ last_image_id: 0, last_media_id: 0, shop_image_count: 0 });
  },

  stores_settings_version: async (store) => {
    const change = (settings: string) => run('UPDATE stores SET settings = ?2 WHERE id = ?1', store.id, settings);
    const version = () => rows('SELECT settings_version FROM stores WHERE id = ?', store.id);
    await change('{"registeredProductsOnly":true}');
    expect(await version()).toEqual([{ settings_version: 2 }]);
    await change('{"registeredProductsOnly":true}');
    expect(await version()).toEqual([{ settings_version: 2 }]);
    await run("UPDATE stores SET name = 'Another name' WHERE id = ?", store.id);
    expect(await version()).toEqual([{ settings_version: 3 }]);
  },

  stores_settings_time: async (store) => {
    const before = Date.now();
    await run(`UPDATE stores SET settings = '{"signing":"required"}' WHERE id = ?`, store.id);
    const [row] = await rows('SELECT settings_changed_at AS at FROM stores WHERE id = ?', store.id);
    expect(Number(row?.['at'])).toBeGreaterThanOrEqual(before - 1000);
  },

  tokens_carry_store: async (store) => {
    expect(await storeInToken(store)).toMatchObject({ id: store.id, hash: store.hash, settings_version: 1 });
  },

  stores_to_tokens: async (store) => {
    await run(`UPDATE stores SET settings = '{"signing":"required"}' WHERE id = ?`, store.id);
    expect(await storeInToken(store)).toMatchObject({ settings: '{"signing":"required"}', settings_version: 2 });
    await run(`UPDATE stores SET name = 'Renamed' WHERE id = ?`, store.id);
    expect(await storeInToken(store)).toMatchObject({ name: 'Renamed' });
  },

  stores_end_sessions: async (store) => {
    const other = await newStore();
    for (const { id } of [store, other]) {
      await run(`INSERT INTO signing_sessions VALUES (?, 'token', 'client', 'server', 9)`, id);
    }
    const sessions = async () =>
      (await rows('SELECT store_id FROM signing_sessions WHERE store_id IN (?, ?)', store.id, other.id)).map(
        (row) => row['store_id'],
      );
    await run(`UPDATE stores SET name = 'Renamed', sealed_signing_keys = NULL WHERE id = ?`, store.id);
    expect(await sessions()).toEqual([store.id, other.id]);
    await run(`UPDATE stores SET sealed_signing_keys = 'others' WHERE id = ?`, store.id);
    expect(await sessions()).toEqual([other.id]);
  },

  products_version_begins: async (store) => {
    expect(await refusal(...insertProduct(store, 8, 2))).toContain('stale_version');
    for (const version of [0, 1]) await run(...insertProduct(store, 8 + version, version));
  },

  products_version_rises: async (store) => {
    await run(...insertProduct(store, 7, 1));
    for (const version of [1, 3, 0]) {
      const sql = 'UPDATE products SET version = ?2 WHERE store_id = ?1';
      expect(await refusal(sql, store.id, version)).toContain('stale_version');
    }
    await run('UPDATE products SET version = 2 WHERE store_id = ?', store.id);
  },

  products_take_assigned_id: async (store) => {
    const { first } = ASSIGNED_PRODUCT_IDS;
    for (const [id, version] of [
      [first + 1, 0],
      [first, 1],
      [ASSIGNED_PRODUCT_IDS.last, 0],
    ] as const) {
      expect(await refusal(...insertProduct(store, id, version))).toContain('product_id_not_assigned');
    }
    await run(...insertProduct(store, first, 0));
    expect(await refusal(...insertProduct(store, first + 2, 0))).toContain('product_id_not_assigned');
    await run(...insertProduct(store, first + 1, 0));
    await run(...insertProduct(store, ASSIGNED_PRODUCT_IDS.last + 1, 1));
  },

  products_keep_derived_guids: async (store) => {
    const ofAnotherProduct = productGuid({ storeId: store.id, productId: 9 });
    const ofAnotherStore = productGuid({ storeId: store.id + 1, productId: 8 });
    for (const guid of [ofAnotherProduct, ofAnotherStore]) {
      expect(await refusal(...insertProduct(store, 8, 1, guid))).toContain('guid_of_another_product');
    }
    await run(...insertProduct(store, 8, 1, productGuid({ storeId: store.id, productId: 8 })));
  },

  blobs_are_fresh: async (store) => {
    const insert = (ageMs: number) =>
      [
        `INSERT INTO blobs (store_id, sha256, original_key, format, byte_count, width_px, height_px, frame_count, has_alpha, created_at)
          VALUES (?1, ?2, ?2, 'png', 1, 1, 1, 1, 0, ?3)`,
        store.id,
        crypto.randomUUID(),
        Date.now() - ageMs,
      ] as const;
    expect(await refusal(...insert(11 * 60_000))).toContain('upload_too_old');
    await run(...insert(9 * 60_000));
  },

  media_take_id: async (store) => {
    await uploadMedia(store, TINY_PNG);
    await uploadMedia(store, TINY_PNG);
    expect(await counters(store)).toMatchObject({ last_media_id: 2 });
    await run('DELETE FROM media WHERE store_id = ? AND id = 2', store.id);
    expect(await uploadMedia(store, TINY_PNG)).toMatchObject({ id: 3 });
  },

  media_in_use: async (store) => {
    const deleteMedia = ['DELETE FROM media WHERE store_id = ?', store.id] as const;
    await createImage(store, 7, TINY_PNG);
    expect(await refusal(...deleteMedia)).toContain('media_in_use');
    await setOwnPicture(store, sample('cup-landscape.jpg'));
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    expect(await refusal(...deleteMedia)).toContain('media_in_use');
  },

  media_release_blob: async (store) => {
    const media = [await uploadMedia(store, TINY_PNG), await uploadMedia(store, TINY_PNG)];
    for (const [index, { id }] of media.entries()) {
      expect(await idsOf('blobs', store)).toHaveLength(1);
      await run('DELETE FROM media WHERE store_id = ? AND id = ?', store.id, id);
      expect(await idsOf('blobs', store)).toHaveLength(index === 0 ? 1 : 0);
    }
  },

  blobs_drop_keys: async (store) => {
    await keepNoTrash(store);
    await uploadMedia(store, sample('cup-landscape.jpg'));
    await createImage(store, 7, sample('cup.wbmp'));
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    await run('DELETE FROM media WHERE store_id = ?', store.id);
    const names = (await dropped(`originals/${store.hash}/%`)).map((key) => String(key).replace(/[\da-f-]{36}/, '*'));
    const folder = `object originals/${store.hash}`;
    expect(names).toEqual([`${folder}/*.wbmp`, `${folder}/*.render.png`, `${folder}/*.jpg`]);
  },

  media_drop_renditions: async (store) => {
    await uploadMedia(store, TINY_PNG);
    await run('DELETE FROM media WHERE store_id = ?', store.id);
    const first = `renditions derived/${store.hash}/media/1/`;
    expect(await dropped(`derived/${store.hash}/%`)).toEqual([first]);
    await keepNoTrash(store);
    await createImage(store, 7, TINY_PNG);
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    const both = [first, `renditions derived/${store.hash}/media/2/`];
    expect(await dropped(`derived/${store.hash}/media/%`)).toEqual(both);
  },

  media_alt_text_shows: async (store) => {
    await uploadMedia(store, TINY_PNG);
    for (const [id, description] of [
      [7, ''],
      [8, 'Words of its own'],
    ] as const) {
      const json = { media_id: 1, alt_text: description };
      const path = `/products/${id}/images`;
      await placeImage(store, path, json);
    }
    await run(`UPDATE media SET alt_text = 'Shoes' WHERE store_id = ?`, store.id);
    const sql = `SELECT p.id, p.version, i.media_alt_text AS text FROM products p JOIN product_images i
      ON i.store_id = p.store_id AND i.product_id = p.id WHERE p.store_id = ? ORDER BY p.id`;
    const shown = [
      { id: 7, version: 2, text: 'Shoes' },
      { id: 8, version: 1, text: 'Shoes' },
    ];
    expect(await rows(sql, store.id)).toEqual(shown);
    await run(`UPDATE media SET alt_text = 'Shoes' WHERE store_id = ?`, store.id);
    expect(await rows(sql, store.id)).toEqual(shown);
    const [told, ...more] = await rows(
      `SELECT j.version, j.previous_seq, j.token_label, j.type, j.change, j.operation_id = cause.operation_id || '/7' AS is_of_cause
        FROM journal j JOIN journal cause ON cause.store_id = j.store_id AND cause.seq = j.seq - 1
        WHERE j.store_id = ? AND j.seq > 3`,
      store.id,
    );
    expect(more).toEqual([]);
    expect(told).toEqual({
      version: 2,
      previous_seq: 2,
      // Nobody gave a command: the row before is of another one.
      token_label: null,
      type: 'images.updated',
      change: '{"mediaAlt":{"mediaId":1,"imageIds":[1]}}',
      is_of_cause: 0,
    });
  },

  product_images_have_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const sql = `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail,
        description, file_stem, format, revision, last_revision, created_at, modified_at)
      VALUES (?1, 7, 'shop', 2, ?2, 0, 0, '', 'a', 'png', 1, 1, 1, 1)`;
    expect(await refusal(sql, store.id, 99)).toContain('media_missing');
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    expect(await refusal(sql, store.id, 1)).toContain('media_missing');
  },

  product_images_keep_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const sql = 'UPDATE product_images SET media_id = ?2 WHERE store_id = ?1';
    expect(await refusal(sql, store.id, 99)).toContain('media_missing');
    await createImage(store, 8, sample('cup-landscape.jpg'));
    await run('DELETE FROM product_images WHERE store_id = ? AND id = 2', store.id);
    expect(await refusal(sql, store.id, 2)).toContain('media_missing');
  },

  variant_images_have_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const sql = `INSERT INTO variant_images (store_id, product_id, variant, media_id, file_stem, format, revision,
      last_revision, modified_at) VALUES (?1, 7, 'RED', ?2, 'a', 'png', 1, 1, 1)`;
    expect(await refusal(sql, store.id, 99)).toContain('media_missing');
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    expect(await trashedMedia(store)).toEqual([1]);
    expect(await refusal(sql, store.id, 1)).toContain('media_missing');
  },

  variant_images_keep_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const path = '/catalog/products/7/variants/5/image';
    await v3(store, 'POST', path, { body: imageForm(sample('cup-landscape.jpg')) });
    const sql = 'UPDATE variant_images SET media_id = ?2 WHERE store_id = ?1';
    expect(await refusal(sql, store.id, 99)).toContain('media_missing');
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    expect(await refusal(sql, store.id, 1)).toContain('media_missing');
  },

  product_images_release_media: async (store) => {
    await uploadMedia(store, sample('cup-landscape.jpg'));
    await createImage(store, 7, TINY_PNG);
    await placeImage(store, '/products/7/images', { media_id: 1 });
    await placeImage(store, '/products/8/images', { media_id: 2 });
    const removeFrom = (productId: number) =>
      run('DELETE FROM product_images WHERE store_id = ? AND product_id = ?', store.id, productId);
    await removeFrom(7);
    expect(await idsOf('media', store)).toEqual([1, 2]);
    expect(await trashedMedia(store)).toEqual([]);
    await removeFrom(8);
    expect(await trashedMedia(store)).toEqual([2]);
    await keepNoTrash(store);
    await createImage(store, 7, TINY_PNG);
    await removeFrom(7);
    expect(await idsOf('media', store)).toEqual([1, 2]);
  },

  product_images_release_replaced_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, sample('cup-landscape.jpg'));
    await placeImage(store, '/products/8/images', { media_id: 1 });
    const replace = (productId: number) =>
      run('UPDATE product_images SET media_id = 2 WHERE store_id = ? AND product_id = ?', store.id, productId);
    await replace(7);
    expect(await trashedMedia(store)).toEqual([]);
    await replace(8);
    expect(await trashedMedia(store)).toEqual([1]);
    await keepNoTrash(store);
    await createImage(store, 9, sample('cup-static.gif'));
    await replace(9);
    expect(await idsOf('media', store)).toEqual([1, 2]);
  },

  product_images_show_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const { width, height } = await uploadMedia(store, sample('cup-landscape.jpg'), { alt_text: 'Cup' });
    await run('UPDATE product_images SET media_id = 2 WHERE store_id = ?', store.id);
    const sql = `SELECT i.width_px, i.height_px, i.media_alt_text, i.blob_id = m.blob_id AS is_its_blob
      FROM product_images i JOIN media m ON m.store_id = i.store_id AND m.id = 2 WHERE i.store_id = ?`;
    const shown = { width_px: width, height_px: height, media_alt_text: 'Cup', is_its_blob: 1 };
    expect(await rows(sql, store.id)).toEqual([shown]);
    await v3(store, 'PUT', '/catalog/products/7/images/1', { body: imageForm(sample('cup-static.gif')) });
    expect(await counters(store)).toMatchObject({ last_media_id: 3 });
  },

  product_images_take_media_id: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, sample('cup-static.gif'));
    await run('UPDATE store_counters SET last_media_id = 1 WHERE store_id = ?', store.id);
    await run('UPDATE product_images SET media_id = media_id WHERE store_id = ?', store.id);
    expect(await counters(store)).toMatchObject({ last_media_id: 1 });
    await run('UPDATE product_images SET media_id = 2 WHERE store_id = ? AND id = 1', store.id);
    expect(await counters(store)).toMatchObject({ last_media_id: 2 });
  },

  product_images_counted: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    await run(
      `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
        VALUES (?1, 7, 'shop360', 5, 1, 0, 0, '', 'a', 'png', 1, 1, '', 1, 1, 1, 1,
          (SELECT blob_id FROM media WHERE store_id = ?1 AND id = 1))`,
      store.id,
    );
    expect(await product(store)).toMatchObject({ image_count: 3, shop_image_ids: '[1,2]' });
    await run(
      `INSERT INTO product_images SELECT store_id, product_id, 'shop', 6, media_id, 0, 0, char(8195, 10), 'a', 'png', 4, 3, '', 1, 1, 1, 1,
          NULL, NULL, 0, '{"cs":"Hrnek","de":"Tasse"}', blob_id FROM product_images WHERE store_id = ? AND id = 5`,
      store.id,
    );
    const blob = Object.keys(Object(await listed(store, 'shop_blobs')))[0] ?? '';
    expect(await listedFacts(store)).toEqual([3, 2, { cs: 1, de: 1 }, { '1x1': 2, '4x3': 1 }, { [blob]: 3 }]);
    expect(await counters(store)).toMatchObject({ last_image_id: 6, last_media_id: 2, shop_image_count: 3 });
  },

  product_images_uncounted: async (store) => {
    for (const _ of [1, 2, 3]) await createImage(store, 7, TINY_PNG);
    await run(`UPDATE product_images SET alts = '{"cs":"Hrnek"}' WHERE store_id = ? AND id > 1`, store.id);
    await setOwnPicture(store, TINY_PNG);
    await pointVariant(store, 2);
    await run('DELETE FROM product_images WHERE store_id = ? AND id = 2', store.id);
    expect(await product(store)).toMatchObject({ image_count: 2, shop_image_ids: '[1,3]' });
    expect(await listedFacts(store)).toMatchObject([2, 1, { cs: 1 }, { '1x1': 2 }, {}]);
    expect(await counters(store)).toMatchObject({ last_image_id: 3, shop_image_count: 2 });
    const variants = await rows('SELECT image_id FROM variant_images WHERE store_id = ?', store.id);
    expect(variants).toEqual([{ image_id: null }]);
    expect(await dropped(`derived/${store.hash}/7/2/%`)).toEqual([`renditions derived/${store.hash}/7/2/`]);
  },

  product_images_limit_languages: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const set = 'UPDATE product_images SET alts = ?2 WHERE store_id = ?1';
    const alts = (count: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x'])));
    await run(set, store.id, alts(20));
    expect(await refusal(set, store.id, alts(21))).toContain('product_languages_full');
  },

  product_images_changes_counted: async (store) => {
    const textBytes = async (): Promise<unknown> =>
      (await rows('SELECT text_bytes FROM products WHERE store_id = ? AND id = 7', store.id))[0]?.['text_bytes'];
    const quotes = 4;
    for (const _ of [1, 2]) await createImage(store, 7, TINY_PNG);
    expect(await textBytes()).toBe(2 * quotes);
    // In UTF-8 and as JSON: a, e with an accent, an escaped quote.
    await run(`UPDATE product_images SET description = 'a\u00e9"' WHERE store_id = ? AND id = 1`, store.id);
    expect(await textBytes()).toBe(2 * quotes + 1 + 2 + 2);
    await run('UPDATE product_images SET sort_order = 9 WHERE store_id = ?', store.id);
    await run(`UPDATE product_images SET alts = '{"cs":"a\u00e9"}' WHERE store_id = ? AND id = 2`, store.id);
    expect(await textBytes()).toBe(2 * quotes + 1 + 2 + 2 + '"cs":"aee"'.length);
    await run('UPDATE product_images SET width_px = 2, blob_id = 999999999 WHERE store_id = ? AND id = 2', store.id);
    const [first = '', ...others] = Object.keys(Object(await listed(store, 'shop_blobs')));
    expect(others).toEqual(['999999999']);
    expect(await listedFacts(store)).toEqual([1, 0, { cs: 1 }, { '1x1': 1, '2x1': 1 }, { [first]: 1, 999999999: 1 }]);
    await run('UPDATE product_images SET blob_id = ?2 WHERE store_id = ?1 AND id = 2', store.id, Number(first));
    expect(await listedFacts(store)).toMatchObject([1, 1, { cs: 1 }, {}, { [first]: 2 }]);
    await run('DELETE FROM product_images WHERE store_id = ? AND id = 1', store.id);
    expect(await listedFacts(store)).toEqual([1, 0, { cs: 1 }, { '2x1': 1 }, { [first]: 1 }]);
    expect(await textBytes()).toBe(quotes + '"cs":"aee"'.length);
  },

  product_images_replaced: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await uploadMedia(store, sample('cup-landscape.jpg'));
    const [image] = await rows('SELECT revision FROM product_images WHERE store_id = ?', store.id);
    await run('UPDATE product_images SET sort_order = 9, media_id = media_id WHERE store_id = ?', store.id);
    expect(await dropped(`derived/${store.hash}/7/%`)).toEqual([]);
    await run(
      'UPDATE product_images SET media_id = 2, revision = revision + 1, last_revision = revision + 1 WHERE store_id = ?',
      store.id,
    );
    const prefix = `derived/${store.hash}/7/1/${String(image?.['revision'])}/`;
    expect(await dropped(`derived/${store.hash}/7/%`)).toEqual([`renditions ${prefix}`]);
  },

  variant_images_replaced: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await setOwnPicture(store, sample('cup-landscape.jpg'));
    const [variant] = await rows('SELECT revision FROM variant_images WHERE store_id = ?', store.id);
    await pointVariant(store, 1);
    const prefixes = [`renditions derived/${store.hash}/7/v3/${String(variant?.['revision'])}/`];
    expect(await dropped(`derived/${store.hash}/7/%`)).toEqual(prefixes);
    await pointVariant(store, null);
    expect(await dropped(`derived/${store.hash}/7/%`)).toEqual(prefixes);
  },

  variant_images_release_replaced_media: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await setOwnPicture(store, sample('cup-landscape.jpg'));
    await setOwnPicture(store, sample('cup-static.gif'));
    expect(await trashedMedia(store)).toEqual([2]);
    await keepNoTrash(store);
    await placeImage(store, '/products/8/images', { media_id: 3 });
    await pointVariant(store, 1);
    expect(await idsOf('media', store)).toEqual([1, 2, 3]);
    await setOwnPicture(store, sample('cup-landscape.jpg'));
    await pointVariant(store, 1);
    expect(await idsOf('media', store)).toEqual([1, 2, 3]);
    expect(await trashedMedia(store)).toEqual([2]);
  },

  job_items_end_once: async (store) => {
    const id = await insertJob(store, 2);
    await run(...endItem(id, 0, 'done'));
    for (const status of ['failed', 'done'] as const) {
      expect(await refusal(...endItem(id, 0, status))).toContain('item_has_ended');
    }
  },

  job_items_counted: async (store) => {
    const id = await insertJob(store, 3);
    await run(...endItem(id, 0, 'done'));
    await run(...endItem(id, 1, 'failed'));
    expect(await job(id)).toEqual({ status: 'pending', done_count: 1, failed_count: 1, completed_at: null });
  },

  jobs_are_limited: async (store) => {
    await run(`UPDATE stores SET settings = '{"jobs":{"maxOpen":2,"maxWaitingItems":4}}' WHERE id = ?`, store.id);
    const first = await insertJob(store, 3);
    await expect(insertJob(store, 2)).rejects.toThrow('too_many_items');
    await insertJob(store, 1);
    await run(...endItem(first, 0, 'done'));
    await expect(insertJob(store, 1)).rejects.toThrow('too_many_jobs');
    await insertJob(await newStore(), 5);
    // A job that is inserted again hears that it is there, not that there are too many.
    const again = `INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
      SELECT id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at FROM jobs WHERE id = ?`;
    expect(await refusal(again, first)).toContain('UNIQUE');
  },

  jobs_stay_limited: async (store) => {
    await run(`UPDATE stores SET settings = '{"jobs":{"maxWaitingItems":4}}' WHERE id = ?`, store.id);
    const id = await insertJob(store, 1);
    await insertJob(store, 2);
    expect(await refusal('UPDATE jobs SET item_count = 3 WHERE id = ?', id)).toContain('too_many_items');
    await run('UPDATE jobs SET item_count = 2 WHERE id = ?', id);
  },

  jobs_end: async (store) => {
    for (const [last, status] of [
      ['done', 'completed'],
      ['failed', 'failed'],
    ] as const) {
      const id = await insertJob(store, 2);
      await run(...endItem(id, 0, 'failed'));
      expect(await job(id)).toMatchObject({ completed_at: null });
      await run(...endItem(id, 1, last));
      expect(await job(id)).toMatchObject({ status, completed_at: expect.any(Number) });
    }
  },

  jobs_tell: async (store) => {
    const id = await insertJob(store, 1);
    await run(...endItem(id, 0, 'done'));
    const told = { jobId: id, status: 'completed', done: 1, failed: 0, total: 1 };
    expect(await rows('SELECT seq, type, job_id, change FROM journal WHERE store_id = ?', store.id)).toEqual([
      { seq: 1, type: 'job.finished', job_id: id, change: JSON.stringify(told) },
    ]);
  },
};

describe('the trigger', () => {
  it.each(Object.entries(CASES))('%s does its work', async (_name, expectWork) => {
    await expectWork(await newStore());
  });
});

it('every trigger of the database has a case here', async () => {
  const names = (await rows(`SELECT name FROM sqlite_master WHERE type = 'trigger'`)).map(({ name }) => String(name));
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter((name) => !(name in CASES))).toEqual([]);
});
