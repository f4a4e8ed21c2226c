import { describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, v3 } from '../support/v3.ts';

const TYPE = 'https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes';

/** Every route of the dialect, with what a client would send. */
const ROUTES: readonly (readonly [string, string, () => object])[] = [
  ['GET', '/catalog/products/7/images', () => ({})],
  ['POST', '/catalog/products/7/images', () => ({ body: imageForm(TINY_PNG) })],
  ['GET', '/catalog/products/7/images/1', () => ({})],
  ['PUT', '/catalog/products/7/images/1', () => ({ json: { description: 'taken' } })],
  ['POST', '/catalog/products/7/images/1', () => ({ body: imageForm(TINY_PNG) })],
  ['DELETE', '/catalog/products/7/images/1', () => ({})],
  ['POST', '/catalog/products/7/variants/3/image', () => ({ body: imageForm(TINY_PNG) })],
];

async function refused(response: Response, status: number, title: string): Promise<void> {
  expect(response.status).toBe(status);
  expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
  expect(await response.json()).toEqual({ status, title, type: TYPE, errors: {} });
}

describe.each(ROUTES)('%s %s', (method, path, init) => {
  const send = (store: TestStore, token: string | null): Promise<Response> =>
    v3(store, method, path, { ...init(), token });

  it('asks for the header [BC-5]', async () => {
    await refused(await send(await newStore(), null), 401, 'X-Auth-Token header is required');
  });

  it('asks for a token in it [BC-5]', async () => {
    await refused(await send(await newStore(), ''), 401, 'X-Auth-Token header should have correct format');
    await refused(await send(await newStore(), '  '), 401, 'X-Auth-Token header should have correct format');
  });

  it.each(['never-issued', 'x'.repeat(10_000)])('does not know the token %.20s [BC-6]', async (token) => {
    await refused(await send(await newStore(), token), 401, 'Unauthorized');
  });

  it('refuses expired and revoked tokens [BC-6, IMG-20]', async () => {
    const store = await newStore();
    await addToken(store.id, `${store.hash}-expired`, 'write', { expiresAt: Date.now() - 1 });
    await addToken(store.id, `${store.hash}-revoked`, 'write', { revokedAt: Date.now() - 1 });
    await refused(await send(store, `${store.hash}-expired`), 401, 'Unauthorized');
    await refused(await send(store, `${store.hash}-revoked`), 401, 'Unauthorized');
  });

  it('refuses another store’s token, and shows and changes nothing of this store [BC-7, IMG-20]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    await createImage(store, 7, TINY_PNG, { description: 'mine' });
    await refused(await send(store, other.token), 403, "You don't have a required scope to access the endpoint");
    expect(await listImages(store, 7)).toMatchObject([{ id: 1, description: 'mine' }]);
  });

  it('lets a read-only token read and nothing else [BC-1, BC-7]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const response = await send(store, store.readToken);
    if (method === 'GET') expect(response.status).toBe(200);
    else await refused(response, 403, "You don't have a required scope to access the endpoint");
    expect(await listImages(store, 7)).toHaveLength(1);
  });
});

describe('the order of the checks', () => {
  it('is route, header, token, store and scope, handler [BC-2, BC-4]', async () => {
    const [store, other] = [await newStore({ registeredProductsOnly: true }), await newStore()];
    const path = '/catalog/products/abc/images?limit=nonsense';
    await refused(
      await v3(store, 'GET', '/catalog/nowhere', { token: null }),
      404,
      'The route is not found, check the URL',
    );
    await refused(
      await v3(store, 'PATCH', '/catalog/products/7/images', {}),
      404,
      'The route is not found, check the URL',
    );
    await refused(await v3(store, 'GET', path, { token: null }), 401, 'X-Auth-Token header is required');
    await refused(await v3(store, 'GET', path, { token: 'nobody' }), 401, 'Unauthorized');
    await refused(
      await v3(store, 'GET', path, { token: other.token }),
      403,
      "You don't have a required scope to access the endpoint",
    );
    expect((await v3(store, 'GET', path)).status).toBe(422);
  });

  it('answers 403 for a store that does not exist, so that the answer does not reveal which do [BC-7]', async () => {
    const store = await newStore();
    const nowhere = { ...store, hash: 'nowhere' };
    await refused(
      await v3(nowhere, 'GET', '/catalog/products/7/images'),
      403,
      "You don't have a required scope to access the endpoint",
    );
  });

  it('does not include X-Auth-Client [BC-1]', async () => {
    const store = await newStore();
    const response = await v3(store, 'GET', '/catalog/products/7/images', { headers: { 'X-Auth-Client': 'whoever' } });
    expect(response.status).toBe(200);
  });
});
