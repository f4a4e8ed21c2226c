import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from './support/cost.ts';
import { fillProduct } from './support/fill.ts';
import type { ProductPage } from './support/product-list.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';

/** Reads a page; its cost is one round trip, and the rows that are returned with it. */
async function readCounted(store: TestStore, query: string): Promise<ProductPage & { readonly rowsRead: number }> {
  const response = await v1(store, 'GET', `/products?${query}`);
  expect(response.status).toBe(200);
  const cost = costOf(response);
  expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, galleryCalls: 0, r2Reads: 0, r2Lists: 0 });
  return { ...(await response.json<ProductPage>()), rowsRead: cost.rowsRead };
}

/** Reads all pages of a list, and returns the rows that each of them reads. */
async function readAllCounted(store: TestStore, query: string): Promise<readonly number[]> {
  const rows: number[] = [];
  for (let cursor = ''; ;) {
    const { next, rowsRead } = await readCounted(store, `${query}${cursor}`);
    rows.push(rowsRead);
    if (next === null) return rows;
    cursor = `&cursor=${next}`;
  }
}

/** A store of `count` products of `imageCount` images each, beside another store with products. */
async function withProducts(count: number, imageCount: number): Promise<TestStore> {
  const [store, other] = [await newStore(), await newStore()];
  await fillProduct(other, 1, 2);
  for (let id = 1; id <= count; id += 1) await fillProduct(store, id, imageCount);
  await env.DB.prepare('UPDATE products SET changed_at = 2000 - id WHERE store_id = ?').bind(store.id).run();
  return store;
}

describe('a page of 50 products: three rows a product by id, four by change, whatever they have [V1-96, V1-97]', () => {
  it.each([
    [130, 1],
    [130, 12],
  ])('%i products of %i images', async (count, imageCount) => {
    const store = await withProducts(count, imageCount);
    for (const [order, perProduct] of [
      ['id', 3],
      ['-changedAt', 4],
    ] as const) {
      const rows = await readAllCounted(store, `limit=50&order=${order}`);
      expect(rows).toHaveLength(3);
      for (const rowsRead of rows) expect(rowsRead).toBeLessThanOrEqual(51 * perProduct + 5);
    }
  });

  it('of 1000 images each', async () => {
    const store = await withProducts(3, 1000);
    expect((await readCounted(store, 'limit=50')).rowsRead).toBeLessThanOrEqual(3 * 3 + 5);
    expect((await readCounted(store, 'limit=50&problem=too-small')).rowsRead).toBeLessThanOrEqual(3 * 6 + 5);
  });
});

describe('a filtered page looks at 500 products [V1-100]', () => {
  async function withMany(): Promise<TestStore> {
    const store = await newStore();
    await env.DB.prepare(
      `INSERT INTO products (store_id, id, guid, version, created_at, changed_at)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT ?1, i, 'g' || i, 0, i, i FROM n`,
    )
      .bind(store.id)
      .run();
    return store;
  }

  it.each([
    ['problem=no-alt', 2, 3],
    ['problem=too-small', 2, 3],
    ['problem=duplicate', 2, 3],
    ['missingAlt=en', 2, 3],
    ['search=cup', 5, 6],
  ])('%s: %i rows for each, %i by change', async (query, byId, byChange) => {
    const store = await withMany();
    for (const [order, perProduct] of [
      ['id', byId],
      ['-changedAt', byChange],
    ] as const) {
      const rows = await readAllCounted(store, `${query}&order=${order}`);
      expect(rows).toHaveLength(3);
      for (const rowsRead of rows) expect(rowsRead).toBeLessThanOrEqual(501 * perProduct + 8);
    }
  });

  it('and for a number or a GUID at one', async () => {
    const store = await withMany();
    await fillProduct(store, 5000, 1000);
    for (const search of ['5000', `00000000-7669-8747-8000-000000001388`.replace('00000000', hexOf(store))]) {
      for (const order of ['id', '-changedAt']) {
        const page = await readCounted(store, `search=${search}&order=${order}`);
        expect(page.items).toHaveLength(1);
        expect(page.rowsRead).toBeLessThanOrEqual(8);
      }
    }
  });

  it('and searches the images of as many as have 2000: two rows for each', async () => {
    const store = await withProducts(3, 900);
    const page = await readCounted(store, 'search=zzz');
    expect(page.items).toEqual([]);
    expect(page.rowsRead).toBeLessThanOrEqual(2 * 1800 + 3 * 6 + 8);
    const last = await readCounted(store, `search=zzz&cursor=${page.next}`);
    expect([last.next, last.rowsRead <= 2 * 900 + 6 + 8]).toEqual([null, true]);
  });
});

const hexOf = ({ id }: TestStore): string => id.toString(16).padStart(8, '0');
