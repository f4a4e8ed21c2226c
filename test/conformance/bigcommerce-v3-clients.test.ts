import { describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, v3 } from '../support/v3.ts';

/** What real clients send (BC-12 to BC-18): every one of these must work. */
const IMAGES = '/catalog/products/7/images';
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function rawForm(head: string): Uint8Array {
  const parts = [text(`--xyz\r\n${head}\r\n\r\n`), TINY_PNG, text('\r\n--xyz--\r\n')];
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return body;
}

const NAMED = 'Content-Disposition: form-data; name="image_file"; filename="shoe.png"\r\nContent-Type: image/png';

it('a client may send multipart without a boundary in the header [BC-12]', async () => {
  const response = await v3(await newStore(), 'POST', IMAGES, {
    body: rawForm(NAMED),
    headers: { 'Content-Type': 'multipart/form-data' },
  });
  expect(response.status).toBe(200);
});

it.each(['undefined', 'application/json', ''])(
  'a client may send Content-Type: %s without a body, on GET and DELETE [BC-13]',
  async (type) => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const headers = { 'Content-Type': type };
    expect((await v3(store, 'GET', IMAGES, { headers })).status).toBe(200);
    expect((await v3(store, 'GET', `${IMAGES}/1`, { headers })).status).toBe(200);
    expect((await v3(store, 'DELETE', `${IMAGES}/1`, { headers })).status).toBe(204);
  },
);

it('a client may send a file without a name, as application/octet-stream [BC-14, IMG-6]', async () => {
  const head = 'Content-Disposition: form-data; name="image_file"\r\nContent-Type: application/octet-stream';
  const response = await v3(await newStore(), 'POST', IMAGES, {
    body: rawForm(head),
    headers: { 'Content-Type': 'multipart/form-data; boundary=xyz' },
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    data: { image_file: expect.stringMatching(/^[a-z]\/\d{3}\/image__\d{5}\.png$/) },
  });
});

it.each(['?&page=1&limit=250', '?include_fields=image_file,sort_order', '?include_fields=image_file%2Csort_order'])(
  'a client may ask with the query %s [BC-15]',
  async (query) => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    expect((await v3(store, 'GET', `${IMAGES}${query}`)).status).toBe(200);
  },
);

it.each([{ Accept: '*/*' }, { Accept: 'text/html' }, { 'Accept-Encoding': 'gzip, deflate' }])(
  'a client may ask with the headers %j [BC-16]',
  async (headers) => {
    const response = await v3(await newStore(), 'GET', IMAGES, { headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Encoding') ?? 'identity').not.toBe('deflate');
    expect(await response.json()).toMatchObject({ data: [] });
  },
);

it.each(['/', '.json', '.xml', '//'])('a client may end a path with %s [BC-17]', async (suffix) => {
  const store = await newStore();
  expect((await v3(store, 'GET', `${IMAGES}${suffix}?limit=5`)).status).toBe(200);
  expect((await v3(store, 'POST', `${IMAGES}${suffix}`, { body: imageForm(TINY_PNG) })).status).toBe(200);
  expect((await v3(store, 'GET', `${IMAGES}/1${suffix}`)).status).toBe(200);
});

it('a client may parse date_* as dates, and errors as a map of strings [BC-18]', async () => {
  const store = await newStore();
  const { date_modified } = await createImage(store, 7, TINY_PNG);
  expect(Math.abs(new Date(date_modified).getTime() - Date.now())).toBeLessThan(60_000);
  const { errors } = await (await v3(store, 'POST', IMAGES, { json: { sort_order: 'x' } })).json<{ errors: object }>();
  expect(Object.values(errors).every((value) => typeof value === 'string')).toBe(true);
});

describe('an Idempotency-Key', () => {
  const key = { 'Idempotency-Key': 'order-4711' };

  /** Every kind of write; each is sent twice with one key. */
  const writes: readonly (readonly [string, string, string, () => object])[] = [
    ['create', 'POST', IMAGES, () => ({ body: imageForm(TINY_PNG, { description: 'x' }) })],
    ['update', 'PUT', `${IMAGES}/1`, () => ({ json: { description: 'new', sort_order: 5 } })],
    ['no change', 'PUT', `${IMAGES}/1`, () => ({ json: {} })],
    ['new file', 'POST', `${IMAGES}/1`, () => ({ body: imageForm(TINY_PNG) })],
    ['delete', 'DELETE', `${IMAGES}/1`, () => ({})],
    ['variant image', 'POST', '/catalog/products/7/variants/5/image', () => ({ body: imageForm(TINY_PNG) })],
  ];

  async function prepared(): Promise<TestStore> {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    return store;
  }

  it.each(writes)(
    'lets %s take effect once, and repeats the first answer [REQ-1]',
    async (_name, method, path, init) => {
      const store = await prepared();
      const first = await v3(store, method, path, { ...init(), headers: key });
      const after = await listImages(store, 7);
      const second = await v3(store, method, path, { ...init(), headers: key });
      expect([first.headers.get('Idempotency-Replayed'), second.headers.get('Idempotency-Replayed')]).toEqual([
        null,
        'true',
      ]);
      expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
      expect(await listImages(store, 7)).toEqual(after);
    },
  );

  it('recognizes the same request also where its body is formatted differently [REQ-2]', async () => {
    const store = await prepared();
    const body = (json: string): object => ({ body: json, headers: { ...key, 'Content-Type': 'application/json' } });
    await v3(store, 'PUT', `${IMAGES}/1`, body('{"description":"a","sort_order":3}'));
    const again = await v3(
      store,
      'PUT',
      `${IMAGES}/1/`,
      body('{ "sort_order": 3, "unknown": 1, "description": "\\u0061" }'),
    );
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it.each([
    ['another field', 'PUT', `${IMAGES}/1`, { json: { description: 'other' } }],
    ['another method', 'DELETE', `${IMAGES}/1`, {}],
    ['another path', 'PUT', `${IMAGES}/2`, { json: { description: 'one' } }],
    ['a file', 'PUT', `${IMAGES}/1`, { body: imageForm(TINY_PNG, { description: 'one' }) }],
  ])('is refused with %s [REQ-2]', async (_name, method, path, init) => {
    const store = await prepared();
    await v3(store, 'PUT', `${IMAGES}/1`, { json: { description: 'one' }, headers: key });
    const response = await v3(store, method, path, { ...init, headers: key });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ title: 'The Idempotency-Key was used for a different request' });
    expect(await listImages(store, 7)).toMatchObject([{ description: 'one' }]);
  });

  it('may be used for another product and in another store [REQ-2]', async () => {
    const [store, other] = [await prepared(), await prepared()];
    const body = (): object => ({ body: imageForm(TINY_PNG), headers: key });
    const answers = [
      await v3(store, 'POST', IMAGES, body()),
      await v3(store, 'POST', '/catalog/products/8/images', body()),
      await v3(other, 'POST', IMAGES, body()),
    ];
    expect(answers.map(({ status, headers }) => [status, headers.get('Idempotency-Replayed')])).toEqual(
      answers.map(() => [200, null]),
    );
  });

  it('does not record a failure, so that a corrected request can be sent with it [REQ-4]', async () => {
    const store = await prepared();
    const bad = await v3(store, 'POST', IMAGES, { body: imageForm(text('no picture')), headers: key });
    const good = await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG), headers: key });
    expect([bad.status, good.status]).toEqual([422, 200]);
  });

  it.each(['', 'a b', 'x'.repeat(256)])('is refused as %j [REQ-1]', async (bad) => {
    const init = { body: imageForm(TINY_PNG), headers: { 'Idempotency-Key': bad } };
    expect((await v3(await newStore(), 'POST', IMAGES, init)).status).toBe(422);
  });
});

describe('If-Match', () => {
  it('accepts a write to the version that it names, and refuses it to any other [REQ-6]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const etag = (await v3(store, 'GET', IMAGES)).headers.get('ETag') ?? '';
    const change = (ifMatch: string): Promise<Response> =>
      v3(store, 'PUT', `${IMAGES}/1`, { json: { description: ifMatch }, headers: { 'If-Match': ifMatch } });
    expect((await change('"v999.1"')).status).toBe(412);
    expect((await change(`W/${etag}`)).status).toBe(412);
    expect((await change('nonsense')).status).toBe(412);
    expect((await change(`"v999.1", ${etag}`)).status).toBe(200);
    expect((await change(etag)).status).toBe(412);
    expect((await change('*')).status).toBe(200);
    expect((await v3(store, 'DELETE', `${IMAGES}/1`, { headers: { 'If-Match': etag } })).status).toBe(412);
  });

  it('refuses a create, whose bytes are then removed [REQ-6]', async () => {
    const store = await newStore();
    const response = await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG), headers: { 'If-Match': '"v5.1"' } });
    expect(response.status).toBe(412);
    expect(await listImages(store, 7)).toEqual([]);
  });

  it('accepts the version of a product without images [REQ-6]', async () => {
    const store = await newStore();
    const etag = (await v3(store, 'GET', IMAGES)).headers.get('ETag') ?? '';
    const init = { body: imageForm(TINY_PNG), headers: { 'If-Match': etag } };
    expect((await v3(store, 'POST', IMAGES, init)).status).toBe(200);
    expect((await v3(store, 'POST', IMAGES, { ...init, body: imageForm(TINY_PNG) })).status).toBe(412);
  });
});
