import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DROPPED_GRACE_MS } from '../../src/jobs/sweep-storage.ts';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { ask, place, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const GRACE_MS = DROPPED_GRACE_MS + 60_000;

/** Sweeps that many days from now: first what is past its time in the trash, then the keys that this has dropped. */
async function sweepAfter(days: number, isDryRun = false): Promise<number> {
  const nowMs = Date.now() + days * DAY_MS + 60_000;
  const report = await runStorageSweep(env, { nowMs, isDryRun });
  await runStorageSweep(env, { nowMs: nowMs + GRACE_MS, isDryRun });
  return report.expiredRows;
}

const originals = async (store: TestStore): Promise<number> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;

/** How many images and media of a store are in the trash. */
const inTrash = async (store: TestStore): Promise<unknown> =>
  await env.DB.prepare(
    `SELECT (SELECT count(*) FROM trashed_images WHERE store_id = ?1) AS images,
      (SELECT count(*) FROM media WHERE store_id = ?1 AND trashed_at IS NOT NULL) AS media`,
  )
    .bind(store.id)
    .first();

describe('in a store that says nothing of its trash', () => {
  it('the bytes of a deleted image stay for 30 days, and then the sweep removes them', async () => {
    const store = await newStore();
    const { id } = await createImage(store, 7, sample('cup.wbmp'));
    await v3(store, 'DELETE', `/catalog/products/7/images/${id}`);
    await sweepAfter(29);
    expect([await originals(store), await inTrash(store)]).toEqual([2, { images: 1, media: 1 }]);
    await sweepAfter(30);
    expect([await originals(store), await inTrash(store)]).toEqual([0, { images: 0, media: 0 }]);
  });

  it('the bytes that an image showed before stay for 30 days, and then the sweep removes them, and not the new ones', async () => {
    const store = await newStore();
    const { id } = await createImage(store, 7, TINY_PNG);
    const replacement = await v3(store, 'PUT', `/catalog/products/7/images/${id}`, {
      body: imageForm(sample('cup-landscape.jpg')),
    });
    const { data } = await replacement.json<{ data: { url_zoom: string } }>();
    await sweepAfter(29);
    expect([await originals(store), await inTrash(store)]).toEqual([2, { images: 0, media: 1 }]);
    await sweepAfter(30);
    expect([await originals(store), await inTrash(store)]).toEqual([1, { images: 0, media: 0 }]);
    expect((await exports.default.fetch(data.url_zoom)).status).toBe(200);
  });

  it('nothing of the trash is served or listed', async () => {
    const store = await newStore();
    const { id, url_zoom: url } = await createImage(store, 7, sample('cup-landscape.jpg'));
    const [media] = (await ask(store, 'GET', '/media')).media ?? [];
    await v3(store, 'DELETE', `/catalog/products/7/images/${id}`);
    for (const gone of [url, media?.url ?? '']) expect((await exports.default.fetch(gone)).status).toBe(404);
    expect((await ask(store, 'GET', '/media')).media).toEqual([]);
  });

  it('a media of the library stays when its deleted image leaves the trash', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    const image = await place(store, 7, id);
    await v3(store, 'DELETE', `/catalog/products/7/images/${image.id}`);
    await sweepAfter(30);
    expect([await originals(store), await inTrash(store)]).toEqual([1, { images: 0, media: 0 }]);
  });
});

it('keeps what was deleted for as many days as its store says', async () => {
  const store = await newStore({ trashDays: 2 });
  await createImage(store, 7, TINY_PNG);
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  await sweepAfter(1);
  expect(await originals(store)).toBe(1);
  await sweepAfter(2);
  expect(await originals(store)).toBe(0);
});

it('empties the trash of a store that keeps none any more', async () => {
  const store = await newStore();
  await createImage(store, 7, TINY_PNG);
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  await env.DB.prepare(`UPDATE stores SET settings = '{"trashDays":0}' WHERE id = ?`).bind(store.id).run();
  await sweepAfter(0);
  expect([await originals(store), await inTrash(store)]).toEqual([0, { images: 0, media: 0 }]);
});

it('says in a dry run how much it would remove, and removes nothing', async () => {
  const store = await newStore({ trashDays: 1 });
  await sweepAfter(40);
  await createImage(store, 7, TINY_PNG);
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  // An image and its media.
  expect(await sweepAfter(1, true)).toBe(2);
  expect([await originals(store), await inTrash(store)]).toEqual([1, { images: 1, media: 1 }]);
});
