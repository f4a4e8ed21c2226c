import { env, exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { ORPHAN_GRACE_MS } from '../../src/jobs/sweep-storage.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { ask, place, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, v3 } from '../support/v3.ts';

/** Sweeps at a later time, at which everything that exists now is old enough. */
const sweepLater = (): Promise<unknown> =>
  runStorageSweep(env, { nowMs: Date.now() + ORPHAN_GRACE_MS + 60_000, isDryRun: false });

const keys = async (prefix: string): Promise<string[]> =>
  (await env.BUCKET.list({ prefix })).objects.map(({ key }) => key);

const derived = (store: TestStore): Promise<string[]> => keys(`derived/${store.hash}/media/`);

it('keeps a pinned media, its bytes and its renditions, although no image shows it', async () => {
  const store = await newStore();
  const { id, url } = await upload(store, sample('cup-landscape.jpg'));
  const image = await place(store, 7, id);
  await exports.default.fetch(url);
  await ask(store, 'DELETE', `/v1.3/products/7/images/${image.id}`);
  await sweepLater();
  expect([(await keys(`originals/${store.hash}/`)).length, (await derived(store)).length]).toEqual([1, 1]);
  expect((await exports.default.fetch(url)).status).toBe(200);
});

it('keeps bytes that another media still has', async () => {
  const store = await newStore();
  await upload(store, TINY_PNG);
  await upload(store, TINY_PNG);
  await createImage(store, 7, TINY_PNG);
  await ask(store, 'DELETE', '/media/1');
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  await sweepLater();
  expect(await keys(`originals/${store.hash}/`)).toHaveLength(1);
  const { media } = await ask(store, 'GET', '/media');
  expect((await exports.default.fetch(media?.[0]?.url ?? '')).status).toBe(200);
});

it('removes the bytes and renditions of a deleted media', async () => {
  const store = await newStore();
  const { url } = await upload(store, sample('cup-landscape.jpg'));
  await exports.default.fetch(url);
  await ask(store, 'DELETE', '/media/1');
  expect(await derived(store)).toEqual([]);
  await sweepLater();
  expect(await keys(`originals/${store.hash}/`)).toEqual([]);
});

it('removes the library’s renditions of a media that was deleted with its last image', async () => {
  const store = await newStore();
  await createImage(store, 7, sample('cup-landscape.jpg'));
  const { media } = await ask(store, 'GET', '/media');
  await exports.default.fetch(media?.[0]?.url ?? '');
  await v3(store, 'DELETE', '/catalog/products/7/images/1');
  await sweepLater();
  expect(await derived(store)).toEqual([]);
});
