import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { TINY_PNG, sample } from '../support/pictures.ts';
import { place, storeApi, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

interface Trashed {
  readonly imageId: number;
  readonly productId: number;
  readonly deletedAt: string;
  readonly goneAt: string;
  readonly by: object | null;
  readonly urls: Readonly<Record<string, string>>;
}

interface Page {
  readonly items: readonly Trashed[];
  readonly next: string | null;
}

const DAY_MS = 24 * 60 * 60 * 1000;

async function trashOf(store: TestStore, query = ''): Promise<Page> {
  const response = await v1(store, 'GET', `/trash${query}`);
  expect(response.status).toBe(200);
  return await response.json<Page>();
}

const remove = (store: TestStore, product: number, id: number): Promise<Response> =>
  v3(store, 'DELETE', `/catalog/products/${product}/images/${id}`);

const restore = (store: TestStore, ids: readonly number[], headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'POST', '/trash/restore', { json: { ids }, headers });

async function countOf(sql: string, store: TestStore): Promise<unknown> {
  return await env.DB.prepare(sql).bind(store.id).first('n');
}

const blobs = (store: TestStore): Promise<unknown> =>
  countOf('SELECT count(*) AS n FROM blobs WHERE store_id = ?', store);

/** A store whose products 7 and 8 have two images each, of which image 1 and image 3 are deleted. */
async function withTrash(): Promise<TestStore> {
  const store = await newStore();
  for (const product of [7, 7, 8, 8]) await createImage(store, product, TINY_PNG, { description: `of ${product}` });
  await remove(store, 7, 1);
  await remove(store, 8, 3);
  return store;
}

describe('GET /v1/trash', () => {
  it('lists deleted images, newest first, with when they go and who deleted them [V1-29, V1-30]', async () => {
    const store = await withTrash();
    const { items, next } = await trashOf(store);
    expect(items.map(({ imageId, productId }) => [imageId, productId])).toEqual([
      [3, 8],
      [1, 7],
    ]);
    expect(next).toBeNull();
    const [item] = items;
    expect(item?.by).toEqual({ tokenId: expect.any(String), label: 'test' });
    expect(item).toMatchObject({ gallery: 'shop', alt: 'of 8', fileName: 'shoe.png' });
    const color = expect.stringMatching(/^#[0-9a-f]{6}$/) as unknown;
    expect(item).toMatchObject({ thumbHash: expect.stringMatching(/^[\w+/=]{20,}$/) as unknown, color });
    expect(Date.parse(item?.goneAt ?? '') - Date.parse(item?.deletedAt ?? '')).toBe(30 * DAY_MS);
    expect(item?.urls['tiny']).toContain('/products/8/images/3/');
  });

  it('of one product, by number or GUID, and in pages [V1-30]', async () => {
    const store = await withTrash();
    for (let id = 5; id < 8; id += 1) {
      await createImage(store, 7, TINY_PNG);
      await remove(store, 7, id);
    }
    const { guid } = await readProduct(store, 7);
    for (const product of ['7', guid]) {
      const { items } = await trashOf(store, `?product=${product}`);
      expect(items.map(({ imageId }) => imageId)).toEqual([7, 6, 5, 1]);
    }
    const first = await trashOf(store, '?limit=2');
    const second = await trashOf(store, `?limit=2&cursor=${first.next}`);
    const third = await trashOf(store, `?limit=2&cursor=${second.next}`);
    expect([first, second, third].flatMap(({ items }) => items.map(({ imageId }) => imageId))).toEqual([7, 6, 5, 3, 1]);
    expect((await v1(store, 'GET', '/trash?product=x')).status).toBe(400);
    expect((await trashOf(store, '?product=99')).items).toEqual([]);
  });

  it('has nothing where the store keeps nothing [V1-29]', async () => {
    const store = await newStore({ trashDays: 0 });
    await createImage(store, 7, TINY_PNG);
    await remove(store, 7, 1);
    expect((await trashOf(store)).items).toEqual([]);
    expect(await blobs(store)).toBe(0);
  });
});

describe('POST /v1/trash/restore', () => {
  it('brings images back to their products, one command for each [V1-31, V1-32]', async () => {
    const store = await withTrash();
    const response = await restore(store, [3, 1]);
    expect(await response.json()).toEqual({
      results: [
        { imageId: 3, productId: 8, status: 200 },
        { imageId: 1, productId: 7, status: 200 },
      ],
    });
    for (const [product, id] of [
      [7, 1],
      [8, 3],
    ] as const) {
      const { images, version } = await readProduct(store, product);
      expect(version).toBe(4);
      expect(images[0]).toMatchObject({ id, alt: `of ${product}`, position: 0, isMain: false });
    }
    expect((await trashOf(store)).items).toEqual([]);
  });

  it('comes back under a name of its own where the name with its number is taken, too [V1-31]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 7, 1);
    for (const name of ['shoe.png', 'shoe-id1.png']) {
      await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, {}, name) });
    }
    expect((await restore(store, [1])).status).toBe(200);
    const { results } = await env.DB.prepare('SELECT filename FROM media WHERE store_id = ? AND id = 1')
      .bind(store.id)
      .all<{ filename: string }>();
    expect(results[0]?.filename).toMatch(/^shoe-id1-[0-9a-f]{8}\.png$/);
  });

  it('takes 250 images, of as many products, and no more [V1-31]', async () => {
    const store = await newStore();
    for (let product = 1; product <= 20; product += 1) {
      await createImage(store, product, TINY_PNG);
      await remove(store, product, product);
    }
    const ids = Array.from({ length: 250 }, (_, index) => index + 1);
    const { results } = await (await restore(store, ids)).json<{ results: readonly { status: number }[] }>();
    expect(results.map(({ status }) => status)).toEqual(ids.map((id) => (id <= 20 ? 200 : 404)));
    expect((await restore(store, [...ids, 251])).status).toBe(422);
  });

  it('leaves the others where one cannot come back, and says why [V1-32]', async () => {
    const store = await withTrash();
    const response = await restore(store, [1, 99]);
    expect(response.status).toBe(200);
    const { results } = await response.json<{ results: readonly object[] }>();
    expect(results).toEqual([
      { imageId: 1, productId: 7, status: 200 },
      {
        imageId: 99,
        productId: null,
        status: 404,
        problem: expect.objectContaining({ type: expect.stringContaining('#image-not-found') }),
      },
    ]);
    expect((await restore(store, [99])).status).toBe(422);
  });

  it('is no error where an image is back already, and repeats itself for its key [V1-32]', async () => {
    const store = await withTrash();
    for (const headers of [{}, {}, { 'Idempotency-Key': 'k' }, { 'Idempotency-Key': 'k' }]) {
      const { results } = await (await restore(store, [1], headers)).json<{ results: readonly object[] }>();
      expect(results).toEqual([{ imageId: 1, productId: 7, status: 200 }]);
    }
  });

  it('is refused where the product is full [V1-28]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await remove(store, 7, 1);
    await fill(store, 1000);
    const { results: answers } = await (await restore(store, [1])).json<{ results: readonly object[] }>();
    expect(answers).toEqual([expect.objectContaining({ imageId: 1, status: 422 })]);
  });

  it('keeps file names apart: one that was taken meanwhile gets another [V1-31]', async () => {
    const store = await newStore();
    for (const id of [1, 2]) {
      await createImage(store, 7, TINY_PNG);
      await remove(store, 7, id);
    }
    await createImage(store, 7, TINY_PNG);
    expect((await restore(store, [1, 2])).status).toBe(200);
    const { results } = await env.DB.prepare('SELECT filename FROM media WHERE store_id = ? ORDER BY id')
      .bind(store.id)
      .all<{ filename: string }>();
    expect(new Set(results.map(({ filename }) => filename)).size).toBe(3);
    expect((await readProduct(store, 7)).images).toHaveLength(3);
  });

  it.each([{}, { ids: [] }, { ids: ['1'] }, { ids: [0] }, { ids: [1], all: true }])(
    'refuses %j [V1-8]',
    async (json) => {
      expect((await v1(await newStore(), 'POST', '/trash/restore', { json })).status).toBe(422);
    },
  );
});

/** Fills product 7 with placed images of one media. */
async function fill(store: TestStore, count: number): Promise<void> {
  await createImage(store, 7, sample('cup-landscape.jpg'));
  const { images } = await readProduct(store, 7);
  const mediaId = images[0]?.media.id ?? 0;
  const rows = Array.from({ length: count - 1 }, () => ({ media_id: mediaId }));
  for (let start = 0; start < rows.length; start += 100) {
    const json = rows.slice(start, start + 100);
    await storeApi(store, 'POST', '/products/7/images', { json });
  }
}

describe('POST /v1/trash/empty', () => {
  it('removes named images for good, with bytes that nothing else shows [V1-33]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, sample('cup-landscape.jpg'));
    for (const id of [1, 2]) await remove(store, 7, id);
    const response = await v1(store, 'POST', '/trash/empty', { json: { ids: [1, 99] } });
    expect(await response.json()).toEqual({ emptied: 1, left: 1 });
    expect(await blobs(store)).toBe(1);
    const { results } = await (await restore(store, [1, 2])).json<{ results: readonly object[] }>();
    expect(results).toMatchObject([{ status: 404 }, { status: 200 }]);
  });

  it('is no event where nothing of what is named is there [V1-33]', async () => {
    const store = await newStore();
    const response = await v1(store, 'POST', '/trash/empty', { json: { ids: [9] } });
    expect(await response.json()).toEqual({ emptied: 0, left: 0 });
    expect(await countOf('SELECT count(*) AS n FROM journal WHERE store_id = ?', store)).toBe(0);
  });

  it('removes all of it, and the files that were replaced [V1-33]', async () => {
    const store = await withTrash();
    await v3(store, 'POST', '/catalog/products/7/images/2', { body: imageForm(sample('cup-static.gif')) });
    await remove(store, 8, 4);
    expect(await blobs(store)).toBe(2);
    const response = await v1(store, 'POST', '/trash/empty', { json: {} });
    expect(await response.json()).toEqual({ emptied: 3, left: 0 });
    expect(await blobs(store)).toBe(1);
    expect(await countOf('SELECT count(*) AS n FROM media WHERE store_id = ?', store)).toBe(1);
  });

  it('keeps the bytes of a media that another deleted image still has [V1-33]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    for (const _ of [1, 2]) await place(store, 7, id);
    for (const image of [1, 2]) await remove(store, 7, image);
    await v1(store, 'POST', '/trash/empty', { json: { ids: [1] } });
    const { results } = await (await restore(store, [2])).json<{ results: readonly object[] }>();
    expect(results).toMatchObject([{ imageId: 2, status: 200 }]);
  });

  it('answers the same to a repeated key, and empties nothing more [V1-10, V1-33]', async () => {
    const store = await withTrash();
    const headers = { 'Idempotency-Key': 'k' };
    const first = await v1(store, 'POST', '/trash/empty', { json: {}, headers });
    await remove(store, 7, 2);
    const again = await v1(store, 'POST', '/trash/empty', { json: {}, headers });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
    expect((await trashOf(store)).items).toHaveLength(1);
    const other = await v1(store, 'POST', '/trash/empty', { json: { ids: [2] }, headers });
    expect((await problemOf(other)).type).toContain('#key-reused');
  });
});

describe('another store’s token', () => {
  it('neither brings back nor empties what is not its own [V1-20]', async () => {
    const [store, other] = [await withTrash(), await newStore()];
    const { results } = await (
      await v1(store, 'POST', '/trash/restore', { json: { ids: [1] }, token: other.token })
    ).json<{ results: readonly object[] }>();
    expect(results).toMatchObject([{ imageId: 1, status: 404 }]);
    const emptied = await v1(store, 'POST', '/trash/empty', { json: { ids: [1, 3] }, token: other.token });
    expect(await emptied.json()).toEqual({ emptied: 0, left: 0 });
    expect((await trashOf(store)).items).toHaveLength(2);
  });
});
