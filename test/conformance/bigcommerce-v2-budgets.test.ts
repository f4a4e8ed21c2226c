import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from '../support/cost.ts';
import { fillProduct } from '../support/fill.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore } from '../support/stores.ts';
import { v2, type Base } from '../support/v2.ts';
import { imageForm, listImages } from '../support/v3.ts';

const BASES: readonly Base[] = ['token', 'basic'];

// The budgets of docs/performance.md, in counted rows.
describe.each(BASES)('the cost of BigCommerce V2, by %s,', (base) => {
  it('of a count is two rows in one round trip, however many images there are [BC2-40]', async () => {
    const store = await newStore();
    for (const [index, count] of [1, 10, 1000].entries()) await fillProduct(store, index + 1, count);
    for (const path of ['/products/images/count', '/products/1/images/count', '/products/3/images/count']) {
      const cost = costOf(await v2(store, 'GET', path, { base }));
      expect(cost).toMatchObject({ roundTrips: 1, galleryCalls: 0 });
      expect(cost.rowsRead).toBeLessThanOrEqual(2);
    }
  });

  it.each([
    ['', 50],
    ['?limit=250', 250],
    ['?page=4&limit=250', 250],
    ['?page=5&limit=250', 0],
    ['?page=20&limit=50', 50],
  ])('of a list%s is its page and five rows at most, in one round trip [BC2-40]', async (query, count) => {
    const store = await newStore();
    await fillProduct(store, 1, 1000);
    const cost = costOf(await v2(store, 'GET', `/products/1/images${query}`, { base }));
    expect(cost).toMatchObject({ roundTrips: 1, galleryCalls: 0 });
    expect(cost.rowsRead).toBeLessThanOrEqual(count + 5);
  });

  it('of one image is four rows [BC2-40]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 1000);
    const cost = costOf(await v2(store, 'GET', '/products/1/images/500', { base }));
    expect(cost.roundTrips).toBe(1);
    expect(cost.rowsRead).toBeLessThanOrEqual(4);
  });

  it('of a creation is one put, one gallery call, one batch besides access and loading [BC2-40]', async () => {
    const store = await newStore();
    const cost = costOf(await v2(store, 'POST', '/products/1/images', { base, body: imageForm(TINY_PNG) }));
    expect(cost).toMatchObject({ r2Writes: 1, galleryCalls: 1, roundTrips: 3 });
  });

  it('of deleting a thousand images is one gallery call and one batch, and of a page in proportion to it [BC2-40]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 1000);
    await fillProduct(store, 2, 1000);
    await env.BUCKET.put(`derived/${store.hash}/1/751/1/preset-1x1.png.png`, 'gone');
    await env.BUCKET.put(`derived/${store.hash}/1/7/1/preset-1x1.png.png`, 'stays');
    const page = costOf(await v2(store, 'DELETE', '/products/1/images?page=4&limit=250', { base }));
    expect(page).toMatchObject({ galleryCalls: 1, roundTrips: 3, r2Lists: 1 });
    const left = await env.BUCKET.list({ prefix: `derived/${store.hash}/1/` });
    expect(left.objects.map(({ key }) => key)).toEqual([`derived/${store.hash}/1/7/1/preset-1x1.png.png`]);
    const all = costOf(await v2(store, 'DELETE', '/products/1/images', { base }));
    expect(all).toMatchObject({ galleryCalls: 1, roundTrips: 1, r2Lists: 1 });
    // The rows of each image, its media and their places in the trash are read, and none of other products.
    expect(page.rowsRead).toBeLessThanOrEqual(1000 + 250 * 16);
    expect(all.rowsRead).toBeLessThanOrEqual(750 * 16);
    expect(page.rowsWritten).toBeLessThanOrEqual(250 * 11 + 4);
    expect(all.rowsWritten).toBeLessThanOrEqual(750 * 11 + 4);
    expect(await listImages(store, 1)).toEqual([]);
  });
});
