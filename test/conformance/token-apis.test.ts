import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { API_NAMES, type ApiName } from '../../src/model/access.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { send } from '../support/shoptet.ts';
import { setSigning, storeApi } from '../support/store-api.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { v1 } from '../support/v1.ts';
import { putVariants } from '../support/v1-writes.ts';
import { basic, v2 } from '../support/v2.ts';
import { imageForm, listImages, v3 } from '../support/v3.ts';

const GUID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const IMAGES = '/catalog/products/7/images';
const FORBIDDEN = "You don't have a required scope to access the endpoint";

/** A way to call the service: by which API, and what it answers to a token that may not do this. */
interface Way {
  readonly api: ApiName;
  readonly read: (store: TestStore, token: string) => Promise<Response>;
  readonly write: (store: TestStore, token: string) => Promise<Response>;
  readonly refusal: readonly [status: number, text: string];
}

/** Every base path of every API. */
const WAYS: Readonly<Record<string, Way>> = {
  'Vitrine’s own API': {
    api: 'v1',
    read: (store, token) => v1(store, 'GET', '/products/7', { token }),
    write: (store, token) => putVariants(store, { token }),
    refusal: [403, 'scope-missing'],
  },
  'BigCommerce V3': {
    api: 'v3',
    read: (store, token) => v3(store, 'GET', IMAGES, { token }),
    write: (store, token) => v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG), token }),
    refusal: [403, FORBIDDEN],
  },
  'BigCommerce V2 by token': {
    api: 'v2',
    read: (store, token) => v2(store, 'GET', '/products/7/images/count', { token }),
    write: (store, token) => v2(store, 'POST', '/products/7/images', { body: imageForm(TINY_PNG), token }),
    refusal: [403, FORBIDDEN],
  },
  'BigCommerce V2 by Basic': {
    api: 'v2',
    read: (store, token) => v2(store, 'GET', '/products/7/images/count', { base: 'basic', token }),
    write: (store, token) =>
      v2(store, 'POST', '/products/7/images', { base: 'basic', body: imageForm(TINY_PNG), token }),
    refusal: [403, FORBIDDEN],
  },
  Shoptet: {
    api: 'shoptet',
    read: (store, token) => send(store, 'GET', `/products/${GUID}/images/shop`, { token }),
    write: (store, token) => send(store, 'DELETE', `/products/${GUID}/images/shop`, { token }),
    refusal: [403, 'invalid-token-no-rights'],
  },
  'the Store API': {
    api: 'store',
    read: (store, key) => storeApi(store, 'GET', '/v1.3/media/', { key }),
    write: (store, key) => storeApi(store, 'DELETE', '/v1.3/media/999/', { key }),
    refusal: [401, 'credentials_invalid'],
  },
};

/** Each way of calling with a token for each API. */
const TABLE = Object.entries(WAYS).flatMap(([name, way]) => API_NAMES.map((api) => [name, api, way] as const));

/** A store with a token for one API. */
async function storeAndToken(api: ApiName): Promise<{ store: TestStore; token: string }> {
  const store = await newStore();
  const token = `${api}-token-of-${store.hash}`;
  await addToken(store.id, token, 'write', { apis: [api] });
  return { store, token };
}

/** Returns whether an answer let the caller in: 404 is what a caller with access hears of a media that is not there. */
const isLetIn = ({ status }: Response): boolean => status < 300 || status === 404;

describe.each(TABLE)('%s with a token for %s', (_name, api, { api: own, read, write, refusal }) => {
  const [status, text] = refusal;
  const isOwn = api === own;

  it(`${isOwn ? 'reads and writes' : 'is refused in the form of the API'} [REQ-9, BC-7, BC2-27, SH-10, ST-35, V1-2]`, async () => {
    const { store, token } = await storeAndToken(api);
    for (const call of [read, write]) {
      const answer = await call(store, token);
      if (isOwn) expect(isLetIn(answer)).toBe(true);
      else {
        expect(answer.status).toBe(status);
        expect(await answer.text()).toContain(text);
      }
    }
    if (!isOwn) expect(await listImages(store, 7)).toEqual([]);
  });
});

describe.each(Object.entries(WAYS))('%s', (_name, { api, read, write, refusal }) => {
  it('takes a token for which nothing was said, and one of several APIs [REQ-9]', async () => {
    const store = await newStore();
    await addToken(store.id, `several-${store.hash}`, 'write', { apis: ['store', 'shoptet', 'v2', 'v3', 'v1'] });
    for (const token of [store.token, `several-${store.hash}`]) {
      expect(isLetIn(await read(store, token))).toBe(true);
      expect(isLetIn(await write(store, token))).toBe(true);
    }
  });

  it('takes no unsigned write by a public key where the store demands signatures [ST-48]', async () => {
    const store = await newStore();
    await setSigning(store, 'required');
    const [status, text] = api === 'store' ? [401, 'signature_missing'] : refusal;
    const answer = await write(store, store.token);
    expect(answer.status).toBe(status);
    expect(await answer.text()).toContain(text);
    const images = await env.DB.prepare('SELECT 1 FROM product_images WHERE store_id = ?').bind(store.id).all();
    expect(images.results).toEqual([]);
  });
});

describe.each(Object.entries(WAYS).filter(([, { api }]) => api !== 'store'))('%s', (_name, { api, read, write }) => {
  it('takes writes by tokens that are no public keys, and reads by any [ST-48]', async () => {
    const store = await newStore();
    await setSigning(store, 'required');
    await addToken(store.id, `own-${store.hash}`, 'write', { apis: [api] });
    expect(isLetIn(await write(store, `own-${store.hash}`))).toBe(true);
    expect((await read(store, store.token)).status).toBeLessThan(300);
  });
});

it('begins no session of signed calls for a token of other APIs [ST-35]', async () => {
  const { store, token } = await storeAndToken('v3');
  await setSigning(store, 'accepted');
  const answer = await storeApi(store, 'POST', '/v1.3/auth', { key: token, json: {} });
  expect(answer.status).toBe(401);
  expect(await answer.text()).toContain('credentials_invalid');
});

it('lets a token of an API that this build does not have do nothing here [REQ-9]', async () => {
  const store = await newStore();
  await addToken(store.id, `later-${store.hash}`, 'write', { apis: ['later'] });
  const headers = { Authorization: basic(store.hash, `later-${store.hash}`) };
  expect((await v3(store, 'GET', IMAGES, { token: `later-${store.hash}` })).status).toBe(403);
  expect((await storeApi(store, 'GET', '/v1.3/media/', { user: null, headers })).status).toBe(401);
});
