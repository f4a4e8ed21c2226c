import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Scope } from '../../src/model/access.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { ask } from '../support/store-api.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

/** Every route, with what it shows of product 7 to its own store. */
const ROUTES: readonly (readonly [method: string, path: string])[] = [
  ['GET', '/products'],
  ['GET', '/products/7'],
  ['GET', '/products/7/history'],
  ['GET', '/media'],
  ['GET', '/media/1'],
  ['GET', '/media/1/uses'],
  ['GET', '/jobs'],
  ['GET', '/trash'],
  ['GET', '/sizes'],
  ['GET', '/store'],
];

async function withImage(): Promise<TestStore> {
  const store = await newStore();
  await createImage(store, 7, TINY_PNG, { description: 'a secret cup' });
  await ask(store, 'PUT', '/media/1', { json: { alt_text: 'a secret cup, too' } });
  return store;
}

describe.each(ROUTES)('%s /v1%s', (method, path) => {
  it.each<[string, Record<string, string>]>([
    ['token-missing', {}],
    ['token-missing', { Authorization: 'Basic YTpi' }],
    ['token-missing', { 'X-Auth-Token': 'token-of-store1' }],
    ['token-empty', { Authorization: 'Bearer' }],
    ['token-empty', { Authorization: 'Bearer  ' }],
    ['token-unknown', { Authorization: 'Bearer nobody' }],
    ['token-unknown', { Authorization: `Bearer ${'x'.repeat(5000)}` }],
  ])('is 401 with WWW-Authenticate, %s, to %j [V1-1]', async (word, headers) => {
    const response = await v1(await newStore(), method, path, { token: null, headers });
    expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
    expect((await problemOf(response)).type).toBe(`${ORIGIN}/docs/errors#${word}`);
  });

  it('takes the scheme in any case [V1-1]', async () => {
    const store = await withImage();
    for (const scheme of ['bearer', 'BEARER']) {
      const headers = { Authorization: `${scheme} ${store.token}` };
      expect((await v1(store, method, path, { token: null, headers })).status).toBe(200);
    }
  });

  it('refuses expired and revoked tokens like unknown ones [V1-1, IMG-20]', async () => {
    const store = await withImage();
    await addToken(store.id, `expired-${store.hash}`, 'write', { expiresAt: Date.now() - 1 });
    await addToken(store.id, `revoked-${store.hash}`, 'write', { revokedAt: Date.now() });
    for (const token of [`expired-${store.hash}`, `revoked-${store.hash}`]) {
      const response = await v1(store, method, path, { token });
      expect(response.status).toBe(401);
      expect(await response.text()).not.toContain('secret cup');
    }
  });

  it('shows another store’s token nothing of this store [V1-20, IMG-20]', async () => {
    const [store, other] = [await withImage(), await newStore()];
    const response = await v1(store, method, path, { token: other.token });
    const text = await response.text();
    for (const secret of ['secret cup', store.hash, guidOf(store, 7)]) expect(text).not.toContain(secret);
  });

  it('is 403 to a token of other APIs, and names the scope [V1-2, REQ-9]', async () => {
    const store = await withImage();
    await addToken(store.id, `v3-${store.hash}`, 'write', { apis: ['v3'] });
    const response = await v1(store, method, path, { token: `v3-${store.hash}` });
    expect(response.status).toBe(403);
    expect(await problemOf(response)).toMatchObject({ scope: 'read' });
  });
});

/** Every write, with a body that it takes, and the scope that it needs. */
const WRITES: readonly (readonly [method: string, path: string, json: object, scope: Scope])[] = [
  ['POST', '/products/7/undo', { toVersion: 0 }, 'write'],
  ['PATCH', '/products/7/images', { images: [{ id: 1, alt: 'Words', focalPoint: { x: 0.1, y: 0.2 } }] }, 'write'],
  ['PATCH', '/products/7/images', { order: [1] }, 'write'],
  ['POST', '/products/7/images/delete', { ids: [1] }, 'write'],
  ['DELETE', '/products/7/images/1', {}, 'write'],
  ['PUT', '/products/7/images/1/file', { url: 'http://localhost/a.png' }, 'write'],
  ['PUT', '/products/7/variants', { variants: [{ variant: 'a', imageId: 1 }] }, 'write'],
  ['POST', '/trash/restore', { ids: [1] }, 'write'],
  ['POST', '/trash/empty', {}, 'write'],
  ['PUT', '/sizes', { sizes: [] }, 'admin'],
  ['PATCH', '/store', { trashDays: 7 }, 'admin'],
  ['POST', '/sign', { urls: [{ url: 'http://vitrine.test/' }], expiresIn: 60 }, 'write'],
  ['POST', '/signing-keys', { label: 'a key' }, 'admin'],
  ['POST', '/tokens', { label: 'a token', scope: 'read' }, 'admin'],
  ['DELETE', '/tokens/0123456789ab', {}, 'admin'],
  ['POST', '/uploads', { productId: 7 }, 'write'],
  ['POST', '/products/7/images', { images: [{ mediaId: 1 }] }, 'write'],
  ['POST', '/media', { url: 'http://localhost/a.png' }, 'write'],
  ['PATCH', '/media/1', { alt: 'Words' }, 'write'],
];

describe.each(WRITES)('%s /v1%s', (method, path, json, scope) => {
  it('is 401 without a token, and 403 to one that may do less or is for other APIs [V1-1, V1-2]', async () => {
    const store = await withImage();
    await addToken(store.id, `v3-${store.hash}`, 'admin', { apis: ['v3'] });
    expect((await v1(store, method, path, { json, token: null })).status).toBe(401);
    const refused = [store.readToken, `v3-${store.hash}`];
    if (scope === 'admin') {
      await addToken(store.id, `write-${store.hash}`, 'write');
      refused.push(`write-${store.hash}`);
    }
    for (const token of refused) {
      const response = await v1(store, method, path, { json, token });
      expect(response.status).toBe(403);
      expect(await problemOf(response)).toMatchObject({ scope });
    }
    expect((await readProduct(store, 7)).version).toBe(1);
  });

  it('changes nothing of another store [V1-20, IMG-20]', async () => {
    const [store, other] = [await withImage(), await newStore()];
    const before = await readProduct(store, 7);
    await v1(store, method, path, { json, token: other.token });
    expect(await readProduct(store, 7)).toEqual(before);
  });
});

describe.each(WRITES.filter(([method]) => method !== 'DELETE'))('%s /v1%s', (method, path, json) => {
  it('refuses a field that it does not have, by name [V1-8]', async () => {
    const response = await v1(await withImage(), method, path, { json: { ...json, colour: 'red' } });
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.map(({ pointer }) => pointer)).toEqual(['/colour']);
  });
});

describe('a token', () => {
  it('works for /v1 where nothing was said of its APIs, and where they are named [V1-1, REQ-9]', async () => {
    const store = await withImage();
    await addToken(store.id, `v1-${store.hash}`, 'read', { apis: ['v1'] });
    for (const token of [store.token, store.readToken, `v1-${store.hash}`]) {
      expect((await v1(store, 'GET', '/products/7', { token })).status).toBe(200);
    }
  });

  it('finds no product of another store by its GUID [V1-20, IMG-20]', async () => {
    const [store, other] = [await withImage(), await newStore()];
    const guid = crypto.randomUUID();
    await createByJob(store, guid, 'shop', [{}]);
    expect((await v1(other, 'GET', `/products/${guidOf(store, 7)}`)).status).toBe(404);
    expect(await readProduct(other, guid)).toMatchObject({ id: null, imageCount: 0 });
  });
});

describe('a store with a quota', () => {
  const settings = { requestQuota: { requests: 2, windowMs: 30_000 } };

  it('counts down in RateLimit, then answers 429 until the window ends [V1-12]', async () => {
    const store = await newStore(settings);
    const answers = [];
    for (let index = 0; index < 3; index += 1) answers.push(await v1(store, 'GET', '/products/7'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(answers.map(({ headers }) => headers.get('RateLimit-Policy'))).toEqual(
      Array.from({ length: 3 }, () => '"requests";q=2;w=30'),
    );
    const left = answers.map(({ headers }) => headers.get('RateLimit') ?? '');
    expect(left.map((text) => /^"requests";r=(\d+);t=(?:30|29)$/.exec(text)?.[1])).toEqual(['1', '0', '0']);
    expect(answers[2]?.headers.get('Retry-After')).toMatch(/^(?:30|29)$/);
  });

  it('is not used up by strangers, and has no header without a quota [V1-12]', async () => {
    const store = await newStore(settings);
    for (let index = 0; index < 5; index += 1) await v1(store, 'GET', '/products/7', { token: 'nobody' });
    expect((await v1(store, 'GET', '/products/7')).status).toBe(200);
    expect((await v1(await newStore(), 'GET', '/products/7')).headers.get('RateLimit')).toBeNull();
  });
});

it('carries a bookmark to those who were let in, and to nobody else [V1-1, REQ-7]', async () => {
  const store = await newStore();
  expect((await v1(store, 'GET', '/products/7')).headers.get('x-d1-bookmark')).not.toBeNull();
  expect((await v1(store, 'GET', '/products/7', { token: 'nobody' })).headers.get('x-d1-bookmark')).toBeNull();
  expect((await exports.default.fetch(`${ORIGIN}/v1/products/7`)).headers.get('x-d1-bookmark')).toBeNull();
});
