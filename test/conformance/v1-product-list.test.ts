import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { fillProduct } from '../support/fill.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { idsOf, readAllProducts, readProducts } from '../support/product-list.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';

const touch = (store: TestStore, productId: number, description: string): Promise<Response> =>
  v3(store, 'PUT', `/catalog/products/${productId}/images/${productId}`, { json: { description } });

/**
 * Products 1 to 5: one without a problem, one without words, one that shows a small picture, one that shows bytes twice, and one
 * that was only registered; and one that came by GUID. They changed in another order.
 */
async function withProducts(): Promise<TestStore> {
  const store = await newStore({ languages: ['en', 'cs'], presets: { zoom: { widthPx: 200, heightPx: 200 } } });
  const big = sample('cup-landscape.jpg');
  await v3(store, 'POST', '/catalog/products/1/images', {
    body: imageForm(big, { description: 'A CUP' }, 'Hrnek č. 1.jpg'),
  });
  await v3(store, 'POST', '/catalog/products/2/images', {
    body: imageForm(sample('cup-static.gif'), {}, 'cafe\u0301.gif'),
  });
  await createImage(store, 3, TINY_PNG, { description: 'A dot' });
  for (const description of ['One', 'Two']) await createImage(store, 4, big, { description });
  await env.DB.prepare(
    'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, 5, ?, 0, 7, 7)',
  )
    .bind(store.id, guidOf(store, 5))
    .run();
  await createByJob(store, GUID, 'shop360', [{}]);
  await v1(store, 'PATCH', '/products/3/images', { json: { images: [{ id: 3, alts: { cs: 'Černá tečka' } }] } });
  for (const [index, id] of [4, 1, 3, 2].entries()) {
    await env.DB.prepare('UPDATE products SET changed_at = ?3 WHERE store_id = ?1 AND id = ?2')
      .bind(store.id, id, 1_000 + Math.min(index, 2))
      .run();
  }
  return store;
}

/** The products of the tests that only read. */
let shop: TestStore;
/** The number that the product has that came by GUID. */
let assigned: number;

beforeAll(async () => {
  shop = await withProducts();
  assigned = (await readProduct(shop, GUID)).id ?? 0;
});

describe('GET /v1/products', () => {
  it('lists every product that has a row, as GET of it shows it without images [V1-96]', async () => {
    const { items, next } = await readProducts(shop);
    expect([idsOf(items), next]).toEqual([[1, 2, 3, 4, 5, assigned], null]);
    for (const item of items) {
      const { images: _images, variants: _variants, ...product } = await readProduct(shop, item.id ?? '');
      expect(item).toEqual(product);
      expect(Object.keys(item)).toEqual(Object.keys(product));
    }
    expect(items.map(({ problems }) => problems)).toEqual([
      [],
      ['no-alt'],
      ['too-small'],
      ['duplicate'],
      ['no-image'],
      ['no-image'],
    ]);
    expect(items[2]).toMatchObject({
      imageCount: 1,
      missingAlts: { en: 0, cs: 0 },
      cover: { imageId: 3, alt: 'A dot' },
    });
    expect(items.at(-1)).toMatchObject({ guid: GUID, imageCount: 1, cover: null });
    expect(items[4]).toMatchObject({ version: 0, imageCount: 0, changedAt: '1970-01-01T00:00:00.007Z' });
  });

  it('begins with what changed last where it is asked to [V1-97]', async () => {
    const ids = idsOf((await readProducts(shop, '?order=-changedAt')).items);
    expect(ids).toEqual([assigned, 3, 2, 1, 4, 5]);
  });

  it.each(['id', '-changedAt'])('comes in pages by %s, which have every product once [V1-96, V1-97]', async (order) => {
    const [whole = []] = await readAllProducts(shop, `order=${order}&limit=250`);
    for (const limit of [1, 2, 3, 5, 6]) {
      const pages = await readAllProducts(shop, `order=${order}&limit=${limit}`);
      expect(pages.flat()).toEqual(whole);
      expect(pages).toHaveLength(Math.ceil(whole.length / limit));
    }
  });

  it('goes on where it was while products change and come [V1-97]', async () => {
    const store = await newStore();
    for (const id of [1, 2, 3, 4]) {
      await createImage(store, id, TINY_PNG);
      await env.DB.prepare('UPDATE products SET changed_at = ?1 WHERE store_id = ?2 AND id = ?1')
        .bind(id, store.id)
        .run();
    }
    const first = await readProducts(store, '?order=-changedAt&limit=2');
    expect(idsOf(first.items)).toEqual([4, 3]);
    // The one that the next page would begin with moves to the front.
    await touch(store, 2, 'new');
    await createImage(store, 9, TINY_PNG);
    const second = await readProducts(store, `?order=-changedAt&limit=2&cursor=${first.next}`);
    expect([idsOf(second.items), second.next]).toEqual([[1], null]);
  });
});

describe('the query of GET /v1/products', () => {
  it.each([
    ['problem=no-image', [5, 'assigned']],
    ['problem=no-alt', [2]],
    ['problem=too-small', [3]],
    ['problem=duplicate', [4]],
    ['missingAlt=en', [2]],
    ['missingAlt=cs', [1, 2, 4]],
    ['missingAlt=cs&problem=duplicate', [4]],
    ['problem=no-alt&search=dot', []],
    ['missingAlt=cs&search=1', [1]],
    ['missingAlt=en&search=1', []],
  ])('%s [V1-98]', async (query, ids) => {
    const expected = ids.map((id) => (id === 'assigned' ? assigned : id));
    for (const limit of [1, 50]) {
      const pages = await readAllProducts(shop, `${query}&limit=${limit}`);
      expect(idsOf(pages.flat())).toEqual(expected);
    }
    const byChange = idsOf((await readProducts(shop, `?${query}&order=-changedAt`)).items);
    expect(new Set(byChange)).toEqual(new Set(expected));
  });

  it.each([
    ['2', [2]],
    ['99', []],
    [GUID, ['assigned']],
    [GUID.toUpperCase(), ['assigned']],
    ['derived', [3]],
    ['00000000-7669-8747-8000-000000000003', []],
    ['HRNEK', [1]],
    ['č. 1', [1]],
    ['ČERNÁ', [3]],
    ['a cup', [1]],
    ['shoe', [3, 4, 'assigned']],
    ['café', [2]],
    ['CAFE\u0301', [2]],
    ['cs', []],
    ['"', []],
    ['%', []],
    ['0', []],
  ])('search=%s [V1-99]', async (search, ids) => {
    const text = search === 'derived' ? guidOf(shop, 3) : search;
    const { items, next } = await readProducts(shop, `?search=${encodeURIComponent(text)}`);
    expect([idsOf(items), next]).toEqual([ids.map((id) => (id === 'assigned' ? assigned : id)), null]);
  });

  it.each([
    ['search=', 'search'],
    [`search=${'x'.repeat(81)}`, 'search'],
    ['problem=blurred', 'problem'],
    ['missingAlt=de', 'missingAlt'],
    [`missingAlt=${encodeURIComponent('cs".a[0]')}`, 'missingAlt'],
    ['order=changedAt', 'order'],
    ['limit=0', 'limit'],
    ['cursor=x', 'cursor'],
    [`cursor=${btoa('{"order":"id","id":1}')}`, 'cursor'],
    [`order=-changedAt&cursor=${btoa('{"order":"id","id":1,"changedAtMs":1}')}`, 'cursor'],
    ['fields=id', 'fields'],
  ])('%s is 400, with its name [V1-98, V1-8]', async (query, parameter) => {
    const response = await v1(shop, 'GET', `/products?${query}`);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.map((error) => error.parameter)).toEqual([parameter]);
  });

  it('counts by the settings of the store as they are now [V1-98]', async () => {
    const store = await newStore();
    await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    expect(idsOf((await readProducts(store, '?problem=too-small')).items)).toEqual([7]);
    const settings = { presets: { zoom: { widthPx: 600, heightPx: 9000 } }, languages: ['cs', 'en'] };
    await env.DB.prepare('UPDATE stores SET settings = ? WHERE id = ?').bind(JSON.stringify(settings), store.id).run();
    expect((await readProducts(store, '?problem=too-small')).items).toEqual([]);
    expect((await readProducts(store, '?missingAlt=cs')).items).toEqual([]);
    const { items } = await readProducts(store, '?missingAlt=en');
    expect(items).toMatchObject([{ missingAlts: { cs: 0, en: 1 }, problems: [] }]);
  });
});

describe('a filtered page looks at a part of the list, and goes on from there', () => {
  it('of 500 products [V1-100]', async () => {
    const store = await newStore();
    await env.DB.prepare(
      `INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT ?1, i, 'g' || i, 0, i, i FROM n`,
    )
      .bind(store.id)
      .run();
    for (const order of ['id', '-changedAt']) {
      const pages = await readAllProducts(store, `problem=no-alt&order=${order}`);
      expect(pages).toEqual([[], [], []]);
      const found = await readAllProducts(store, `problem=no-image&order=${order}&limit=250`);
      expect(found.map(({ length }) => length)).toEqual([250, 250, 250, 250, 200]);
    }
  });

  it('of products with 2000 images, or one that has more than are left [V1-100]', async () => {
    const store = await newStore();
    for (const [id, count] of [
      [1, 900],
      [2, 900],
      [3, 900],
      [4, 1],
    ] as const) {
      const images = Array.from({ length: count }, () => ({ description: id === 4 ? 'The end' : 'x' }));
      await new CommandHandler().execute(operation(create(...images)), openGalleryStore(store, id), Date.now);
    }
    const pages = await readAllProducts(store, 'search=end');
    expect(pages.map((items) => idsOf(items))).toEqual([[], [4]]);
  });
});

/** A store of four products whose one image each has a description, or texts in another language, of so many bytes. */
async function withTexts(column: 'description' | 'alts', bytes: number): Promise<TestStore> {
  const store = await newStore({ languages: ['en', 'cs'] });
  for (const id of [1, 2, 3, 4]) await fillProduct(store, id, 1);
  const text = (last: string): string => `${'日'.repeat(bytes / 3)}${last}`;
  const value = (last: string): string => (column === 'alts' ? JSON.stringify({ cs: text(last) }) : text(last));
  const sql = `UPDATE product_images SET ${column} = iif(product_id = 4, ?2, ?3) WHERE store_id = ?1`;
  await env.DB.prepare(sql).bind(store.id, value('The end'), value('')).run();
  return store;
}

describe('a page ends where its texts are long, and the next one goes on from there', () => {
  it.each(['id', '-changedAt'])('that are searched, by %s: after 1,500,000 bytes [V1-100]', async (order) => {
    const store = await withTexts('alts', 699_999);
    const pages = await readAllProducts(store, `search=${encodeURIComponent('日the end')}&order=${order}`);
    expect(pages.map((items) => idsOf(items))).toEqual(order === 'id' ? [[], [4]] : [[4], []]);
  });

  it.each(['', '&problem=too-small'])('that are shown: after 4,000,000 bytes %s [V1-100]', async (query) => {
    const store = await withTexts('description', 1_400_001);
    const pages = await readAllProducts(store, `limit=3${query}`);
    expect(pages.map((items) => idsOf(items))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(pages.flat().map(({ cover }) => cover?.alt?.length)).toEqual([466_667, 466_667, 466_667, 466_674]);
  });
});

/** Letters that the database does not fold by itself, all of them different. */
const MANY_LETTERS = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(0xe0 + index))
  .filter(
    (letter) => letter.toUpperCase() > '\u007F' && letter.toUpperCase() !== letter && letter.toUpperCase().length === 1,
  )
  .slice(0, 80)
  .join('');

it('takes the longest search of the most letters [V1-99]', async () => {
  expect(MANY_LETTERS).toHaveLength(80);
  const store = await newStore();
  await createImage(store, 7, TINY_PNG, { description: `the ${MANY_LETTERS.toUpperCase().normalize('NFD')}` });
  const query = `?search=${encodeURIComponent(MANY_LETTERS)}`;
  expect(idsOf((await readProducts(store, query)).items)).toEqual([7]);
  expect(idsOf((await readProducts(store, `${query}&problem=too-small&missingAlt=en`)).items)).toEqual([]);
});
