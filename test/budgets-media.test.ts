import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from './support/cost.ts';
import { fillProduct } from './support/fill.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';

/** The budgets of docs/performance.md for the library in /v1, in a store of 3000 media that one image each shows. */
async function withLibrary(): Promise<TestStore> {
  const store = await newStore();
  for (const product of [7, 8, 9]) await fillProduct(store, product, 1000);
  return store;
}

interface Answer {
  readonly items: readonly object[];
  readonly next: string | null;
  readonly uses: number;
}

const cursorOf = (position: object): string => btoa(JSON.stringify(position)).replaceAll('=', '');

/** Reads from the library; the cost of it is one round trip, and the rows that are returned with the answer. */
async function readCounted(store: TestStore, path: string): Promise<Answer & { readonly rowsRead: number }> {
  const response = await v1(store, 'GET', path);
  expect(response.status).toBe(200);
  const cost = costOf(response);
  expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, galleryCalls: 0, r2Reads: 0, r2Lists: 0 });
  return { ...(await response.json<Answer>()), rowsRead: cost.rowsRead };
}

describe('a page of 50 of the library: seven rows a media, whatever comes before it [V1-76]', () => {
  it.each(['', '&folder=product', '&format=png', '&search=A-'])('limit=50%s', async (query) => {
    const store = await withLibrary();
    for (const id of [1, 1500, 2951]) {
      const page = await readCounted(store, `/media?limit=50&cursor=${cursorOf({ id })}${query}`);
      expect(page.items).toHaveLength(50);
      expect(page.rowsRead).toBeLessThanOrEqual(7 * 51);
    }
  });
});

describe('a page for which nothing is found looks at 2000 media, and goes on from there [V1-77]', () => {
  it.each([
    ['search=zzz', 2],
    ['format=gif', 2],
    ['folder=general', 2],
    ['unused=true', 3],
  ])('%s: %i rows a media', async (query, rows) => {
    const store = await withLibrary();
    const page = await readCounted(store, `/media?${query}`);
    expect(page).toMatchObject({ items: [], next: cursorOf({ id: 2001 }) });
    expect(page.rowsRead).toBeLessThanOrEqual(rows * 2001 + 5);
    const last = await readCounted(store, `/media?${query}&cursor=${page.next}`);
    expect(last).toMatchObject({ items: [], next: null });
    expect(last.rowsRead).toBeLessThanOrEqual(rows * 1000 + 5);
  });

  it('so it is where all is in the trash', async () => {
    const store = await withLibrary();
    await env.DB.prepare('DELETE FROM product_images WHERE store_id = ? AND product_id < 9').bind(store.id).run();
    const page = await readCounted(store, '/media');
    expect(page).toMatchObject({ items: [], next: cursorOf({ id: 2001 }) });
    expect(page.rowsRead).toBeLessThanOrEqual(2 * 2001 + 5);
    expect((await readCounted(store, `/media?cursor=${page.next}`)).items).toHaveLength(50);
  });
});

it('one media: seven rows, and one for each use up to 1000 [V1-78]', async () => {
  const store = await withLibrary();
  const one = await readCounted(store, '/media/5');
  expect(one.uses).toBe(1);
  expect(one.rowsRead).toBeLessThanOrEqual(7);
  await showEverywhere(store, 5);
  const many = await readCounted(store, '/media/5');
  expect(many.uses).toBe(1000);
  expect(many.rowsRead).toBeLessThanOrEqual(1006);
});

it('a page of 50 of 2500 uses: the page and eight rows, whatever comes before it [V1-78]', async () => {
  const store = await withLibrary();
  await showEverywhere(store, 5);
  for (const [productId, imageId] of [
    [7, 501],
    [7, 900],
    [8, 1501],
    [9, 2900],
  ]) {
    const cursor = cursorOf({ productId, imageId, gallery: 'shop' });
    const page = await readCounted(store, `/media/5/uses?limit=50&cursor=${cursor}`);
    expect(page.items).toHaveLength(50);
    expect(page.rowsRead).toBeLessThanOrEqual(50 + 8);
  }
});

/** Lets all images after the first 500 show one media. */
async function showEverywhere(store: TestStore, mediaId: number): Promise<void> {
  await env.DB.prepare('UPDATE product_images SET media_id = ?2 WHERE store_id = ?1 AND id > 500')
    .bind(store.id, mediaId)
    .run();
}
