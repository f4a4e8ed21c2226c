import { describe, expect, it } from 'vitest';
import type { FocalPoint } from '../../src/model/focal-point.ts';
import { productData, readEvents } from '../support/events.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample } from '../support/pictures.ts';
import { guidOf, list } from '../support/shoptet.ts';
import { findStored } from '../support/stored-picture.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

const IMAGES = '/catalog/products/7/images';
const POINT: FocalPoint = { x: 0.25, y: 0.75 };

async function withImage(): Promise<TestStore> {
  const store = await newStore();
  await createImage(store, 7, sample('cup-landscape.jpg'));
  return store;
}

async function focus(store: TestStore, focalPoint: FocalPoint | null): Promise<Response> {
  const response = await v1(store, 'PATCH', '/products/7/images', { json: { images: [{ id: 1, focalPoint }] } });
  expect(response.status).toBe(200);
  return response;
}

async function imageOf(store: TestStore) {
  const [image] = (await readProduct(store, 7)).images;
  if (image === undefined) throw new Error('the product has no image');
  return image;
}

const replace = (store: TestStore, name: string): Promise<Response> =>
  v3(store, 'PUT', `${IMAGES}/1`, { body: imageForm(sample(name)) });

const undo = (store: TestStore, toVersion: number): Promise<Response> =>
  v1(store, 'POST', '/products/7/undo', { json: { toVersion } });

describe('the focal point of an image', () => {
  it('is null at first, and shown as it was set, with four decimals [V1-56]', async () => {
    const store = await withImage();
    expect((await imageOf(store)).focalPoint).toBeNull();
    for (const [set, shown] of [
      [POINT, POINT],
      [
        { x: 0, y: 1 },
        { x: 0, y: 1 },
      ],
      [
        { x: 0.123_46, y: 0.999_999 },
        { x: 0.1235, y: 1 },
      ],
      [null, null],
    ] as const) {
      await focus(store, set);
      expect((await imageOf(store)).focalPoint).toEqual(shown);
    }
  });

  it('gives new URLs, and the URLs before go on showing what they did [V1-56, DEL-4]', async () => {
    const store = await withImage();
    const before = await imageOf(store);
    await getPicture(before.urls.tiny);
    await focus(store, POINT);
    const after = await imageOf(store);
    expect(after.revision).toBeGreaterThan(before.revision);
    // One of the old URLs was asked for before, the other one was not.
    for (const url of [before.urls.tiny, before.urls.standard, after.urls.tiny]) {
      expect([url, (await getPicture(url)).status]).toEqual([url, 200]);
    }
    expect(await findStored(before.urls.zoom)).toMatchObject({ focalPoint: undefined });
    expect(await findStored(after.urls.zoom)).toMatchObject({ focalPoint: POINT });
    await replace(store, 'cup-static.gif');
    for (const { urls } of [before, after]) {
      expect((await getPicture(urls.tiny)).status).toBe(404);
      expect((await getPicture(urls.standard)).status).toBe(404);
    }
  });

  it('changes nothing where it is the same one [V1-56]', async () => {
    const store = await withImage();
    await focus(store, POINT);
    const before = await readProduct(store, 7);
    await focus(store, POINT);
    await focus(store, { x: 0.250_04, y: 0.75 });
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('leaves signed names of cuts working, which replacing ends [V1-56, SH-19]', async () => {
    const store = await withImage();
    const [image] = await list(store, guidOf(store, 7));
    const name = image?.signedCdnNames.find(({ type }) => type === 'big')?.name ?? '';
    const url = `http://vitrine.test/s-${store.hash}/user/shop/big/${name}`;
    expect((await getPicture(url)).status).toBe(200);
    for (const x of [0.1, 0.2, 0.3]) await focus(store, { x, y: 0.5 });
    expect((await getPicture(url)).status).toBe(200);
    await replace(store, 'cup-static.gif');
    expect((await getPicture(url)).status).toBe(404);
  });

  it('stays through moves, words and the trash [V1-57]', async () => {
    const store = await withImage();
    await createImage(store, 7, sample('cup-landscape.jpg'));
    await focus(store, POINT);
    const { revision, urls } = await imageOf(store);
    await v3(store, 'PUT', `${IMAGES}/1`, { json: { sort_order: 9, description: 'A cup', is_thumbnail: false } });
    await v3(store, 'DELETE', `${IMAGES}/1`);
    expect((await v1(store, 'POST', '/trash/restore', { json: { ids: [1] } })).status).toBe(200);
    const image = (await readProduct(store, 7)).images.find(({ id }) => id === 1);
    expect(image).toMatchObject({ focalPoint: POINT, revision, urls });
  });

  it('comes back with its URLs when it is undone, and goes with that [V1-57, V1-26]', async () => {
    const store = await withImage();
    const states = [await imageOf(store)];
    for (const focalPoint of [POINT, null, { x: 0.5, y: 0.5 }]) {
      await focus(store, focalPoint);
      states.push(await imageOf(store));
    }
    for (const index of [1, 3, 0, 2]) {
      expect((await undo(store, index + 1)).status).toBe(200);
      const { focalPoint, revision, urls } = states[index] ?? (await imageOf(store));
      expect(await imageOf(store)).toMatchObject({ focalPoint, revision, urls });
      for (const state of states) {
        expect((await findStored(state.urls.zoom))?.focalPoint ?? null).toEqual(state.focalPoint);
      }
    }
    const highest = Math.max(...states.map((state) => state.revision));
    await focus(store, { x: 1, y: 1 });
    expect((await imageOf(store)).revision).toBeGreaterThan(highest);
  });

  it('stays with bytes of a similar shape, goes with others, and comes back with its bytes [V1-57]', async () => {
    const store = await withImage();
    await focus(store, POINT);
    const before = await imageOf(store);
    await replace(store, 'cup-static.gif');
    expect((await imageOf(store)).focalPoint).toEqual(POINT);
    await replace(store, 'cup-square.webp');
    expect((await imageOf(store)).focalPoint).toBeNull();
    const [newest] = (await (await v1(store, 'GET', '/products/7/history')).json<{ items: { summary: string }[] }>())
      .items;
    expect(newest?.summary).toBe('new file for image 1, set the focal point of image 1');
    await undo(store, 3);
    expect((await imageOf(store)).focalPoint).toEqual(POINT);
    await undo(store, 2);
    const { focalPoint, revision, urls } = before;
    expect(await imageOf(store)).toMatchObject({ focalPoint, revision, urls });
    expect((await getPicture(urls.tiny)).status).toBe(200);
  });

  it('is told by an event and in the history [V1-58, V1-35]', async () => {
    const store = await withImage();
    await focus(store, POINT);
    const event = (await readEvents(store)).events.at(-1);
    expect(event?.type).toBe('images.updated');
    expect(productData(event)).toMatchObject({
      version: 2,
      changed: ['focalPoint'],
      images: [{ id: 1, focalPoint: POINT }],
      imageIds: [],
    });
    const history = await v1(store, 'GET', '/products/7/history');
    const { items } = await history.json<{ items: { kind: string; summary: string; canUndo: boolean }[] }>();
    expect(items[0]).toMatchObject({
      kind: 'images.updated',
      summary: 'set the focal point of image 1',
      canUndo: true,
    });
  });
});
