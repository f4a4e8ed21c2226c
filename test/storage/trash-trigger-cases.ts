import { expect } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { upload as uploadMedia } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';
import { refusal, rows, run } from './sql.ts';
import { keepNoTrash, setOwnPicture, type TriggerCases } from './trigger-cases.ts';

const lastMediaId = async (store: TestStore): Promise<unknown> =>
  (await rows('SELECT last_media_id FROM store_counters WHERE store_id = ?', store.id))[0]?.['last_media_id'];

const trashedImages = (store: TestStore) =>
  rows('SELECT id, product_id, media_id, seq FROM trashed_images WHERE store_id = ? ORDER BY id', store.id);

/** What the triggers do that number media, and those that fill and empty the trash. */
export const TRASH_TRIGGERS: TriggerCases = {
  media_ids_rise: async (store) => {
    for (const _ of [1, 2]) await uploadMedia(store, TINY_PNG);
    await run('DELETE FROM media WHERE store_id = ? AND id = 1', store.id);
    const again = `INSERT INTO media SELECT store_id, ?2, blob_id, folder, 'other.png', original_name, file_stem, alt_text, is_pinned,
        format, byte_count, width_px, height_px, created_at, updated_at, trashed_at
      FROM media WHERE store_id = ?1 AND id = 2`;
    expect(await refusal(again, store.id, 1)).toContain('media_id_taken');
    await run(again, store.id, 3);
  },

  media_hide: async (store) => {
    await createImage(store, 7, TINY_PNG);
    const dropped = () => rows('SELECT key FROM dropped_keys WHERE key = ?', `derived/${store.hash}/media/1/`);
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    expect(await dropped()).toHaveLength(1);
    await run('UPDATE media SET trashed_at = trashed_at + 1 WHERE store_id = ?', store.id);
    await run('DELETE FROM media WHERE store_id = ?', store.id);
    expect(await dropped()).toHaveLength(1);
  },

  media_release_trashed_images: async (store) => {
    const other = await newStore();
    for (const each of [store, other]) {
      for (const name of ['cup-landscape.jpg', 'cup-static.gif'] as const) await createImage(each, 7, sample(name));
      await run('DELETE FROM product_images WHERE store_id = ?', each.id);
    }
    await run('DELETE FROM media WHERE store_id = ? AND id = 1', store.id);
    expect(await trashedImages(store)).toMatchObject([{ id: 2 }]);
    expect(await trashedImages(other)).toMatchObject([{ id: 1 }, { id: 2 }]);
  },

  variant_images_take_media_id: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await setOwnPicture(store, sample('cup-landscape.jpg'));
    expect(await lastMediaId(store)).toBe(2);
  },

  variant_images_take_replaced_media_id: async (store) => {
    await createImage(store, 7, TINY_PNG);
    for (const name of ['cup-landscape.jpg', 'cup-static.gif'] as const) await setOwnPicture(store, sample(name));
    expect(await lastMediaId(store)).toBe(3);
  },

  product_images_to_trash: async (store) => {
    for (const _ of [1, 2, 3]) await createImage(store, 7, TINY_PNG);
    await v3(store, 'PUT', '/catalog/products/7/images/2', { body: imageForm(sample('cup-landscape.jpg')) });
    const columns = `id, product_id, gallery, media_id, sort_order, is_thumbnail, description, file_stem, format, revision,
      last_revision, created_at, focal_x, focal_y, has_earlier_revisions, alts`;
    await run(
      `UPDATE product_images SET focal_x = 0.2, focal_y = 0.7, has_earlier_revisions = 1, alts = '{"cs":"Hrnek"}'
        WHERE store_id = ? AND id = 2`,
      store.id,
    );
    const there = await rows(`SELECT ${columns} FROM product_images WHERE store_id = ? AND id = 2`, store.id);
    await v3(store, 'DELETE', '/catalog/products/7/images/2');
    expect(await rows(`SELECT ${columns} FROM trashed_images WHERE store_id = ?`, store.id)).toEqual(there);
    expect(await trashedImages(store)).toEqual([{ id: 2, product_id: 7, media_id: 4, seq: 5 }]);
    await keepNoTrash(store);
    await v3(store, 'DELETE', '/catalog/products/7/images/3');
    expect(await trashedImages(store)).toHaveLength(1);
  },

  product_images_leave_trash: async (store) => {
    for (const _ of [1, 2]) await createImage(store, 7, TINY_PNG);
    await run('DELETE FROM product_images WHERE store_id = ?', store.id);
    await run('UPDATE media SET trashed_at = NULL WHERE store_id = ? AND id = 1', store.id);
    await run(
      `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
        VALUES (?, 7, 'shop', 1, 1, 0, 1, '', 'a', 'png', 1, 1, '', 1, 1, 1, 1, 1)`,
      store.id,
    );
    expect(await trashedImages(store)).toMatchObject([{ id: 2 }]);
  },
};
