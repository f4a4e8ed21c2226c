import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { costOf } from '../support/cost.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { problemOf, v1, v1Request } from '../support/v1.ts';
import { ORIGIN } from '../support/v3.ts';

let count = 0;

/** A page that no other test knows of. */
const newPage = (): string => `https://page${(count += 1)}.example`;

const PREFLIGHT_VARY = 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers';

const preflight = (path: string, headers: Record<string, string>): Promise<Response> =>
  exports.default.fetch(`${ORIGIN}/v1${path}`, { method: 'OPTIONS', headers });

/** Asks as a browser does before a page sends a request with a token. */
const ask = (path: string, page: string, method = 'PATCH'): Promise<Response> =>
  preflight(path, {
    Origin: page,
    'Access-Control-Request-Method': method,
    'Access-Control-Request-Headers': 'authorization,content-type',
  });

const namesOf = (response: Response): readonly string[] =>
  [...response.headers.keys()].filter((name) => name.startsWith('access-control-'));

/** What an answer says of who may read it. */
const readable = ({ status, headers }: Response) => [status, headers.get('Access-Control-Allow-Origin')];

/** Reads product 7 from a page. */
const readFrom = (store: TestStore, page: string, { token = store.token, path = '/products/7' } = {}) =>
  v1(store, 'GET', path, { headers: { Origin: page }, token });

describe('a preflight', () => {
  it.each(['/products/7', '/trash/restore', '/webhooks/5', '/nowhere'])(
    'of an origin that a store names is 204 with what a page may send: %s [V1-59]',
    async (path) => {
      const page = newPage();
      await newStore({ origins: ['https://other.example', page] });
      const response = await ask(path, page);
      expect(readable(response)).toEqual([204, page]);
      expect(response.headers.get('Access-Control-Allow-Methods')).toBe('GET, HEAD, POST, PUT, PATCH, DELETE');
      expect(response.headers.get('Access-Control-Allow-Headers')).toBe(
        'Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Prefer, x-d1-bookmark',
      );
      expect(response.headers.get('Access-Control-Max-Age')).toBe('600');
      expect(response.headers.get('Vary')).toBe(PREFLIGHT_VARY);
      expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull();
      expect(await response.text()).toBe('');
    },
  );

  it('of another origin is 204, and allows nothing [V1-59]', async () => {
    const page = newPage();
    await newStore({ origins: [page] });
    for (const other of [
      newPage(),
      `${page}.evil.example`,
      page.replace('https', 'http'),
      `${page}:8443`,
      'null',
      '*',
    ]) {
      const response = await ask('/products/7', other);
      expect([other, response.status, namesOf(response)]).toEqual([other, 204, []]);
      expect(response.headers.get('Vary')).toBe(PREFLIGHT_VARY);
    }
  });

  it('reads one row of an origin, and none of what is no origin [V1-59]', async () => {
    const page = newPage();
    for (let index = 0; index < 3; index += 1) await newStore({ origins: [page] });
    expect(costOf(await ask('/products/7', page))).toMatchObject({ roundTrips: 1, rowsRead: 1, rowsWritten: 0 });
    expect(costOf(await ask('/products/7', newPage()))).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
    expect(costOf(await ask('/products/7', 'x'.repeat(5000)))).toMatchObject({ roundTrips: 0 });
  });

  it('learns of a change of the settings at once [V1-59]', async () => {
    const page = newPage();
    const store = await newStore();
    const setOrigins = (origins: readonly string[]) =>
      env.DB.prepare('UPDATE stores SET settings = ?2 WHERE id = ?1').bind(store.id, JSON.stringify({ origins })).run();
    expect(readable(await ask('/products/7', page))).toEqual([204, null]);
    await setOrigins([page]);
    expect(readable(await ask('/products/7', page))).toEqual([204, page]);
    expect(readable(await readFrom(store, page))).toEqual([200, page]);
    await setOrigins([]);
    expect(readable(await ask('/products/7', page))).toEqual([204, null]);
    expect(readable(await readFrom(store, page))).toEqual([200, null]);
  });

  it('is none without both of its headers: OPTIONS is a method that no path has [V1-5, V1-59]', async () => {
    const page = newPage();
    await newStore({ origins: [page] });
    const headers: readonly Record<string, string>[] = [
      {},
      { Origin: page },
      { 'Access-Control-Request-Method': 'GET' },
    ];
    for (const given of headers) {
      const response = await preflight('/products/7', given);
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'GET, HEAD']);
      expect(response.headers.get('Vary')).toBe('Origin');
    }
  });
});

describe('an answer', () => {
  it('may be read by pages of the origins that the store of the token names, and of no other store’s [V1-60]', async () => {
    const [page, othersPage] = [newPage(), newPage()];
    const store = await newStore({ origins: [page] });
    const other = await newStore({ origins: [othersPage] });
    const response = await readFrom(store, page);
    expect(readable(response)).toEqual([200, page]);
    expect(response.headers.get('Access-Control-Expose-Headers')).toBe(
      'ETag, Location, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id, Idempotency-Replayed, x-d1-bookmark',
    );
    expect(response.headers.get('Access-Control-Allow-Credentials')).toBeNull();
    expect(namesOf(await readFrom(store, othersPage))).toEqual([]);
    expect(namesOf(await readFrom(other, page))).toEqual([]);
    expect(readable(await readFrom(other, othersPage))).toEqual([200, othersPage]);
  });

  it('says so of faults, too, whatever the token is let do [V1-60]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page], requestQuota: { requests: 2, windowMs: 30_000 } });
    await addToken(store.id, `v3-${store.hash}`, 'write', { apis: ['v3'] });
    const headers = { Origin: page };
    const undo = (token: string) => v1(store, 'POST', '/products/7/undo', { json: { toVersion: 'x' }, headers, token });
    expect(readable(await undo(store.readToken))).toEqual([403, page]);
    expect(readable(await readFrom(store, page, { token: `v3-${store.hash}` }))).toEqual([403, page]);
    expect(readable(await undo(store.token))).toEqual([422, page]);
    expect(readable(await readFrom(store, page, { path: '/products/7?colour=red' }))).toEqual([400, page]);
    expect(readable(await readFrom(store, page))).toEqual([429, page]);
  });

  it('says so where nothing has changed [V1-60]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    const etag = (await readFrom(store, page)).headers.get('ETag') ?? '';
    const headers = { Origin: page, 'If-None-Match': etag };
    const unchanged = await v1(store, 'GET', '/products/7', { headers });
    expect(readable(unchanged)).toEqual([304, page]);
    expect(unchanged.headers.get('Vary')).toBe('Origin');
  });

  it('varies by Origin, also without one, and has no other header then [V1-60]', async () => {
    const store = await newStore({ origins: [newPage()] });
    for (const [path, token] of [
      ['/products/7', store.token],
      ['/products/7', null],
      ['/nowhere', store.token],
    ] as const) {
      const response = await v1(store, 'GET', path, { token });
      expect([path, response.headers.get('Vary'), namesOf(response)]).toEqual([path, 'Origin', []]);
    }
  });

  it('takes no round trip more, of a page or not [V1-60]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    const plain = costOf(await v1(store, 'GET', '/products/7'));
    expect(costOf(await readFrom(store, page))).toEqual(plain);
    expect(costOf(await readFrom(store, newPage()))).toEqual(plain);
    expect(plain.roundTrips).toBe(1);
  });
});

describe('an answer before a store is known', () => {
  it.each([
    ['without a token', null, '/products/7', 401],
    ['of an unknown token', 'nobody', '/products/7', 401],
    ['of no route', 'nobody', '/nowhere', 404],
    ['of a method that the path has not', 'nobody', '/trash/restore', 405],
  ] as const)(
    '%s may be read by the pages that a preflight lets through [V1-61]',
    async (_name, token, path, status) => {
      const page = newPage();
      const store = await newStore({ origins: [page] });
      const headers = { Origin: page };
      const response = await v1(store, 'GET', path, { token, headers });
      expect(readable(response)).toEqual([status, page]);
      expect(await problemOf(response)).toMatchObject({ status });
      const other = await v1(store, 'GET', path, { token, headers: { Origin: newPage() } });
      expect([other.status, namesOf(other)]).toEqual([status, []]);
    },
  );

  it('of an error of the service may be read by the same pages [V1-61]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    await env.DB.prepare(`UPDATE tokens SET store = '{}' WHERE store_id = ?`).bind(store.id).run();
    expect(readable(await readFrom(store, page))).toEqual([500, page]);
    expect(loggedErrors()).toEqual(['request-failed']);
  });

  it('of a write during maintenance may be read by the same pages [V1-61]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    const request = v1Request(store, 'POST', '/trash/empty', { json: {}, headers: { Origin: page } });
    const resting = { ...env, MAINTENANCE: 'true' };
    const response = await createApp().request(request, undefined, resting, createExecutionContext());
    expect(readable(response)).toEqual([503, page]);
  });

  it('stands where the origin cannot be looked up [V1-61]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    await env.DB.prepare('ALTER TABLE store_origins RENAME TO store_origins_away').run();
    const response = await readFrom(store, page, { token: 'nobody' });
    await env.DB.prepare('ALTER TABLE store_origins_away RENAME TO store_origins').run();
    expect([response.status, namesOf(response)]).toEqual([401, []]);
    expect(loggedErrors()).toEqual(['origin-look-up-failed']);
  });

  it('takes one row more, and none where the request names no origin [V1-61]', async () => {
    const page = newPage();
    const store = await newStore({ origins: [page] });
    const plain = costOf(await v1(store, 'GET', '/products/7', { token: 'nobody' }));
    const cost = costOf(await readFrom(store, page, { token: 'nobody' }));
    expect(cost.rowsRead).toBe(plain.rowsRead + 1);
    expect(cost.roundTrips).toBe(plain.roundTrips + 1);
  });
});

it('a page of an origin that the store does not name has its request carried out, and cannot read the answer [V1-62]', async () => {
  const [page, othersPage] = [newPage(), newPage()];
  const store = await newStore({ origins: [page] });
  await newStore({ origins: [othersPage] });
  for (const origin of [othersPage, newPage(), 'null']) {
    const json = { variants: [{ variant: 'a', imageId: null }] };
    const request = v1Request(store, 'PUT', '/products/7/variants', { json, headers: { Origin: origin } });
    const response = await exports.default.fetch(request);
    expect([response.status, namesOf(response)]).toEqual([200, []]);
    expect(response.headers.get('Vary')).toBe('Origin');
  }
});
