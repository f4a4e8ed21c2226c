import { env } from 'cloudflare:workers';
import { afterEach, expect, it, vi } from 'vitest';
import { send } from '../support/shoptet.ts';
import { storeApi } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { v3 } from '../support/v3.ts';

afterEach(() => vi.restoreAllMocks());

it.each<[string, (store: TestStore) => Promise<Response>, object]>([
  [
    'BigCommerce V3',
    (store) => v3(store, 'GET', '/catalog/products/1/images'),
    { status: 500, title: 'Internal Server Error', errors: {} },
  ],
  [
    'Shoptet',
    (store) => send(store, 'GET', '/eshop?include=imageCuts'),
    { data: null, errors: [{ errorCode: 'internal-error', instance: 'unknown' }] },
  ],
  [
    'the Store API',
    (store) => storeApi(store, 'GET', '/media'),
    { request: { status_code: 500, error: { type: 'api_error', code: 'internal_error' } } },
  ],
])('an error of the service is answered with 500 in %s, without internals [REQ-8]', async (_api, ask, body) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const store = await newStore();
  await env.DB.prepare(`UPDATE tokens SET store = '{"secret": 1}' WHERE store_id = ?`).bind(store.id).run();
  const response = await ask(store);
  expect(response.status).toBe(500);
  const text = await response.text();
  expect(JSON.parse(text)).toMatchObject(body);
  expect(text).not.toMatch(/secret|\.ts|TypeError|D1_/);
});
