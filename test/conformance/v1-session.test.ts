import { env, exports } from 'cloudflare:workers';
import { createExecutionContext } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../src/worker/app.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

const begin = (store: TestStore, token = store.token, headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'POST', '/session', { token: null, json: { token }, headers });

/** Begins a session, and returns the cookie as a browser sends it. */
async function cookieOf(store: TestStore, token = store.token): Promise<string> {
  const response = await begin(store, token);
  expect(response.status).toBe(200);
  return response.headers.get('Set-Cookie')?.split(';', 1)[0] ?? '';
}

const withCookie = (
  store: TestStore,
  cookie: string,
  method: string,
  path: string,
  init: { readonly json?: unknown; readonly headers?: Record<string, string> } = {},
): Promise<Response> => v1(store, method, path, { ...init, token: null, headers: { Cookie: cookie, ...init.headers } });

const SAME = { 'Sec-Fetch-Site': 'same-origin' };

const withImage = async (): Promise<TestStore> => {
  const store = await newStore();
  await createImage(store, 7, TINY_PNG);
  return store;
};

describe('a session', () => {
  it('begins with a token, in a cookie that no script and no other site gets, for eight hours [V1-118]', async () => {
    const store = await newStore();
    const response = await begin(store);
    const [, ...attributes] = response.headers.get('Set-Cookie')?.split('; ') ?? [];
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Max-Age=28800', 'Path=/v1', 'SameSite=Strict', 'Secure']);
    expect(response.headers.get('Set-Cookie')).not.toContain(store.token);
    const session = await response.json<{ endsAt: string }>();
    expect(session).toMatchObject({ scope: 'admin', label: 'test', store: { hash: store.hash } });
    expect(Math.abs(Date.parse(session.endsAt) - Date.now() - 8 * 3600 * 1000)).toBeLessThan(5_000);
  });

  it('takes the place of the token, with what that may do [V1-119]', async () => {
    const store = await withImage();
    const reader = await cookieOf(store, store.readToken);
    expect((await withCookie(store, reader, 'GET', '/products/7')).status).toBe(200);
    const json = { images: [{ id: 1, alt: 'x' }] };
    const refused = await withCookie(store, reader, 'PATCH', '/products/7/images', { json, headers: SAME });
    expect(await problemOf(refused)).toMatchObject({ status: 403, scope: 'write' });
    const admin = await cookieOf(store);
    expect((await withCookie(store, admin, 'PATCH', '/products/7/images', { json, headers: SAME })).status).toBe(200);
    const made = await withCookie(store, admin, 'POST', '/uploads', { json: { productId: 7 }, headers: SAME });
    expect(made.status).toBe(201);
    expect(await (await withCookie(store, reader, 'GET', '/session')).json()).toMatchObject({ scope: 'read' });
  });

  it('writes for pages of the service alone, also where a browser knows no SameSite [V1-119]', async () => {
    const store = await withImage();
    const cookie = await cookieOf(store);
    const write = (headers: Record<string, string>): Promise<Response> =>
      withCookie(store, cookie, 'DELETE', '/products/7/images/1', { headers });
    for (const headers of [
      {},
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'same-site', Origin: ORIGIN },
      { Origin: 'https://evil.example' },
      { Origin: 'null' },
    ]) {
      const response = await write(headers);
      expect([response.status, (await problemOf(response)).type.split('#')[1]]).toEqual([403, 'cross-site']);
    }
    expect((await readProduct(store, 7)).imageCount).toBe(1);
    expect((await write({ Origin: ORIGIN })).status).toBe(200);
  });

  it('ends with its token, with its time, and where it is ended [V1-120]', async () => {
    const store = await newStore();
    await addToken(store.id, `page-${store.hash}`, 'read');
    const cookie = await cookieOf(store, `page-${store.hash}`);
    expect((await withCookie(store, cookie, 'GET', '/session')).status).toBe(200);
    await env.DB.prepare(`UPDATE tokens SET revoked_at = 1 WHERE store_id = ? AND scope = 'read'`).bind(store.id).run();
    expect((await withCookie(store, cookie, 'GET', '/session')).status).toBe(401);
    const ended = await withCookie(store, cookie, 'DELETE', '/session');
    expect([ended.status, ended.headers.get('Set-Cookie')]).toEqual([
      204,
      expect.stringMatching(/^vitrine_session=; Max-Age=0; Path=\/v1; HttpOnly; Secure; SameSite=Strict$/),
    ]);
  });

  it('is none where the cookie was altered, made by others, or is of another deployment [V1-118]', async () => {
    const store = await newStore();
    const cookie = await cookieOf(store);
    const [name = '', value = ''] = cookie.split('=');
    for (const other of [`${value}x`, value.slice(0, -4), 'a.b.c', 'x'.repeat(8000), '%00']) {
      expect((await withCookie(store, `${name}=${other}`, 'GET', '/session')).status).toBe(401);
    }
    const app = createApp();
    const request = new Request(`${ORIGIN}/v1/session`, { headers: { Cookie: cookie } });
    const elsewhere = { ...env, SECRETS_KEYS: 'other:another-secret-of-32-characters' };
    expect((await app.fetch(request, elsewhere, createExecutionContext())).status).toBe(401);
  });

  it('begins for no page of another site, and with no token that does not work here [V1-118]', async () => {
    const store = await newStore();
    expect((await begin(store, store.token, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect((await begin(store, 'nobody')).status).toBe(401);
    expect((await begin(store, ' ')).status).toBe(401);
    await addToken(store.id, `v3-${store.hash}`, 'write', { apis: ['v3'] });
    expect((await begin(store, `v3-${store.hash}`)).status).toBe(403);
    const long = await exports.default.fetch(`${ORIGIN}/v1/session`, { method: 'POST', body: 'x'.repeat(5000) });
    expect(long.status).toBe(413);
    for (const response of [await begin(store, 'nobody'), long]) expect(response.headers.get('Set-Cookie')).toBeNull();
  });

  it('is none for a page that shows another store [V1-120]', async () => {
    const [shown, other] = [await withImage(), await withImage()];
    const cookie = await cookieOf(other);
    const headers = { ...SAME, 'Vitrine-Store': shown.hash };
    const json = { images: [{ id: 1, alt: 'meant for the other store' }] };
    expect((await withCookie(other, cookie, 'PATCH', '/products/7/images', { json, headers })).status).toBe(401);
    expect((await readProduct(other, 7)).images[0]?.alt).toBe('');
    const own = { ...SAME, 'Vitrine-Store': other.hash };
    expect((await withCookie(other, cookie, 'PATCH', '/products/7/images', { json, headers: own })).status).toBe(200);
  });

  it('counts less than a token that is sent as well [V1-119]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const cookie = await cookieOf(store);
    const response = await v1(other, 'GET', '/session', { headers: { Cookie: cookie } });
    expect(await response.json()).toMatchObject({ store: { hash: other.hash }, endsAt: null });
    expect((await v1(other, 'GET', '/session', { token: 'nobody', headers: { Cookie: cookie } })).status).toBe(401);
  });
});
