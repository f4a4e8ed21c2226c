import { describe, expect, it } from 'vitest';
import type { WireStore } from '../../src/dialects/v1/store.ts';
import { run } from '../storage/sql.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { getPicture } from '../support/get-picture.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage } from '../support/v3.ts';

async function read(store: TestStore): Promise<WireStore> {
  const response = await v1(store, 'GET', '/store');
  expect(response.status).toBe(200);
  return await response.json<WireStore>();
}

const change = (store: TestStore, json: object, headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'PATCH', '/store', { json, headers });

describe('GET /v1/store', () => {
  it('shows the settings with their defaults [V1-89]', async () => {
    const store = await newStore({ requestQuota: { requests: 90, windowMs: 30_000 } });
    const { usage, ...settings } = await read(store);
    expect(settings).toEqual({
      hash: store.hash,
      name: `Store ${store.hash.slice(5)}`,
      languages: ['en'],
      origins: [],
      trashDays: 30,
      historyDays: 30,
      placeholderMediaId: null,
      registeredProductsOnly: false,
      publicOriginals: false,
      quality: {
        regular: { avif: 60, jpeg: 85, webp: 82 },
        small: { avif: 55, jpeg: 80, webp: 75 },
        smallUpToPx: 256,
      },
      signing: 'off',
      requestQuota: { requests: 90, windowSeconds: 30 },
    });
    expect(usage).toMatchObject({ products: 0, images: 0, media: 0, bytes: 0, renditions: 0 });
  });

  it('counts what the store holds and uses: equal bytes once, requests that were let in, pictures made [V1-90]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 8, TINY_PNG);
    const { url_zoom: url } = await createImage(store, 8, sample('cup-landscape.jpg'));
    await v1(store, 'GET', '/products/7');
    await v1(store, 'GET', '/products/7', { token: 'nobody' });
    await getPicture(url);
    await getPicture(url);
    const { usage } = await read(store);
    expect(usage).toMatchObject({ products: 2, images: 3, media: 3, requests: 4 });
    // One rendition, and the placeholder of a PNG with each of its uploads.
    expect(usage.renditions).toBe(3);
    expect(usage.bytes).toBe(TINY_PNG.byteLength + sample('cup-landscape.jpg').byteLength);
    expect(Math.abs(Date.parse(usage.countedAt) - Date.now())).toBeLessThan(5_000);
  });
});

describe('PATCH /v1/store', () => {
  it('changes what it names, with another ETag, and nothing else [V1-91]', async () => {
    const store = await newStore({ trashDays: 5, quality: { regular: { jpeg: 70 } } });
    const before = await v1(store, 'GET', '/store');
    const response = await change(store, {
      name: 'Cups',
      origins: ['https://shop.example'],
      quality: { regular: { webp: 60 }, smallUpToPx: 100 },
    });
    expect(response.status).toBe(200);
    const after = await response.json<WireStore>();
    expect(after).toMatchObject({ name: 'Cups', origins: ['https://shop.example'], trashDays: 5 });
    expect(after.quality).toMatchObject({ regular: { avif: 60, jpeg: 70, webp: 60 }, smallUpToPx: 100 });
    expect(await read(store)).toMatchObject({ name: 'Cups', quality: after.quality });
    expect([before.headers.get('ETag'), response.headers.get('ETag')]).toEqual(['"s-1"', '"s-2"']);
  });

  it('counts at once: origins for pages, products that must be registered [V1-91]', async () => {
    const store = await newStore();
    await change(store, { registeredProductsOnly: true });
    expect((await v1(store, 'GET', '/products/7')).status).toBe(404);
    await change(store, { registeredProductsOnly: false, origins: ['https://page.example'] });
    const asked = await v1(store, 'GET', '/products/7', { headers: { Origin: 'https://page.example' } });
    expect(asked.headers.get('Access-Control-Allow-Origin')).toBe('https://page.example');
  });

  it('takes a media of the library for missing pictures, none again, and no other [V1-91]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const mediaId = (await readProduct(store, 7)).images[0]?.media.id;
    expect(await (await change(store, { placeholderMediaId: mediaId })).json()).toMatchObject({
      placeholderMediaId: mediaId,
    });
    const unknown = await change(store, { placeholderMediaId: 999, trashDays: 3 });
    expect([unknown.status, (await problemOf(unknown)).errors?.[0]?.pointer]).toEqual([422, '/placeholderMediaId']);
    expect(await (await change(store, { placeholderMediaId: null })).json()).toMatchObject({
      placeholderMediaId: null,
      trashDays: 30,
    });
  });

  it('is 412 on other settings than If-Match names, and done once for its key [V1-91, V1-10]', async () => {
    const store = await newStore();
    const stale = await change(store, { trashDays: 3 }, { 'If-Match': '"s-7"' });
    expect([stale.status, (await problemOf(stale)).type.split('#')[1]]).toEqual([412, 'settings-changed']);
    const headers = { 'Idempotency-Key': 'days' };
    expect((await change(store, { trashDays: 3 }, { ...headers, 'If-Match': '"s-1"' })).status).toBe(200);
    const again = await change(store, { trashDays: 3 }, { ...headers, 'If-Match': '"s-1"' });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    expect((await change(store, { trashDays: 4 }, headers)).status).toBe(422);
  });

  it('is 412 where somebody has only renamed the store since [V1-91]', async () => {
    const store = await newStore();
    expect((await change(store, { name: 'Their name' })).headers.get('ETag')).toBe('"s-2"');
    expect((await change(store, { name: 'My name' }, { 'If-Match': '"s-1"' })).status).toBe(412);
  });

  it('makes no language the default one while images have texts in it beside that, which would be hidden [V1-91]', async () => {
    const store = await newStore({ languages: ['en', 'cs'] });
    await createImage(store, 7, TINY_PNG);
    const write = (cs: string | null): Promise<Response> =>
      v1(store, 'PATCH', '/products/7/images', { json: { images: [{ id: 1, alt: 'Cup', alts: { cs } }] } });
    await write('Hrnek');
    const refused = await change(store, { languages: ['cs', 'en'] });
    expect([refused.status, (await problemOf(refused)).errors?.[0]?.pointer]).toEqual([422, '/languages/0']);
    expect((await change(store, { languages: ['en', 'de', 'cs'] })).status).toBe(200);
    expect((await change(store, { languages: ['de', 'en'] })).status).toBe(200);
    expect((await change(store, { languages: ['cs'] })).status).toBe(422);
    await change(store, { languages: ['en', 'cs'] });
    await write(null);
    expect((await change(store, { languages: ['cs', 'en'] })).status).toBe(200);
  });

  it('makes no language the default one while images beside gallery shop have texts in it [V1-91]', async () => {
    const store = await newStore({ languages: ['en', 'cs'] });
    await createImage(store, 7, TINY_PNG);
    await run(`UPDATE product_images SET gallery = 'shop360', alts = '{"cs":"Hrnek"}' WHERE store_id = ?`, store.id);
    await run(`UPDATE products SET shop_image_ids = '[]', shop_alts = '{}' WHERE store_id = ?`, store.id);
    expect((await change(store, { languages: ['cs', 'en'] })).status).toBe(422);
    expect((await change(store, { languages: ['de', 'en'] })).status).toBe(200);
  });

  it('is told as an event that names the settings [V1-91, V1-35]', async () => {
    const store = await newStore();
    await change(store, { name: 'Cups', trashDays: 3 });
    const { events } = await (await v1(store, 'GET', '/events?after=0')).json<{ events: object[] }>();
    expect(events).toMatchObject([{ type: 'settings.updated', data: { settings: ['name', 'trashDays'] } }]);
  });

  it.each([
    [{ hash: 'x' }, '/hash'],
    [{ usage: {} }, '/usage'],
    [{ requestQuota: null }, '/requestQuota'],
    [{ trashDays: -1 }, '/trashDays'],
    [{ trashDays: null }, '/trashDays'],
    [{ origins: ['https://*.example'] }, '/origins/0'],
    [{ quality: { regular: { jpeg: 101 } } }, '/quality/regular/jpeg'],
  ])('refuses %j by its pointer [V1-8, V1-91]', async (json, pointer) => {
    const response = await change(await newStore(), json);
    expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, pointer]);
  });

  it('leaves the settings that other APIs and the operator have made [V1-91]', async () => {
    const store = await newStore({ presets: { tiny: { widthPx: 60, heightPx: 60 } } });
    await change(store, { trashDays: 3 });
    await createImage(store, 7, TINY_PNG);
    expect((await readProduct(store, 7)).images[0]?.urls['tiny']).toContain('.60.60.');
  });
});
