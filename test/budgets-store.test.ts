import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../src/gallery/command-handler.ts';
import { SigningClient } from './dialects/store/signing-client.ts';
import { openGalleryStore, operation } from './faults/gallery-store.ts';
import { create } from './gallery/commands.ts';
import { costOf } from './support/cost.ts';
import { TINY_PNG } from './support/pictures.ts';
import { ask, place, setSigning, storeApi, toBase64, upload, type StoreAnswer } from './support/store-api.ts';
import { newStore, type TestStore } from './support/stores.ts';

/** Makes a store whose products have `count` images each. The budgets are those of docs/performance.md. */
async function withImages(count: number, products = [7]): Promise<TestStore> {
  const store = await newStore();
  const images = Array.from({ length: count }, () => ({}));
  for (const product of products) {
    await new CommandHandler().execute(operation(create(...images)), openGalleryStore(store, product), Date.now);
  }
  return store;
}

describe('a list: one D1 round trip, rows read ≤ page + 5 [ST-45]', () => {
  it.each([
    ['/products/7/images', 20],
    ['/products/7/images?limit=50', 50],
    ['/products/7/images?limit=50&page=20', 50],
    ['/products/7/images?limit=50&page=21', 0],
    ['/products/7/images/500', 1],
    ['/products/9/images', 0],
    ['/products/images?limit=50', 50],
    ['/products/images/500', 1],
    ['/media?limit=50', 50],
    ['/media/500', 1],
  ])('GET %s', async (path, count) => {
    const store = await withImages(1000);
    await setSigning(store, 'accepted');
    const client = new SigningClient(store);
    await client.authenticate();
    const [pathname = '', query] = path.split('?');
    const signed = client.call('GET', `/v1.3${pathname}`, Object.fromEntries(new URLSearchParams(query)));
    for (const response of [await storeApi(store, 'GET', path), await signed]) {
      const cost = costOf(response);
      expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, galleryCalls: 0, r2Reads: 0 });
      expect(cost.rowsRead).toBeLessThanOrEqual(count + 5);
      const { images, media } = await response.json<StoreAnswer>();
      expect(images ?? media ?? []).toHaveLength(count);
    }
  });

  it('with an order or a filter reads the product once, and no other product', async () => {
    const store = await withImages(500, [7, 8]);
    for (const [query, rows] of [
      ['query=width_min:2', 500],
      // Sorting counts every row a second time.
      ['order=sort_order:desc', 1000],
    ] as const) {
      const cost = costOf(await storeApi(store, 'GET', `/products/7/images?${query}`));
      expect(cost.roundTrips).toBe(1);
      expect(cost.rowsRead).toBeLessThanOrEqual(rows + 5);
    }
  });

  it('with a filter by media reads only the images of that media', async () => {
    const store = await withImages(1000);
    const cost = costOf(await storeApi(store, 'GET', '/products/images?query=media_id:17'));
    expect(cost.rowsRead).toBeLessThanOrEqual(7);
  });
});

describe('a create: one gallery call, one D1 batch [ST-45]', () => {
  it('places many images in one batch, whose cost grows with the rows', async () => {
    const store = await withImages(0);
    const { id } = await upload(store, TINY_PNG);
    await place(store, 7, id);
    const json = Array.from({ length: 100 }, () => ({ media_id: id }));
    const cost = costOf(await storeApi(store, 'POST', '/products/7/images', { json }));
    expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 1, r2Writes: 0 });
    expect(cost.rowsWritten).toBeLessThanOrEqual(100 * 5 + 5);
  });

  it('adds a media with one put and one batch', async () => {
    const store = await newStore();
    const cost = costOf(await storeApi(store, 'POST', '/media', { json: { media_data: toBase64(TINY_PNG) } }));
    expect(cost).toMatchObject({ roundTrips: 2, r2Writes: 1, r2Deletes: 0, galleryCalls: 0 });
    expect(cost.rowsWritten).toBeLessThanOrEqual(12);
  });

  it('finds a free name among a thousand with a few look-ups', async () => {
    const store = await withImages(1000);
    const json = { media_data: toBase64(TINY_PNG), media_folder: 'product', filename: 'a.png' };
    const taken = await storeApi(store, 'POST', '/media', { json });
    expect(taken.status).toBe(400);
    const cost = costOf(
      await storeApi(store, 'POST', '/products/8/images', { json: [{ media_id: 1 }, { media_id: 2 }] }),
    );
    expect(cost).toMatchObject({ roundTrips: 3, galleryCalls: 1 });
    const { filename } = (await ask(store, 'GET', '/media?order=id:desc&limit=1')).media?.[0] ?? {};
    expect(filename).toBe('a-1000.png');
  });
});

describe('a store’s other products cost nothing', () => {
  it.each([
    ['GET', '/products/8/images?limit=50', undefined],
    ['GET', '/products/8/images/501', undefined],
    ['GET', '/products/8/images?query=width_min:2', undefined],
    ['POST', '/products/8/images', { media_id: 1 }],
    ['POST', '/products/9/images', { media_id: 1 }],
    ['PUT', '/products/8/images/501', { sort_order: 7 }],
    ['DELETE', '/products/8/images/501', undefined],
  ])('%s %s', async (method, path, json) => {
    const store = await withImages(500);
    await new CommandHandler().execute(operation(create({}, {})), openGalleryStore(store, 8), Date.now);
    // A scan of an index ends at the first row of the next store, which counts as read.
    await new CommandHandler().execute(operation(create({}, {})), openGalleryStore(await newStore(), 8), Date.now);
    const cost = costOf(await storeApi(store, method, path, json === undefined ? {} : { json }));
    // The most is 40, and one more where an index that all stores share ends at a row of another one.
    expect(cost.rowsRead).toBeLessThanOrEqual(41);
  });
});

it('changing a media’s text reads and writes the images that show it, and no others', async () => {
  const store = await withImages(1000);
  await place(store, 8, 17);
  const cost = costOf(await storeApi(store, 'PUT', '/media/17', { json: { alt_text: 'new' } }));
  expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 0 });
  expect(cost.rowsRead).toBeLessThanOrEqual(65);
  expect(cost.rowsWritten).toBeLessThanOrEqual(2 * 5 + 5);
});

it('a signed write takes one round trip more, to find its session', async () => {
  const store = await withImages(1);
  await setSigning(store, 'required');
  const client = new SigningClient(store);
  await client.authenticate();
  await client.call('PUT', '/v1.3/products/7/images/1', { sort_order: 1 });
  const cost = costOf(await client.call('PUT', '/v1.3/products/7/images/1', { sort_order: 2 }));
  expect(cost).toMatchObject({ roundTrips: 3, galleryCalls: 1 });
});
