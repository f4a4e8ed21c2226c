import { exports } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { basic, read, shown, v2, type Form } from '../support/v2.ts';
import { createImage, listImages, ORIGIN, v3 } from '../support/v3.ts';

const FORMS: readonly Form[] = ['json', 'xml'];

const ROUTES: readonly (readonly [string, string])[] = [
  ['GET', '/products/images/count'],
  ['OPTIONS', '/products/images/count'],
  ['GET', '/products/1/images/count'],
  ['OPTIONS', '/products/1/images/count'],
  ['GET', '/products/1/images'],
  ['HEAD', '/products/1/images'],
  ['POST', '/products/1/images'],
  ['DELETE', '/products/1/images'],
  ['DELETE', '/products/1/images?limit=1'],
  ['OPTIONS', '/products/1/images'],
  ['GET', '/products/1/images/1'],
  ['PUT', '/products/1/images/1'],
  ['DELETE', '/products/1/images/1'],
  ['OPTIONS', '/products/1/images/1'],
  ['GET', '/products/x/images'],
  ['GET', '/products/1/images?limit=999'],
];
const WRITES = ROUTES.filter(([method]) => ['POST', 'PUT', 'DELETE'].includes(method));
const READS = ROUTES.filter(([, path]) => path.startsWith('/products/1/images') && !path.includes('limit')).filter(
  ([method]) => ['GET', 'HEAD', 'OPTIONS'].includes(method),
);

const send = async (path: string, headers: Record<string, string>, method = 'GET'): Promise<Response> =>
  await exports.default.fetch(new Request(`${ORIGIN}${path}`, { method, headers }));

const ACCESS_TYPE = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** Makes two stores with an image each, so that a wrong access would read or change something. */
async function twoStores(): Promise<{ mine: TestStore; theirs: TestStore }> {
  const [mine, theirs] = [await newStore(), await newStore()];
  await createImage(mine, 1, TINY_PNG);
  await createImage(theirs, 1, TINY_PNG);
  return { mine, theirs };
}

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('each store', () => {
  it.each(ROUTES)(
    'refuses %s %s with another store’s token by 403, and nothing changes [BC-7, BC2-27, IMG-20]',
    async (method, path) => {
      const { mine, theirs } = await twoStores();
      for (const base of ['token', 'basic'] as const) {
        const response = await v2(theirs, method, path, { base, token: mine.token });
        expect(response.status).toBe(403);
        if (method !== 'HEAD') expect(await response.text()).not.toContain('shoe');
      }
      expect(await listImages(theirs, 1)).toHaveLength(1);
    },
  );

  it.each(WRITES)(
    'refuses %s %s with a token for reading by 403, and nothing changes [BC-1, BC-7]',
    async (method, path) => {
      const store = await newStore();
      await createImage(store, 1, TINY_PNG);
      const response = await v2(store, method, path, { token: store.readToken });
      expect(response.status).toBe(403);
      expect(await listImages(store, 1)).toHaveLength(1);
    },
  );

  it.each(READS)('accepts %s %s with a token for reading [BC-1]', async (method, path) => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    expect((await v2(store, method, path, { token: store.readToken })).status).toBe(200);
  });
});

describe.each(FORMS)('access by token, asked in %s,', (form) => {
  it.each([
    ['no token', {}, 401, 'X-Auth-Token header is required'],
    ['an empty token', { 'X-Auth-Token': ' ' }, 401, 'X-Auth-Token header should have correct format'],
    ['an unknown token', { 'X-Auth-Token': 'nobody' }, 401, 'Unauthorized'],
  ])('with %s is refused in the object form [BC-3, BC-5, BC-6]', async (_, headers, status, title) => {
    const store = await newStore();
    const response = await send(`/stores/${store.hash}/v2/products/1/images.${form}`, headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ status, title, type: ACCESS_TYPE, errors: {} });
  });

  it('finds that a route is unknown before it looks for a token [BC-2, BC-4]', async () => {
    for (const [method, path] of [
      ['GET', '/products'],
      ['PATCH', '/products/1/images/1'],
      ['GET', '/products/1/images/1/2'],
    ] as const) {
      const response = await send(`/stores/x/v2${path}.${form}`, {}, method);
      expect(response.status).toBe(404);
      const title = 'The route is not found, check the URL';
      expect(await response.json()).toEqual({ status: 404, title, type: ACCESS_TYPE, errors: {} });
    }
  });

  it('ignores X-Auth-Client [BC-1]', async () => {
    const store = await newStore();
    const response = await v2(store, 'GET', '/products/1/images', { form, headers: { 'X-Auth-Client': 'anything' } });
    expect(response.status).toBe(204);
  });
});

describe.each(FORMS)('access by Basic, asked in %s', (form) => {
  const expectError = async (response: Response, status: number, message: string): Promise<void> => {
    expect(response.status).toBe(status);
    expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status, message }]));
  };
  const path = `/api/v2/products/1/images.${form}`;

  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['another scheme', { Authorization: 'Bearer abc' }],
    ['X-Auth-Token alone', { 'X-Auth-Token': 'abc' }],
  ])('with %s is told that credentials are missing, and which are needed [BC2-27]', async (_, headers) => {
    const response = await send(path, headers);
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Basic /);
    await expectError(response, 401, 'No credentials were supplied in the request.');
  });

  it.each([
    ['no base64', 'Basic %%%'],
    ['no colon', `Basic ${btoa('abc')}`],
    ['no UTF-8', `Basic ${btoa('a:\u00ff')}`],
    ['an empty password', basic('store', '')],
    ['an unknown password', basic('store', 'nobody')],
    ['nothing', 'Basic'],
  ])('with %s is told that the credentials are not valid [BC2-27]', async (_, header) => {
    const response = await send(path, { Authorization: header });
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Basic /);
    await expectError(response, 401, 'The credentials supplied in the request are not valid.');
  });

  it('accepts the store’s hash with a token, in upper or lower case of the scheme [BC2-26]', async () => {
    const store = await newStore();
    const header = basic(store.hash, store.token).replace('Basic', 'basic');
    expect((await send(path, { Authorization: header })).status).toBe(204);
  });

  it('refuses an expired and a revoked token [BC2-27, IMG-20]', async () => {
    const store = await newStore();
    const [expired, revoked] = [`expired-${store.hash}`, `revoked-${store.hash}`];
    await addToken(store.id, expired, 'write', { expiresAt: Date.now() - 1 });
    await addToken(store.id, revoked, 'write', { revokedAt: Date.now() - 1 });
    for (const token of [expired, revoked]) {
      const response = await v2(store, 'GET', '/products/1/images', { base: 'basic', form, token });
      await expectError(response, 401, 'The credentials supplied in the request are not valid.');
    }
  });

  it('knows the scopes of tokens [BC2-26, BC2-27]', async () => {
    const store = await newStore();
    const response = await v2(store, 'DELETE', '/products/1/images', { base: 'basic', form, token: store.readToken });
    await expectError(response, 403, "You don't have a required scope to access the endpoint.");
  });

  it('says that a route is unknown [BC2-28, BC2-29]', async () => {
    await expectError(await send(`/api/v2/nothing.${form}`, {}), 404, 'The requested resource was not found.');
  });
});

const rateLimit = (response: Response): (string | null)[] =>
  ['Time-Window-Ms', 'Time-Reset-Ms', 'Requests-Quota', 'Requests-Left'].map((name) =>
    response.headers.get(`X-Rate-Limit-${name}`),
  );

describe('a request quota', () => {
  const start = new Date('2026-11-01T12:00:00Z');
  const quota = { requestQuota: { requests: 2, windowMs: 30_000 } };
  const get = async (store: TestStore): Promise<Response> => await v2(store, 'GET', '/products/images/count');

  it('that a store does not have shows in no header, and counts nothing [BC-8]', async () => {
    const store = await newStore();
    const response = await get(store);
    expect(rateLimit(response)).toEqual([null, null, null, null]);
    expect([...response.headers.keys()].filter((name) => name.startsWith('x-rate-limit'))).toEqual([]);
  });

  it('counts down over V2, both bases and V3, then answers 429 until the window ends [BC-8, BC-9, BC-10]', async () => {
    vi.useFakeTimers({ now: start, toFake: ['Date'] });
    const store = await newStore({ requestQuota: { requests: 3, windowMs: 30_000 } });
    expect(rateLimit(await get(store))).toEqual(['30000', '30000', '3', '2']);
    vi.setSystemTime(start.getTime() + 10_000);
    expect(rateLimit(await v2(store, 'GET', '/products/1/images', { base: 'basic' }))).toEqual([
      '30000',
      '20000',
      '3',
      '1',
    ]);
    expect(rateLimit(await v3(store, 'GET', '/catalog/products/1/images'))).toEqual(['30000', '20000', '3', '0']);
    vi.setSystemTime(start.getTime() + 10_500);
    const refused = await get(store);
    expect(refused.status).toBe(429);
    expect(rateLimit(refused)).toEqual(['30000', '19500', '3', '0']);
    expect(refused.headers.get('X-Retry-After')).toBe('20');
    expect(refused.headers.get('Retry-After')).toBe('20');
    vi.setSystemTime(start.getTime() + 30_000);
    expect(rateLimit(await get(store))).toEqual(['30000', '30000', '3', '2']);
  });

  it('answers 429 in each form [BC-10]', async () => {
    const store = await newStore({ requestQuota: { requests: 1, windowMs: 60_000 } });
    await get(store);
    const title = 'The request quota of this store is used up, try again later';
    for (const response of [await get(store), await v3(store, 'GET', '/catalog/products/1/images')]) {
      expect(response.status).toBe(429);
      expect(await response.json()).toEqual({ status: 429, title, type: ACCESS_TYPE, errors: {} });
    }
    for (const form of FORMS) {
      const response = await v2(store, 'GET', '/products/1/images', { base: 'basic', form });
      expect(response.status).toBe(429);
      expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status: 429, message: `${title}.` }]));
    }
  });

  it('counts every authorized request, also one that fails, and refuses writes before they begin [BC-9, BC-10]', async () => {
    const store = await newStore(quota);
    expect((await v2(store, 'GET', '/products/1/images/7')).status).toBe(404);
    expect((await v2(store, 'GET', '/products/1/images?limit=0')).status).toBe(400);
    expect((await v2(store, 'DELETE', '/products/1/images')).status).toBe(429);
    expect((await v3(store, 'DELETE', '/catalog/products/1/images/1')).status).toBe(429);
  });

  it('is not used up by strangers, and not shared by stores [BC-11]', async () => {
    const [store, other] = [await newStore(quota), await newStore(quota)];
    for (const token of ['nobody', other.token]) {
      const response = await v2(store, 'GET', '/products/1/images', { token });
      expect(rateLimit(response)).toEqual([null, null, null, null]);
    }
    expect(rateLimit(await get(other))[3]).toBe('1');
    expect(rateLimit(await get(store))[3]).toBe('1');
  });

  it('never grants more than it has to requests at once [BC-9]', async () => {
    const store = await newStore({ requestQuota: { requests: 7, windowMs: 60_000 } });
    const answers = await Promise.all(Array.from({ length: 20 }, async () => (await get(store)).status));
    expect(answers.filter((status) => status === 200)).toHaveLength(7);
    expect(answers.filter((status) => status === 429)).toHaveLength(13);
  });
});
