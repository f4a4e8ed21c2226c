import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireImage } from '../src/dialects/bigcommerce-v3/image.ts';
import { CommandHandler } from '../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from './faults/gallery-store.ts';
import { create } from './gallery/commands.ts';
import { costOf } from './support/cost.ts';
import { TINY_PNG } from './support/pictures.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { imageForm, v3 } from './support/v3.ts';

/** The budgets of docs/performance.md are counted in round trips, rows and calls, never in time. */
const IMAGES = '/catalog/products/7/images';

async function withThousand(): Promise<TestStore> {
  const store = await newStore();
  const images = Array.from({ length: 1000 }, () => ({}));
  await new CommandHandler().execute(operation(create(...images)), openGalleryStore(store, 7), Date.now);
  return store;
}

describe('list: one D1 round trip, rows read ≤ page + 3', () => {
  it.each([
    ['limit=50&page=1', 50],
    ['limit=50&page=20', 50],
    ['limit=250&page=4', 250],
    ['limit=7&page=143', 6],
    ['limit=250&page=5', 0],
  ])('%s of 1000 images', async (query, rows) => {
    const response = await v3(await withThousand(), 'GET', `${IMAGES}?${query}`);
    const { data } = await response.json<{ data: WireImage[] }>();
    expect(data).toHaveLength(rows);
    const cost = costOf(response);
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, galleryCalls: 0, r2Reads: 0 });
    expect(cost.rowsRead).toBeLessThanOrEqual(rows + 3);
  });

  it('one image of 1000', async () => {
    const cost = costOf(await v3(await withThousand(), 'GET', `${IMAGES}/500`));
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(6);
  });
});

describe('create: one R2 put, one gallery call, one D1 batch', () => {
  it.each([0, 999])('with %i images before it', async (count) => {
    const store = await newStore();
    if (count > 0) {
      const images = Array.from({ length: count }, () => ({}));
      await new CommandHandler().execute(operation(create(...images)), openGalleryStore(store, 7), Date.now);
    }
    const cost = costOf(await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) }));
    // One round trip each for access, for loading the product, and for the batch.
    expect(cost).toMatchObject({ roundTrips: 3, r2Writes: 1, r2Reads: 0, r2Deletes: 0, r2Lists: 0, galleryCalls: 1 });
    // These include the entries of the indexes of file names in the library, and of products by their last change.
    expect(cost.rowsWritten).toBeLessThanOrEqual(count === 0 ? 16 : 15);
  });

  it('takes two round trips where the gallery has loaded its product', async () => {
    const store = await newStore();
    await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) });
    const cost = costOf(await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) }));
    expect(cost).toMatchObject({ roundTrips: 2, r2Writes: 1, galleryCalls: 1 });
    expect(cost.rowsRead).toBeLessThanOrEqual(40);
  });

  it('with an Idempotency-Key: no call of its own', async () => {
    const store = await newStore();
    await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) });
    const send = (key: string) =>
      v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG), headers: { 'Idempotency-Key': key } });
    const cost = costOf(await send('one'));
    expect(cost).toMatchObject({ roundTrips: 2, r2Writes: 1, galleryCalls: 1 });
    expect(cost.rowsRead).toBeLessThanOrEqual(44);
    expect(costOf(await send('one'))).toMatchObject({ roundTrips: 3, r2Writes: 1, galleryCalls: 1, rowsWritten: 0 });
  });
});

describe('move in a gallery of 1000: one round trip, rows written ≤ rows that change + 4', () => {
  it.each([
    ['the last to the front', 1000, 0, 1000, 10],
    ['one past its neighbour', 500, 498, 502, 10],
    // A list that names its rows is read as well.
    ['the first behind the last', 1, 1000, 1, 12],
  ])('%s', async (_name, id, sortOrder, changed, readMore) => {
    const store = await withThousand();
    await v3(store, 'PUT', `${IMAGES}/1`, { json: { description: 'warm' } });
    const cost = costOf(await v3(store, 'PUT', `${IMAGES}/${id}`, { json: { sort_order: sortOrder } }));
    expect(cost).toMatchObject({ roundTrips: 1, galleryCalls: 1, r2Writes: 0 });
    expect(cost.rowsWritten).toBeLessThanOrEqual(changed + 4);
    expect(cost.rowsRead).toBeLessThanOrEqual(cost.rowsWritten + readMore);
  });
});

it('delete: one D1 batch, and one list to remove the renditions', async () => {
  const store = await newStore();
  await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) });
  const cost = costOf(await v3(store, 'DELETE', `${IMAGES}/1`));
  expect(cost).toMatchObject({ roundTrips: 1, galleryCalls: 1, r2Lists: 1, r2Writes: 0 });
  expect(cost.rowsWritten).toBeLessThanOrEqual(15);
});

it('hot rendition: no D1, no Images, one R2 read', async () => {
  const store = await newStore();
  const { data } = await (await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) })).json<{ data: WireImage }>();
  await exports.default.fetch(data.url_tiny);
  const cost = costOf(await exports.default.fetch(data.url_tiny));
  expect(cost).toMatchObject({ roundTrips: 0, imagesCalls: 0, r2Reads: 1, r2Writes: 0, r2Lists: 0 });
});
