import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { MAX_TEXT_BYTES_PER_PRODUCT } from '../../src/gallery/state.ts';
import { fillProduct } from '../support/fill.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, guidOf, list } from '../support/shoptet.ts';
import { ask, place, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { imageForm, v3 } from '../support/v3.ts';
import { v2 } from '../support/v2.ts';

/** The longest description of one image. */
const LONG = 'é'.repeat(65_535);
const COUNT = 12;

const patch = (store: TestStore, images: readonly object[], headers: Record<string, string> = {}) =>
  call(store, 'PATCH', `/products/${guidOf(store, 7)}/images/shop`, { json: { data: { images } }, headers });

const textBytes = async (store: TestStore): Promise<number> =>
  (await env.DB.prepare('SELECT text_bytes FROM products WHERE store_id = ?').bind(store.id).first('text_bytes')) ?? 0;

/** A product of 100 images of which so many have the longest description that one more is too much. */
async function fullOfTexts(): Promise<TestStore> {
  const store = await newStore();
  await fillProduct(store, 7, 100);
  for (let id = 1; id < COUNT; id += 1) {
    expect((await patch(store, [{ name: `${id}.png`, description: LONG }])).status).toBe(200);
  }
  return store;
}

describe('a product whose texts are as long as they may be [IMG-31]', () => {
  it('answers for all its images at once, also by a key, and lists them', async () => {
    const store = await fullOfTexts();
    const images = Array.from({ length: 100 }, (_, index) => ({ name: `${index + 1}.png`, priority: index + 5 }));
    for (const headers of [{}, { 'Idempotency-Key': 'k' }, { 'Idempotency-Key': 'k' }]) {
      const answer = await patch(store, images, headers);
      expect([answer.status, answer.errors]).toEqual([200, null]);
    }
    expect((await list(store, guidOf(store, 7)))[0]?.description).toBe(LONG);
    for (const [column, table] of [
      ['answer', 'answers'],
      ['change', 'journal'],
    ]) {
      const sql = `SELECT max(length(CAST(${column} AS BLOB))) AS bytes FROM ${table} WHERE store_id = ?`;
      expect(await env.DB.prepare(sql).bind(store.id).first<number>('bytes')).toBeLessThan(2_000_000);
    }
  });

  it('takes no more of them by any API, and says why; nothing changes', async () => {
    const store = await fullOfTexts();
    const message = `can have up to ${MAX_TEXT_BYTES_PER_PRODUCT} bytes together`;
    const before = await textBytes(store);
    const long = { description: LONG };
    const refused = [
      await v3(store, 'PUT', `/catalog/products/7/images/${COUNT}`, { json: long }),
      await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, long) }),
      await v2(store, 'PUT', `/products/7/images/${COUNT}`, { fields: long }),
    ];
    for (const response of refused) {
      expect([response.status, await response.text()]).toEqual([422, expect.stringContaining(message)]);
    }
    const answer = await patch(store, [{ name: `${COUNT}.png`, ...long }]);
    expect([answer.status, answer.errors?.[0]?.message]).toEqual([422, expect.stringContaining(message)]);
    expect(await textBytes(store)).toBe(before);
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    expect((await patch(store, [{ name: `${COUNT}.png`, ...long }])).status).toBe(200);
  });

  it('takes no more by the Store API, of its images and of media that it shows', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    const image = await place(store, 7, id);
    const fill = (bytes: number) =>
      env.DB.prepare('UPDATE products SET text_bytes = ? WHERE store_id = ?').bind(bytes, store.id).run();
    await fill(MAX_TEXT_BYTES_PER_PRODUCT - 5);
    for (const path of [`/v1.3/products/7/images/${image.id}`, `/v1.3/media/${id}`]) {
      const answer = await ask(store, 'PUT', path, { json: { alt_text: 'too long' } }, 400);
      expect(answer.request.errors).toEqual([
        { field: 'alt_text', message: expect.stringContaining('1500000 bytes together') },
      ]);
      await ask(store, 'PUT', path, { json: { alt_text: 'ok' } });
    }
    expect(await textBytes(store)).toBe(MAX_TEXT_BYTES_PER_PRODUCT - 1);
  });
});
