import { expect } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import type { TestStore } from '../support/stores.ts';
import { upload as uploadMedia } from '../support/store-api.ts';
import { createImage, v3 } from '../support/v3.ts';
import { refusal, rows, run } from './sql.ts';
import { keepNoTrash, type TriggerCases } from './trigger-cases.ts';

/** Moves the focal point of an image, as a command does, to `x` and the middle of its height. */
const focus = (store: TestStore, imageId: number, x: number | null): Promise<void> =>
  run(
    `UPDATE product_images SET focal_x = ?3, focal_y = iif(?3 IS NULL, NULL, 0.5), revision = last_revision + 1,
        last_revision = last_revision + 1, has_earlier_revisions = 1
      WHERE store_id = ?1 AND id = ?2`,
    store.id,
    imageId,
    x,
  );

/** Gives an image other bytes of the library, as a command does. */
const replace = (store: TestStore, mediaId: number): Promise<void> =>
  run(
    `UPDATE product_images SET media_id = ?2, revision = last_revision + 1, last_revision = last_revision + 1
      WHERE store_id = ?1 AND id = 1`,
    store.id,
    mediaId,
  );

const earlier = (store: TestStore) =>
  rows(
    `SELECT image_id, revision, media_id, focal_x, focal_y FROM earlier_revisions WHERE store_id = ? ORDER BY image_id, revision`,
    store.id,
  );
const imagesOf = async (store: TestStore) => (await earlier(store)).map((row) => row['image_id']);
const revisionOf = async (store: TestStore): Promise<number> =>
  Number((await rows('SELECT revision FROM product_images WHERE store_id = ? AND id = 1', store.id))[0]?.['revision']);
const dropped = async (store: TestStore): Promise<unknown[]> =>
  (await rows('SELECT key FROM dropped_keys WHERE key LIKE ? ORDER BY key', `derived/${store.hash}/7/%`)).map(
    ({ key }) => key,
  );

/** What the triggers do that keep the earlier revisions of images, and those that let them go. */
export const REVISION_TRIGGERS: TriggerCases = {
  product_images_keep_revision: async (store) => {
    await createImage(store, 7, TINY_PNG);
    await uploadMedia(store, sample('cup-landscape.jpg'));
    const first = await revisionOf(store);
    await run('UPDATE product_images SET revision = revision WHERE store_id = ?', store.id);
    expect(await earlier(store)).toEqual([]);
    const unnoted = 'UPDATE product_images SET revision = 2, has_earlier_revisions = 0 WHERE store_id = ?';
    expect(await refusal(unnoted, store.id)).toContain('earlier_revision_unnoted');
    await focus(store, 1, 0.2);
    await focus(store, 1, null);
    const rowsOfBoth = [
      { image_id: 1, revision: first, media_id: 1, focal_x: null, focal_y: null },
      { image_id: 1, revision: first + 1, media_id: 1, focal_x: 0.2, focal_y: 0.5 },
    ];
    expect(await earlier(store)).toEqual(rowsOfBoth);
    // Back to the first revision and away from it again, as undo does: its row is there already.
    await run('UPDATE product_images SET revision = ?2 WHERE store_id = ?1', store.id, first);
    await run('UPDATE product_images SET revision = ?2 WHERE store_id = ?1', store.id, first + 1);
    expect((await earlier(store)).slice(0, 2)).toEqual(rowsOfBoth);
    expect(await dropped(store)).toEqual([]);
    await replace(store, 2);
    expect(await imagesOf(store)).toEqual([1, 1, 1]);
  },

  product_images_replaced_revisions: async (store) => {
    await createImage(store, 7, TINY_PNG);
    for (const _ of [2, 3, 4]) await uploadMedia(store, sample('cup-landscape.jpg'));
    const first = await revisionOf(store);
    const prefix = (more: number): string => `derived/${store.hash}/7/1/${first + more}/`;
    for (const x of [0.2, 0.4]) await focus(store, 1, x);
    await replace(store, 2);
    expect(await dropped(store)).toEqual([0, 1, 2].map(prefix));
    // The bytes lie in the trash, and can come back with their URLs.
    expect(await imagesOf(store)).toEqual([1, 1]);
    await focus(store, 1, 0.3);
    await run('DELETE FROM media WHERE store_id = ? AND id = 1', store.id);
    await replace(store, 3);
    expect(await earlier(store)).toMatchObject([{ revision: first + 3, media_id: 2 }]);
    expect(await dropped(store)).toEqual([0, 1, 2, 3, 4].map(prefix));
    await keepNoTrash(store);
    await focus(store, 1, 0.1);
    await replace(store, 4);
    expect(await earlier(store)).toEqual([]);
  },

  product_images_drop_revisions: async (store) => {
    for (const _ of [1, 2]) await createImage(store, 7, TINY_PNG);
    for (const id of [1, 2]) await focus(store, id, 0.2);
    await run('DELETE FROM product_images WHERE store_id = ? AND id = 1', store.id);
    expect(await imagesOf(store)).toEqual([1, 2]);
    await keepNoTrash(store);
    await run('DELETE FROM product_images WHERE store_id = ? AND id = 2', store.id);
    expect(await imagesOf(store)).toEqual([1]);
  },

  trashed_images_drop_revisions: async (store) => {
    for (const _ of [1, 2, 3]) await createImage(store, 7, TINY_PNG);
    for (const id of [1, 2, 3]) await focus(store, id, 0.2);
    for (const id of [1, 2, 3]) await v3(store, 'DELETE', `/catalog/products/7/images/${id}`);
    await run('DELETE FROM trashed_images WHERE store_id = ? AND id = 1', store.id);
    expect(await imagesOf(store)).toEqual([2, 3]);
    await run('DELETE FROM media WHERE store_id = ? AND id = 2', store.id);
    expect(await imagesOf(store)).toEqual([3]);
    // One that comes back has its URLs again.
    await run('UPDATE media SET trashed_at = NULL WHERE store_id = ?', store.id);
    await run(
      `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail, description,
          file_stem, format, width_px, height_px, media_alt_text, revision, last_revision, created_at, modified_at, blob_id)
        SELECT store_id, 7, 'shop', id, media_id, 0, 0, '', 'a', 'png', 1, 1, '', revision, last_revision, 1, 1, 1
          FROM trashed_images WHERE store_id = ?`,
      store.id,
    );
    expect(await imagesOf(store)).toEqual([3]);
    expect(await rows('SELECT id FROM trashed_images WHERE store_id = ?', store.id)).toEqual([]);
  },
};
