import { describe, expect, it } from 'vitest';
import { costOf } from '../support/cost.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { addToken, databaseOfStore, newStore, type TestStore } from '../support/stores.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { v1Request } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { createImage, listImages, ORIGIN, v3 } from '../support/v3.ts';
import { exports } from 'cloudflare:workers';

const IMAGE = '/catalog/products/7/images/1';

/** Every write that relies on a remembered token, as a client sends it. */
const WRITES: readonly (readonly [string, (store: TestStore) => Promise<Response>])[] = [
  ['V3 PUT', (store) => v3(store, 'PUT', IMAGE, { json: { description: 'taken' } })],
  ['V3 DELETE', (store) => v3(store, 'DELETE', IMAGE)],
  ['V2 PUT', (store) => v2(store, 'PUT', '/products/7/images/1', { fields: { description: 'taken' } })],
  [
    'V2 PUT, as XML',
    (store) => v2(store, 'PUT', '/products/7/images/1', { form: 'xml', fields: { description: 'taken' } }),
  ],
  ['V2 DELETE', (store) => v2(store, 'DELETE', '/products/7/images/1')],
  ['V2 DELETE of all', (store) => v2(store, 'DELETE', '/products/7/images')],
  ['v1 PATCH', (store) => v1(store, 'PATCH', '/products/7/images', { images: [{ id: 1, alt: 'taken' }] })],
  ['v1 DELETE', (store) => v1(store, 'DELETE', '/products/7/images/1')],
  ['v1 POST delete', (store) => v1(store, 'POST', '/products/7/images/delete', { ids: [1] })],
];

const v1 = (store: TestStore, method: string, path: string, json?: unknown): Promise<Response> =>
  exports.default.fetch(
    new Request(`${ORIGIN}/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${store.token}`, 'Content-Type': 'application/json' },
      ...(json !== undefined && { body: JSON.stringify(json) }),
    }),
  );

/** Creates a store with two images, whose token this isolate remembers, and whose product the gallery has loaded. */
async function withRemembered(settings: object = {}): Promise<TestStore> {
  const store = await newStore(settings);
  await createImage(store, 7, TINY_PNG, { description: 'mine' });
  await createImage(store, 7, TINY_PNG);
  const first = await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { description: 'warm' } });
  expect(first.status).toBe(200);
  return store;
}

/** Changes the row of the token behind the back of the isolate. */
async function changeToken(store: TestStore, change: string): Promise<void> {
  const digest = await sha256Hex(new TextEncoder().encode(store.token));
  const { meta } = await databaseOfStore(store.id)
    .prepare(`UPDATE tokens SET ${change} WHERE digest = ?`)
    .bind(digest)
    .run();
  expect(meta.changes).toBe(1);
}

/** Changes the settings behind the back of the isolate, as another one does. */
async function changeSettings(store: TestStore, settings: object): Promise<void> {
  const sql = 'UPDATE stores SET settings = ?, settings_version = settings_version + 1 WHERE id = ?';
  await databaseOfStore(store.id).prepare(sql).bind(JSON.stringify(settings), store.id).run();
}

/** Expects that nothing has happened to the images of `withRemembered`. */
async function isUntouched(store: TestStore): Promise<void> {
  const sql = 'SELECT id, description FROM product_images WHERE store_id = ? ORDER BY id';
  const { results } = await databaseOfStore(store.id).prepare(sql).bind(store.id).all();
  expect(results).toEqual([
    { id: 1, description: 'mine' },
    { id: 2, description: 'warm' },
  ]);
}

describe.each(WRITES)('%s by a token that the isolate remembers', (name, write) => {
  it('asks who it is in the batch of the write itself', async () => {
    const cost = costOf(await write(await withRemembered()));
    // The own API reads the product for its answer.
    expect(cost).toMatchObject({ roundTrips: name.startsWith('v1') ? 2 : 1, galleryCalls: 1 });
  });

  it.each(['revoked_at = 1', 'expires_at = 1'])('refuses it, and writes nothing, where %s', async (change) => {
    const store = await withRemembered();
    await changeToken(store, change);
    for (const _ of [1, 2]) expect((await write(store)).status).toBe(401);
    await isUntouched(store);
  });

  it('refuses it, and writes nothing, where it may only read by now', async () => {
    const store = await withRemembered();
    await changeToken(store, `scope = 'read'`);
    expect((await write(store)).status).toBe(403);
    await isUntouched(store);
  });

  it('refuses it, and writes nothing, where it works for another API by now', async () => {
    const store = await withRemembered();
    await changeToken(store, `apis = '["shoptet"]'`);
    expect((await write(store)).status).toBe(403);
    await isUntouched(store);
  });

  it('goes by the settings as they are', async () => {
    const store = await withRemembered();
    await changeSettings(store, { signing: 'required' });
    expect((await write(store)).status).toBe(403);
    await isUntouched(store);
    await changeSettings(store, {});
    expect((await write(store)).ok).toBe(true);
  });
});

describe('what is wrong with a request', () => {
  const WRONG: readonly (readonly [string, number, (store: TestStore) => Promise<Response>])[] = [
    ['a wrong body', 422, (store) => v3(store, 'PUT', IMAGE, { json: { sort_order: 'first' } })],
    ['no body', 422, (store) => v3(store, 'PUT', IMAGE, { headers: { 'Content-Type': 'application/json' } })],
    ['an unknown image', 404, (store) => v3(store, 'DELETE', '/catalog/products/7/images/99')],
    ['an image that is no number', 404, (store) => v3(store, 'DELETE', '/catalog/products/7/images/one')],
    ['a product without images', 404, (store) => v3(store, 'DELETE', '/catalog/products/8/images/1')],
    ['a wrong key', 422, (store) => v3(store, 'DELETE', IMAGE, { headers: { 'Idempotency-Key': 'é' } })],
    ['another version', 412, (store) => v3(store, 'DELETE', IMAGE, { headers: { 'If-Match': '"v99.1"' } })],
    [
      'a picture that is not to be had',
      422,
      (store) => v3(store, 'PUT', IMAGE, { json: { image_url: 'ftp://a/b.png' } }),
    ],
    ['a change that changes nothing', 200, (store) => v3(store, 'PUT', IMAGE, { json: { description: 'mine' } })],
    ['no change at all', 200, (store) => v3(store, 'PUT', IMAGE, { json: {} })],
    ['an unknown page', 400, (store) => v2(store, 'DELETE', '/products/7/images?page=none')],
    ['a reference that keeps an image', 404, (store) => v1(store, 'DELETE', '/products/7/images/99?references=refuse')],
    ['an unknown parameter', 400, (store) => v1(store, 'DELETE', '/products/7/images/1?more=1')],
  ];

  it.each(WRONG)('is told to those who have access, and to nobody else: %s', async (_name, status, write) => {
    const store = await withRemembered();
    expect((await write(store)).status).toBe(status);
    await changeToken(store, 'revoked_at = 1');
    expect((await write(store)).status).toBe(401);
    await isUntouched(store);
  });
});

it('answers with the sizes that the store has by now', async () => {
  const store = await withRemembered();
  await changeSettings(store, { presets: { tiny: { widthPx: 17, heightPx: 18 } } });
  const answered = await (await v3(store, 'PUT', IMAGE, { json: { description: 'new' } })).json<{ data: object }>();
  expect([answered.data]).toEqual((await listImages(store, 7)).filter(({ id }) => id === 1));
});

it('takes registered products only, where the store does by now', async () => {
  const store = await withRemembered();
  await changeSettings(store, { registeredProductsOnly: true });
  expect((await v3(store, 'DELETE', '/catalog/products/8/images/1')).status).toBe(404);
  expect((await v3(store, 'DELETE', IMAGE)).status).toBe(204);
});

it('gives a repeat its first answer, and to nobody whose token was revoked', async () => {
  const store = await withRemembered();
  const send = () => v3(store, 'PUT', IMAGE, { json: { description: 'new' }, headers: { 'Idempotency-Key': 'one' } });
  const first = await send();
  const again = await send();
  expect([again.status, again.headers.get('Idempotency-Replayed'), await again.text()]).toEqual([
    200,
    'true',
    await first.text(),
  ]);
  await changeToken(store, 'revoked_at = 1');
  expect((await send()).status).toBe(401);
});

it('gives the repeat of a deletion its first answer, and to nobody whose token was revoked', async () => {
  const store = await withRemembered();
  const send = () => v3(store, 'DELETE', IMAGE, { headers: { 'Idempotency-Key': 'one' } });
  expect([(await send()).status, (await send()).status]).toEqual([204, 204]);
  await changeToken(store, 'revoked_at = 1');
  expect((await send()).status).toBe(401);
});

it('counts no request whose token was revoked, and says nothing of the quota', async () => {
  const store = await withRemembered({ requestQuota: { requests: 20, windowMs: 60_000 } });
  const left = (response: Response): string | null => response.headers.get('X-Rate-Limit-Requests-Left');
  const before = Number(left(await v3(store, 'PUT', IMAGE, { json: { description: 'one' } })));
  expect(left(await v3(store, 'PUT', IMAGE, { json: { description: 'one' } }))).toBe(String(before - 1));
  await addToken(store.id, `${store.token}-more`, 'write');
  await v3(store, 'PUT', IMAGE, { json: { description: 'two' }, token: `${store.token}-more` });
  await changeToken(store, 'revoked_at = 1');
  const refused = await v3(store, 'PUT', IMAGE, { json: { description: 'three' } });
  expect([refused.status, left(refused)]).toEqual([401, null]);
  const last = await v3(store, 'PUT', IMAGE, { json: { description: 'three' }, token: `${store.token}-more` });
  expect(left(last)).toBe(String(before - 3));
});

it('lets no store into another one', async () => {
  const [store, other] = [await withRemembered(), await withRemembered()];
  const status = async (method: string, init: object) =>
    (await v3(store, method, IMAGE, { ...init, token: other.token })).status;
  expect([await status('PUT', { json: { description: 'taken' } }), await status('DELETE', {})]).toEqual([403, 403]);
  await isUntouched(store);
});

it('reads the token for the body of a form, which is stored before it is known what comes of it', async () => {
  const store = await withRemembered();
  await changeToken(store, 'revoked_at = 1');
  const form = new FormData();
  form.set('image_file', new File([TINY_PNG], 'a.png'));
  const response = await v3(store, 'PUT', IMAGE, { body: form });
  expect([response.status, costOf(response).r2Writes]).toEqual([401, 0]);
});

it('reads the product again by its GUID, which the isolate does not remember', async () => {
  const store = await withRemembered();
  const product = await (await exports.default.fetch(v1Request(store, 'GET', '/products/7'))).json<{ guid: string }>();
  const patch = () => v1(store, 'PATCH', `/products/${product.guid}/images`, { images: [{ id: 1, alt: 'by GUID' }] });
  expect((await patch()).status).toBe(200);
  await changeToken(store, 'revoked_at = 1');
  expect((await patch()).status).toBe(401);
});
