import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { getPicture } from '../support/get-picture.ts';
import { loggedEntries, loggedRequests } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, send } from '../support/shoptet.ts';
import { storeApi } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { v1 } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { createImage, ORIGIN, v3 } from '../support/v3.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const V3_IMAGES = '/stores/:store/v3/catalog/products/:product/images';

type Ask = (store: TestStore) => Promise<Response>;

/** Requests of every part of the service, with the route and the dialect that the log says. */
const REQUESTS: readonly (readonly [string, string, number, Ask])[] = [
  [V3_IMAGES, 'v3', 200, (store) => v3(store, 'GET', '/catalog/products/7/images?limit=50&page=1')],
  [`${V3_IMAGES}/:image`, 'v3', 404, (store) => v3(store, 'DELETE', '/catalog/products/7/images/99')],
  ['/stores/:store/v2/products/:product/images', 'v2', 204, (store) => v2(store, 'GET', '/products/7/images')],
  [
    '/api/v2/products/images/count',
    'v2',
    200,
    (store) => v2(store, 'GET', '/products/images/count', { base: 'basic' }),
  ],
  [
    '/api/products/:guid/images/:gallery',
    'shoptet',
    200,
    (store) => send(store, 'GET', `/products/${GUID}/images/shop`),
  ],
  ['/v1/products/:product', 'v1', 200, (store) => v1(store, 'GET', '/products/7')],
  ['/v1.3/media', 'store', 200, (store) => storeApi(store, 'GET', '/v1.3/media/?query=id:1')],
  ['/products/:product/images', 'store', 200, (store) => storeApi(store, 'GET', '/products/7/images/')],
];

describe.each(REQUESTS)('a request of %s', (route, dialect, status, ask) => {
  it('is one line with its id, store, dialect, route, status, time and rows [REQ-10]', async () => {
    const store = await newStore();
    const response = await ask(store);
    expect(response.status).toBe(status);
    const [line, ...others] = loggedRequests();
    expect(others).toEqual([]);
    expect(line).toMatchObject({ event: 'request', store: store.hash, dialect, route, status });
    expect(line?.requestId).toMatch(UUID);
    expect(response.headers.get('X-Request-Id')).toBe(line?.requestId);
    expect(line?.ms).toBeGreaterThanOrEqual(0);
    expect(line?.rowsRead).toBeGreaterThan(0);
    expect(Object.keys(line ?? {})).toEqual([
      'event',
      'requestId',
      'store',
      'dialect',
      'method',
      'route',
      'status',
      'ms',
      'rowsRead',
      'rowsWritten',
    ]);
  });

  it('says nothing of the token, the query and the values in the path [REQ-10]', async () => {
    const store = await newStore();
    await ask(store);
    const text = JSON.stringify(loggedRequests());
    for (const secret of [store.token, btoa(`${store.hash}:${store.token}`), '?', GUID, 'limit', 'query', '/7/']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('the log of requests', () => {
  it('counts the rows that a write wrote, in the gallery too [REQ-10]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const [line] = loggedRequests();
    expect(line).toMatchObject({ method: 'POST', route: V3_IMAGES, status: 200, store: store.hash });
    expect(line?.rowsWritten).toBeGreaterThan(0);
  });

  it('names no store to which the caller has no access [REQ-10]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    await v3(store, 'GET', '/catalog/products/7/images', { token: 'nobody' });
    await v3(store, 'GET', '/catalog/products/7/images', { token: other.token });
    await storeApi(store, 'GET', '/v1.3/media/', { key: other.token });
    const lines = loggedRequests();
    expect(lines.map(({ status }) => status)).toEqual([401, 403, 401]);
    expect(lines.every(({ store: named }) => named === undefined)).toBe(true);
  });

  it('has the pattern of a picture’s route, and its store, which is public [REQ-10]', async () => {
    const store = await newStore();
    const { url_tiny: url } = await createImage(store, 7, TINY_PNG);
    loggedRequests();
    const response = await getPicture(`${url}&k=secret&s=secret`);
    expect(response.headers.get('X-Request-Id')).toMatch(UUID);
    const [line] = loggedRequests();
    expect(line).toMatchObject({ store: store.hash, dialect: 'delivery', status: response.status });
    expect(JSON.stringify(line)).not.toContain('secret');
    expect(JSON.stringify(line)).not.toContain('.png');
    await getPicture(`${ORIGIN}/s-${'x'.repeat(500)}/a.png`);
    expect(loggedRequests()[0]?.store).toBeUndefined();
  });

  it('has no route where there is none, and the id all the same [REQ-10]', async () => {
    const response = await exports.default.fetch(`${ORIGIN}/nowhere/secret?token=secret`);
    const [line] = loggedRequests();
    expect(line).toMatchObject({ status: 404, method: 'GET' });
    expect([line?.route, line?.dialect, line?.store]).toEqual([undefined, undefined, undefined]);
    expect(JSON.stringify(line)).not.toContain('secret');
    expect(response.headers.get('X-Request-Id')).toBe(line?.requestId);
  });

  it('has Cloudflare’s own id where that is one, and takes no id of a client [REQ-10]', async () => {
    const ask = async (headers: Record<string, string>): Promise<void> =>
      void (await exports.default.fetch(new Request(`${ORIGIN}/healthz`, { headers })));
    await ask({ 'cf-ray': '9a1b2c3d4e5f6071-PRG' });
    await ask({ 'cf-ray': 'forged\nline', 'X-Request-Id': 'mine' }).catch(() => undefined);
    await ask({ 'cf-ray': 'forged', 'X-Request-Id': 'mine' });
    const lines = loggedRequests();
    expect(lines[0]).toMatchObject({ ray: '9a1b2c3d4e5f6071-PRG', dialect: 'health', route: '/healthz' });
    expect(lines.at(-1)?.ray).toBeUndefined();
    expect(JSON.stringify(lines)).not.toContain('mine');
  });

  it('has no line where LOG_REQUESTS is false, and answers carry the id all the same [REQ-10]', async () => {
    const response = await createApp().request('/healthz', {}, { ...env, LOG_REQUESTS: 'false' });
    expect(loggedRequests()).toEqual([]);
    expect(response.headers.get('X-Request-Id')).toMatch(UUID);
  });

  it('has a line of a request that a malformed variable fails [REQ-10]', async () => {
    await createApp().request('/healthz', {}, { ...env, SIGNING_KEYS: 'no keys' });
    expect(loggedRequests()).toMatchObject([{ status: 500 }]);
    expect(loggedEntries()).toMatchObject([{ event: 'request-failed' }]);
  });

  it('has the id of Shoptet’s envelope [SH-2, REQ-10]', async () => {
    const { requestId } = await call(await newStore(), 'GET', '/eshop');
    expect(loggedRequests().map((line) => line.requestId)).toEqual([requestId]);
  });

  it.each(['/stores/x/v3/catalog/products/1/images', '/stores/x/v2/products/1/images', '/api/eshop', '/v1.3/media/'])(
    'has the id under which an error of %s is logged [REQ-8, REQ-10]',
    async (path) => {
      const broken = {
        ...env,
        DB: {
          withSession: () => {
            throw new Error('no database');
          },
        },
      };
      const headers = { 'X-Auth-Token': 'x', 'Shoptet-Access-Token': 'x', Authorization: `Basic ${btoa('x:y')}` };
      const response = await createApp().request(path, { headers }, broken);
      expect(response.status).toBe(500);
      const id = response.headers.get('X-Request-Id');
      expect(loggedEntries()).toMatchObject([{ event: 'request-failed', requestId: id }]);
      expect(loggedRequests()).toMatchObject([{ status: 500, requestId: id }]);
    },
  );
});
