import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from './support/cost.ts';
import { sample } from './support/pictures.ts';
import { call, guidOf, list, PICTURE_URL, send } from './support/shoptet.ts';
import { newStore } from './support/stores.ts';
import { createImage } from './support/v3.ts';

/** Budgets are counted in round trips, rows and calls, never in time. */
describe('accepting a job', () => {
  const images = (guid: string) => `/products/${guid}/images/shop`;
  const json = { data: { images: [{ sourceUrl: PICTURE_URL }, { sourceUrl: PICTURE_URL, priority: 7 }] } };

  it('takes two round trips for a known product: one for access and product, one for the job', async () => {
    const store = await newStore();
    const cost = costOf(await send(store, 'POST', images(guidOf(store, 7)), { json }));
    expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 0, r2Reads: 0, r2Writes: 0 });
  });

  it('takes one more round trip to assign a number to a product first seen by its GUID', async () => {
    const store = await newStore();
    expect(costOf(await send(store, 'POST', images(crypto.randomUUID()), { json })).roundTrips).toBe(3);
  });

  it('takes one more round trip for a store that needs a webhook for every job', async () => {
    const store = await newStore({ shoptet: { needsJobWebhook: true } });
    const webhook = { event: 'job:finished', url: 'http://pictures.test:8080/hook' };
    await call(store, 'POST', '/webhooks', { json: { data: [webhook] } });
    expect(costOf(await send(store, 'POST', images(guidOf(store, 7)), { json })).roundTrips).toBe(3);
  });
});

describe('a cut', () => {
  it('takes one round trip to the database, and is made only for the first request', async () => {
    const store = await newStore();
    await createImage(store, 7, sample('cup-landscape.jpg'), {});
    const [image] = await list(store, guidOf(store, 7));
    const url = `http://vitrine.test/s-${store.hash}/user/shop/detail/${image?.name ?? ''}`;
    const cold = costOf(await exports.default.fetch(url));
    // Besides the cut and its source, it looks whether other formats of the cut are smaller (DEL-15).
    expect(cold).toMatchObject({ roundTrips: 1, imagesCalls: 1, r2Reads: 4, r2Writes: 1, r2Lists: 0 });
    const warm = costOf(await exports.default.fetch(url));
    expect(warm).toMatchObject({ roundTrips: 1, imagesCalls: 0, r2Reads: 1, r2Writes: 0 });
  });
});
