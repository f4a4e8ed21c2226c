import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { ASSIGNED_PRODUCT_IDS, parseProductGuid, productGuid } from '../../src/model/product-guid.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf, list, PICTURE_URL, postImages, send } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, ORIGIN, v3 } from '../support/v3.ts';

const FIRST = ASSIGNED_PRODUCT_IDS.first;

interface Product {
  readonly guid: string;
  readonly variants: readonly { readonly code: string; readonly image: string | null }[];
  readonly images?: readonly { readonly name: string }[];
}

const product = (store: TestStore, guid: string, query = '') =>
  call<Product>(store, 'GET', `/products/${guid}${query}`);
const setVariants = (store: TestStore, guid: string, variants: unknown, headers: Record<string, string> = {}) =>
  call<Product>(store, 'PATCH', `/products/${guid}`, { json: { data: { variants } }, headers });

async function numberOf(store: TestStore, guid: string): Promise<number> {
  const sql = 'SELECT id FROM products WHERE store_id = ? AND guid = ?';
  return (await env.DB.prepare(sql).bind(store.id, guid).first<number>('id')) ?? 0;
}

describe('one catalogue, two dialects', () => {
  it('shows in Shoptet what came through V3: id, order, main image, alt text [IMG-13]', async () => {
    const store = await newStore();
    for (const fields of [{ description: 'Front' }, { sort_order: '-3' }, { is_thumbnail: 'true' }]) {
      await createImage(store, 7, TINY_PNG, fields);
    }
    const images = await list(store, guidOf(store, 7));
    expect(
      images.map(({ name, priority, description, isMainImage }) => [name, priority, description, isMainImage]),
    ).toEqual([
      ['2.png', 1, null, false],
      ['1.png', 1, 'Front', false],
      ['3.png', 2, null, true],
    ]);
  });

  it('shows in V3 what came through Shoptet, and deletes and moves it there [IMG-13]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    await createByJob(store, guid, 'shop', [{ description: 'Front', priority: 3 }, { priority: 1 }]);
    const productId = await numberOf(store, guid);
    expect(
      (await listImages(store, productId)).map(({ id, sort_order, description, is_thumbnail }) => [
        id,
        sort_order,
        description,
        is_thumbnail,
      ]),
    ).toEqual([
      [1, 2, 'Front', false],
      [2, 0, '', true],
    ]);
    await v3(store, 'PUT', `/catalog/products/${productId}/images/1`, { json: { sort_order: 0 } });
    expect((await list(store, guid)).map(({ name, priority }) => [name, priority])).toEqual([
      ['1.png', 1],
      ['2.png', 2],
    ]);
    await v3(store, 'DELETE', `/catalog/products/${productId}/images/1`);
    expect((await list(store, guid)).map(({ name }) => name)).toEqual(['2.png']);
  });

  it('raises one version for both, which is the ETag of both [REQ-5, REQ-6]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const etag = (await send(store, 'GET', `/products/${guidOf(store, 7)}/images/shop`)).headers.get('ETag');
    expect((await v3(store, 'GET', '/catalog/products/7/images')).headers.get('ETag')).toBe(etag);
    const stale = { headers: { 'If-Match': etag ?? '' } };
    await v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description: 'x' } });
    expect((await call(store, 'DELETE', `/products/${guidOf(store, 7)}/images/shop/1.png`, stale)).status).toBe(412);
  });
});

describe('a product', () => {
  it('first seen by its number has a GUID that is readable both ways [IMG-21]', () => {
    const guid = productGuid({ storeId: 3, productId: 123_456_789_012 });
    expect(guid).toMatch(/^00000003-7669-8747-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(parseProductGuid(guid.toUpperCase())).toEqual({ kind: 'number', storeId: 3, productId: 123_456_789_012 });
    const largest = { storeId: 4_294_967_295, productId: Number.MAX_SAFE_INTEGER };
    expect(parseProductGuid(productGuid(largest))).toEqual({ kind: 'number', ...largest });
  });

  it('has the same GUID in the database, which refuses one that belongs to another number [IMG-21]', async () => {
    const store = await newStore();
    for (const productId of [
      1,
      ASSIGNED_PRODUCT_IDS.first - 1,
      ASSIGNED_PRODUCT_IDS.last + 1,
      Number.MAX_SAFE_INTEGER,
    ]) {
      await createImage(store, productId, TINY_PNG);
      expect(await numberOf(store, guidOf(store, productId))).toBe(productId);
    }
    const insert = env.DB.prepare(
      'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, 9, ?, 0, 0, 0)',
    );
    await expect(insert.bind(store.id, guidOf(store, 10)).run()).rejects.toThrow('guid_of_another_product');
  });

  it('is found by that GUID before it has a row [IMG-21]', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop', [{}]);
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([1]);
  });

  it('is assigned a number that no shop can use, in sequence, and keeps it [IMG-21]', async () => {
    const store = await newStore();
    const [a, b] = [crypto.randomUUID(), crypto.randomUUID()];
    await Promise.all([a, b, a, b, a].map((guid) => postImages(store, guid, [{ sourceUrl: PICTURE_URL }])));
    const numbers = [await numberOf(store, a), await numberOf(store, b)];
    expect(numbers.toSorted((x, y) => x - y)).toEqual([FIRST, FIRST + 1]);
    await createByJob(store, a, 'shop', [{}]);
    expect(await numberOf(store, a)).toBe(numbers[0]);
    const taken = await v3(store, 'POST', `/catalog/products/${FIRST + 2}/images`, {
      body: imageForm(TINY_PNG),
    });
    expect(taken.status).toBe(404);
    const c = crypto.randomUUID();
    await createByJob(store, c, 'shop', [{}]);
    expect(await listImages(store, FIRST + 2)).toHaveLength(1);
  });

  it('keeps its assigned number, which the database ensures [IMG-21]', async () => {
    const store = await newStore();
    const insert = env.DB.prepare(
      'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, ?, ?, ?, 0, 0)',
    );
    for (const [number, version] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const row = insert.bind(store.id, FIRST + number, crypto.randomUUID(), version);
      await expect(row.run()).rejects.toThrow('product_id_not_assigned');
    }
  });

  it('is found by its registered GUID, in upper or lower case [SH-7]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    await env.DB.prepare(
      'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, 7, ?, 0, 0, 0)',
    )
      .bind(store.id, guid)
      .run();
    await createImage(store, 7, TINY_PNG);
    expect(await list(store, guid.toUpperCase())).toHaveLength(1);
    expect((await product(store, guid.toUpperCase())).data.guid).toBe(guid);
  });
});

describe('GET /api/products/{guid}', () => {
  it('shows guid and variants, and the images with include=images: the same as the lists [SH-49]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop360', [{}]);
    await createByJob(store, guid, 'shop', [{}]);
    const plain = await product(store, guid);
    expect([plain.status, plain.data]).toEqual([200, { guid, variants: [] }]);
    const { data } = await product(store, guid, '?include=images');
    expect(data.images).toEqual([...(await list(store, guid)), ...(await list(store, guid, 'shop360'))]);
  });

  it('answers 304 to its ETag [REQ-5]', async () => {
    const store = await newStore();
    const path = `/products/${crypto.randomUUID()}`;
    const etag = (await send(store, 'GET', path)).headers.get('ETag') ?? '';
    expect((await send(store, 'GET', path, { headers: { 'If-None-Match': etag } })).status).toBe(304);
  });
});

describe('PATCH /api/products/{guid}', () => {
  async function withImages(count: number): Promise<{ store: TestStore; guid: string }> {
    const store = await newStore();
    for (let index = 0; index < count; index += 1) await createImage(store, 7, TINY_PNG);
    return { store, guid: guidOf(store, 7) };
  }

  it('sets, moves and clears references, and answers as GET does [SH-50]', async () => {
    const { store, guid } = await withImages(2);
    const set = await setVariants(store, guid, [
      { code: 'RED', image: '1.png' },
      { code: 'BLUE', image: '2.png' },
    ]);
    expect([set.status, set.errors]).toEqual([200, null]);
    expect(set.data).toEqual({
      guid,
      variants: [
        { code: 'BLUE', image: '2.png' },
        { code: 'RED', image: '1.png' },
      ],
    });
    expect((await product(store, guid)).data).toEqual(set.data);
    const cleared = await setVariants(store, guid, [{ code: 'RED', image: null }, { code: 'BLUE' }]);
    expect(cleared.data.variants).toEqual([
      { code: 'BLUE', image: '2.png' },
      { code: 'RED', image: null },
    ]);
  });

  it('names unknown images in errors, and sets the others [SH-50]', async () => {
    const { store, guid } = await withImages(1);
    const answer = await setVariants(store, guid, [
      { code: 'A', image: '9.png' },
      { code: 'B', image: '1.png' },
    ]);
    expect([answer.status, answer.errors?.map(({ errorCode, instance }) => [errorCode, instance])]).toEqual([
      200,
      [['image-not-found', '9.png']],
    ]);
    expect(answer.data.variants).toEqual([{ code: 'B', image: '1.png' }]);
  });

  it('is executed once for its Idempotency-Key [REQ-1]', async () => {
    const { store, guid } = await withImages(1);
    const headers = { 'Idempotency-Key': 'k' };
    await setVariants(store, guid, [{ code: 'A', image: '1.png' }], headers);
    await setVariants(store, guid, [{ code: 'A', image: null }]);
    const again = await setVariants(store, guid, [{ code: 'A', image: '1.png' }], headers);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect((await product(store, guid)).data.variants).toEqual([{ code: 'A', image: null }]);
  });

  it.each([
    [[{ image: '1.png' }], 'data.variants[0].code', 'The property code is required'],
    [[{ code: 'A', image: 1 }], 'data.variants[0].image', 'Integer value found, but a string is required'],
    [[], 'data.variants', 'There must be a minimum of 1 items in the array'],
  ])('refuses a wrong body (%#) [SH-5, SH-50]', async (variants, instance, message) => {
    const answer = await setVariants(await newStore(), crypto.randomUUID(), variants);
    expect([answer.status, answer.errors]).toEqual([422, [{ errorCode: 'invalid-request-data', message, instance }]]);
  });

  it('shares the table of variants with V3: a reference made there answers 409 here [SH-51, SH-25]', async () => {
    const { store, guid } = await withImages(1);
    const [image] = await listImages(store, 7);
    const allowed = (image?.url_zoom ?? '').replace(ORIGIN, ORIGIN);
    const set = await v3(store, 'POST', '/catalog/products/7/variants/12/image', { json: { image_url: allowed } });
    expect(set.status).toBe(200);
    expect((await product(store, guid)).data.variants).toEqual([{ code: '12', image: '1.png' }]);
    expect((await call(store, 'DELETE', `/products/${guid}/images/shop/1.png`)).status).toBe(409);
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    expect((await product(store, guid)).data.variants).toEqual([{ code: '12', image: null }]);
  });

  it('shows null for a picture of the variant’s own, which refers to no image [SH-51]', async () => {
    const { store, guid } = await withImages(1);
    await v3(store, 'POST', '/catalog/products/7/variants/12/image', { body: imageForm(TINY_PNG) });
    expect((await product(store, guid)).data.variants).toEqual([{ code: '12', image: null }]);
    expect((await call(store, 'DELETE', `/products/${guid}/images/shop/1.png`)).status).toBe(200);
  });
});
