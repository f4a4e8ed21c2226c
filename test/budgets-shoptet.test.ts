import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from './support/cost.ts';
import { sample } from './support/pictures.ts';
import { call, guidOf, list, PICTURE_URL, send } from './support/shoptet.ts';
import { newStore } from './support/stores.ts';
import { createImage } from './support/v3.ts';

/** Counted as the database and the bucket count, never by the clock. */
describe('accepting a job', () => {
  const images = (guid: string) => `/products/${guid}/images/shop`;
  const json = { data: { images: [{ sourceUrl: PICTURE_URL }, { sourceUrl: PICTURE_URL, priority: 7 }] } };

  it('takes two round trips for a product that is known: access with the product, and the job', async () => {
    const store = await newStore();
    const cost = costOf(await send(store, 'POST', images(guidOf(store, 7)), { json }));
    expect(cost).toMatchObject({ roundTrips: 2, galleryCalls: 0, r2Reads: 0, r2Writes: 0 });
  });

  it('takes one more for a product that is first seen by its GUID: it is assigned a number', async () => {
    const store = await newStore();
    expect(costOf(await send(store, 'POST', images(crypto.randomUUID()), { json })).roundTrips).toBe(3);
  });

  it('takes one more for a store that wants to hear of every job', async () => {
    const store = await newStore({ shoptet: { needsJobWebhook: true } });
    const webhook = { event: 'job:finished', url: 'http://pictures.test:8080/hook' };
    await call(store, 'POST', '/webhooks', { json: { data: [webhook] } });
    expect(costOf(await send(store, 'POST', images(guidOf(store, 7)), { json })).roundTrips).toBe(3);
  });
});

describe('a cut', () => {
  it('that was never made asks the database once, one that is stored asks it once and makes nothing', async () => {
    const store = await newStore();
    await createImage(store, 7, sample('cup-landscape.jpg'), {});
    const [image] = await list(store, guidOf(store, 7));
    const url = `http://vitrine.test/s-${store.hash}/user/shop/detail/${image?.name ?? ''}`;
    const cold = costOf(await exports.default.fetch(url));
    expect(cold).toMatchObject({ roundTrips: 1, imagesCalls: 1, r2Reads: 2, r2Writes: 1, r2Lists: 0 });
    const warm = costOf(await exports.default.fetch(url));
    expect(warm).toMatchObject({ roundTrips: 1, imagesCalls: 0, r2Reads: 1, r2Writes: 0 });
  });
});
