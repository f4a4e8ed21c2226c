import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { call, createByJob, finishJob, list, PICTURE_URL, postImages } from '../../support/shoptet.ts';
import { newStore, type TestStore } from '../../support/stores.ts';

async function productCount(store: TestStore): Promise<number | null> {
  return await env.DB.prepare('SELECT count(*) AS count FROM products WHERE store_id = ?')
    .bind(store.id)
    .first('count');
}

const IMAGES = { data: { images: [{ name: '1.png', description: 'x' }] } };
const VARIANTS = {
  data: {
    variants: [
      { code: 'a', image: '1.png' },
      { code: 'b', image: null },
    ],
  },
};
const SOURCES = { data: { images: [{ name: '1.png', sourceUrl: PICTURE_URL }] } };
const NOT_FOUND = { errorCode: 'image-not-found', message: 'Image "1.png" not found.', instance: '1.png' };

describe('a GUID that was never seen leaves no product', () => {
  it.each([
    ['POST', '/images/shop', { data: { images: [{}] } }, 422],
    ['POST', '/images/shop', 'no JSON', 422],
    ['PATCH', '/images/shop', { data: {} }, 422],
    ['PATCH', '/images/shop/source', { data: {} }, 422],
    ['PATCH', '', { data: {} }, 422],
    ['DELETE', '/images/shop/1.png', undefined, 404],
    ['DELETE', '/images/shop/nonsense', undefined, 404],
    ['DELETE', '/images/shop?removeReference=maybe', undefined, 422],
    ['DELETE', '/images/nowhere', undefined, 404],
  ])('after the refused %s %s [IMG-21]', async (method, path, json, status) => {
    const store = await newStore();
    const answer = await call(store, method, `/products/${crypto.randomUUID()}${path}`, json ? { json } : {});
    expect([answer.status, await productCount(store)]).toEqual([status, 0]);
  });

  it('after a job that the store’s settings refuse [IMG-21]', async () => {
    const store = await newStore({ shoptet: { needsJobWebhook: true } });
    const { status } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    expect([status, await productCount(store)]).toEqual([403, 0]);
  });

  it('after changes that find nothing, which are answered as for any product without images [IMG-21, SH-23, SH-50]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const changed = await call(store, 'PATCH', `/products/${guid}/images/shop`, { json: IMAGES });
    expect([changed.status, changed.data, changed.errors]).toEqual([200, { images: [] }, [NOT_FOUND]]);
    const referred = await call(store, 'PATCH', `/products/${guid}`, { json: VARIANTS });
    expect([referred.status, referred.data, referred.errors]).toEqual([200, { guid, variants: [] }, [NOT_FOUND]]);
    const emptied = await call(store, 'DELETE', `/products/${guid}/images/shop`);
    expect([emptied.status, emptied.data, emptied.errors]).toEqual([200, null, null]);
    expect(await productCount(store)).toBe(0);
  });

  it('after a job of new sources, whose items fail one by one [IMG-21, SH-31]', async () => {
    const store = await newStore();
    const path = `/products/${crypto.randomUUID()}/images/shop/source`;
    const { status, data } = await call<{ jobId: string }>(store, 'PATCH', path, { json: SOURCES });
    await finishJob(data.jobId, 1);
    const job = await call<{ job: { status: string } }>(store, 'GET', `/system/jobs/${data.jobId}`);
    expect([status, job.data.job.status, await productCount(store)]).toEqual([202, 'failed', 0]);
  });

  it('after a version that it does not have was asked for [IMG-21, REQ-6]', async () => {
    const store = await newStore();
    const path = `/products/${crypto.randomUUID()}/images/shop`;
    for (const [version, status] of [
      ['"v1.1"', 412],
      ['"v0.1"', 200],
      ['*', 200],
    ] as const) {
      const answer = await call(store, 'PATCH', path, { json: IMAGES, headers: { 'If-Match': version } });
      expect([version, answer.status]).toEqual([version, status]);
    }
    expect(await productCount(store)).toBe(0);
  });
});

it('a change with an Idempotency-Key takes a row, with which the key is remembered [REQ-2]', async () => {
  const store = await newStore();
  const path = `/products/${crypto.randomUUID()}/images/shop`;
  const headers = { 'Idempotency-Key': 'once' };
  expect((await call(store, 'PATCH', path, { json: IMAGES, headers })).status).toBe(200);
  const again = await call(store, 'PATCH', path, { json: IMAGES, headers });
  expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
  expect((await call(store, 'DELETE', path, { headers })).status).toBe(422);
  expect(await productCount(store)).toBe(1);
});

it('a job of new images takes a row, and its product keeps its GUID [IMG-21]', async () => {
  const store = await newStore();
  const guid = crypto.randomUUID();
  await createByJob(store, guid, 'shop', [{}, {}]);
  expect([(await list(store, guid)).length, await productCount(store)]).toEqual([2, 1]);
});
