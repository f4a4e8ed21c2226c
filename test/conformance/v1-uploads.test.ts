import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../src/platform/digest.ts';
import { costOf } from '../support/cost.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { addToken, newStore, type TestStore } from '../support/stores.ts';
import { askForUpload, fileForm, newUploadUrl, postFile, uploaded } from '../support/uploads.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { ORIGIN } from '../support/v3.ts';

const digestOf = (text: string) => sha256Hex(new TextEncoder().encode(text));
const secretOf = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** Changes the row of an upload URL, as time or the operator would. */
async function setBack(url: string, change: string): Promise<void> {
  const sql = `UPDATE upload_grants SET ${change} WHERE digest = ?`;
  const { meta } = await env.DB.prepare(sql)
    .bind(await digestOf(secretOf(url)))
    .run();
  expect(meta.changes).toBe(1);
}

/** What a post came to: its status, and the last word of the problem's type. */
async function outcome(response: Response): Promise<readonly [number, string | undefined]> {
  const { type } = await response.json<{ type?: string }>();
  return [response.status, type?.split('#')[1]];
}

const NOT_FOUND = [404, 'upload-not-found'] as const;

const imageCount = async (store: TestStore, product: number | string = 7): Promise<number> =>
  (await readProduct(store, product)).imageCount;

const originals = async (store: TestStore): Promise<number> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;

describe('POST /v1/uploads', () => {
  it('answers with a URL and its end, of which only the SHA-256 is stored [V1-63]', async () => {
    const store = await newStore();
    const before = Date.now();
    const response = await askForUpload(store);
    expect(response.status).toBe(201);
    const { uploadUrl, expiresAt, ...rest } = await response.json<{ uploadUrl: string; expiresAt: string }>();
    expect(rest).toEqual({});
    expect(uploadUrl).toMatch(/^http:\/\/vitrine\.test\/v1\/uploads\/[\w-]{43}$/);
    expect(Date.parse(expiresAt)).toBeGreaterThanOrEqual(before + 600_000);
    expect(Date.parse(expiresAt)).toBeLessThanOrEqual(Date.now() + 600_000);
    for (const table of ['upload_grants', 'journal', 'answers']) {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} WHERE store_id = ?`).bind(store.id).all();
      expect(results).toHaveLength(1);
      expect(JSON.stringify(results)).not.toContain(secretOf(uploadUrl));
    }
  });

  it('leaves a row in the journal, which is told, and nothing on the product [V1-63]', async () => {
    const store = await newStore();
    await newUploadUrl(store, { maxFiles: 4 });
    const { events } = await (await v1(store, 'GET', '/events')).json<{ events: object[] }>();
    expect(events).toMatchObject([{ type: 'uploads.granted', productId: null, data: { productId: 7, maxFiles: 4 } }]);
    expect(await readProduct(store, 7)).toMatchObject({ version: 0, imageCount: 0 });
  });

  it.each<[string, object]>([
    ['/productId', { productId: 0 }],
    ['/productId', { productId: 'cup' }],
    ['/productId', { productId: 1.5 }],
    ['/productId', { productId: null }],
    ['/maxFiles', { maxFiles: 0 }],
    ['/maxFiles', { maxFiles: 101 }],
    ['/maxBytes', { maxBytes: 0 }],
    ['/maxBytes', { maxBytes: 8 * 1024 * 1024 + 1 }],
    ['/expiresIn', { expiresIn: 59 }],
    ['/expiresIn', { expiresIn: 601 }],
    ['/origin', { origin: 'https://shop.example/' }],
    ['/origin', { origin: '*' }],
    ['/colour', { colour: 'red' }],
  ])('refuses %s by its pointer: %j [V1-8, V1-63]', async (pointer, json) => {
    const response = await askForUpload(await newStore(), json);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });

  it('takes the widest values [V1-63]', async () => {
    const store = await newStore();
    const json = { maxFiles: 100, maxBytes: 8 * 1024 * 1024, expiresIn: 60, origin: 'http://localhost:3000' };
    expect((await askForUpload(store, json)).status).toBe(201);
  });

  it('is 404 for a product that is none of the store’s [V1-16, V1-20, V1-63]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const { guid } = await readProduct(other, 7);
    expect(await outcome(await askForUpload(store, { productId: guid }))).toEqual([404, 'product-not-found']);
    const strict = await newStore({ registeredProductsOnly: true });
    expect(await outcome(await askForUpload(strict))).toEqual([404, 'product-not-found']);
  });

  it('answers a repeated Idempotency-Key with the same URL, to the same token [V1-63, REQ-1, REQ-2]', async () => {
    const store = await newStore();
    const headers = { 'Idempotency-Key': 'once' };
    const [first, again] = [await askForUpload(store, {}, headers), await askForUpload(store, {}, headers)];
    expect([first.headers.get('Idempotency-Replayed'), again.headers.get('Idempotency-Replayed')]).toEqual([
      null,
      'true',
    ]);
    const body = await first.json<{ uploadUrl: string }>();
    expect([again.status, await again.json()]).toEqual([201, body]);
    expect(await outcome(await askForUpload(store, { maxFiles: 2 }, headers))).toEqual([422, 'key-reused']);
    await addToken(store.id, `second-${store.hash}`, 'write');
    const json = { productId: 7 };
    const others = await v1(store, 'POST', '/uploads', { json, headers, token: `second-${store.hash}` });
    expect((await others.json<{ uploadUrl: string }>()).uploadUrl).not.toBe(body.uploadUrl);
    const { results } = await env.DB.prepare('SELECT 1 FROM upload_grants WHERE store_id = ?').bind(store.id).all();
    expect(results).toHaveLength(2);
    expect((await postFile(body.uploadUrl)).status).toBe(200);
  });

  it('is 429 where a store has 1000 open, and counts neither expired ones nor used ones [V1-64]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const url = await newUploadUrl(store);
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 998)
        INSERT INTO upload_grants SELECT printf('%064d', store_id * 10000 + i), store_id, token_digest, product_id, product_guid, max_files,
          used_files, max_bytes, origin, created_at, expires_at FROM upload_grants CROSS JOIN n WHERE store_id = ?`,
    )
      .bind(store.id)
      .run();
    expect((await askForUpload(store)).status).toBe(201);
    const refused = await askForUpload(store);
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '60']);
    expect((await problemOf(refused)).type).toBe(`${ORIGIN}/docs/errors#too-many-uploads`);
    expect((await askForUpload(other)).status).toBe(201);
    expect((await postFile(url)).status).toBe(200);
    expect((await askForUpload(store)).status).toBe(201);
    expect((await askForUpload(store)).status).toBe(429);
    const expire = `UPDATE upload_grants SET expires_at = 1 WHERE digest = printf('%064d', ? * 10000 + 5)`;
    await env.DB.prepare(expire).bind(store.id).run();
    expect((await askForUpload(store)).status).toBe(201);
  });
});

describe('POST to an upload URL', () => {
  it('stores the file at the end of gallery shop, without a token [V1-65]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxFiles: 2 });
    const first = await postFile(url, fileForm(sample('mug-alpha.webp'), { alt: 'A mug' }));
    expect([first.status, first.headers.get('ETag')]).toEqual([200, '"v-1.1"']);
    const { version, results } = await uploaded(first);
    expect([version, results.map(({ status }) => status)]).toEqual([1, [201]]);
    expect(results[0]?.image).toMatchObject({ gallery: 'shop', position: 0, isMain: true, alt: 'A mug' });
    expect(results[0]?.image?.media).toMatchObject({ fileName: 'shoe.png', format: 'webp' });
    const second = await uploaded(await postFile(url));
    expect(second.results[0]?.image).toMatchObject({ position: 1, isMain: false, alt: '' });
    const { images } = await readProduct(store, 7);
    expect(images).toEqual(
      [results[0]?.image, second.results[0]?.image].map((image) => expect.objectContaining({ id: image?.id })),
    );
    expect(images[1]).toEqual(second.results[0]?.image);
  });

  it('stores on a product by its GUID, also one that was never seen, and on no other [V1-7, V1-65]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const url = await newUploadUrl(store, { productId: guid.toUpperCase(), maxFiles: 2 });
    expect(await readProduct(store, guid)).toMatchObject({ id: null, version: 0 });
    expect((await postFile(url)).status).toBe(200);
    expect((await postFile(url)).status).toBe(200);
    expect(await imageCount(store, guid)).toBe(2);
    const { guid: derived } = await readProduct(store, 8);
    expect((await postFile(await newUploadUrl(store, { productId: derived }))).status).toBe(200);
    expect([await imageCount(store, 8), await imageCount(store, 7)]).toEqual([1, 0]);
  });

  it('touches nothing of another store, nor another product [V1-20, V1-65]', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const url = await newUploadUrl(other, { maxFiles: 2 });
    for (const path of [`${url}/8`, `${url}/products/8/images`, url.replace('/uploads', '/products/8/uploads')]) {
      expect(await outcome(await postFile(path))).toEqual([404, 'route-not-found']);
    }
    const headers = { Authorization: `Bearer ${store.token}` };
    expect((await postFile(url, fileForm(), headers)).status).toBe(200);
    expect(await readProduct(store, 7)).toMatchObject({ version: 0, imageCount: 0 });
    expect([await imageCount(other), await imageCount(other, 8)]).toEqual([1, 0]);
  });

  it('has a row in the journal by the token that made the URL, and counts in its quota [V1-12, V1-65]', async () => {
    const store = await newStore({ requestQuota: { requests: 3, windowMs: 30_000 } });
    const url = await newUploadUrl(store, { maxFiles: 5 });
    const answer = await postFile(url);
    expect(answer.headers.get('RateLimit')).toMatch(/^"requests";r=1;/);
    const row = await env.DB.prepare(
      `SELECT j.api, j.type, j.token_id = t.id AS is_of_token, j.token_label FROM journal j
        JOIN tokens t ON t.store_id = j.store_id AND t.scope = 'admin' WHERE j.store_id = ? AND j.product_id = 7`,
    )
      .bind(store.id)
      .first();
    expect(row).toEqual({ api: 'v1', type: 'images.created', is_of_token: 1, token_label: 'test' });
    expect((await postFile(url)).status).toBe(200);
    expect(await outcome(await postFile(url))).toEqual([429, 'quota-exceeded']);
    expect(await originals(store)).toBe(2);
  });

  it.each<[string, number, string, (form: FormData) => void]>([
    ['without a file', 422, 'image-missing', (form) => form.delete('file')],
    ['with another file', 422, 'body-invalid', (form) => form.set('other', new File([TINY_PNG], 'a.png'))],
    [
      'with its file under another name',
      422,
      'file-misnamed',
      (form) => {
        form.delete('file');
        form.set('image_file', new File([TINY_PNG], 'a.png'));
      },
    ],
    ['with two files', 400, 'body-malformed', (form) => form.append('file', new File([TINY_PNG], 'b.png'))],
    ['with a product', 422, 'body-invalid', (form) => form.set('productId', '8')],
  ])('%s is refused, and does not use the URL up [V1-65, V1-66]', async (_name, status, word, change) => {
    const store = await newStore();
    const url = await newUploadUrl(store);
    const form = fileForm();
    change(form);
    expect(await outcome(await postFile(url, form))).toEqual([status, word]);
    expect(await imageCount(store)).toBe(0);
    expect((await postFile(url)).status).toBe(200);
  });

  it('refuses parameters, bodies that are no form, and other methods [V1-5, V1-8, V1-65]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store);
    expect(await outcome(await postFile(`${url}?productId=8`))).toEqual([400, 'parameters-invalid']);
    const headers = { 'Content-Type': 'application/json' };
    expect((await outcome(await postFile(url, '{"url":"http://pictures.test"}', headers)))[0]).toBe(400);
    const get = await v1(store, 'GET', `/uploads/${secretOf(url)}`);
    expect([get.status, get.headers.get('Allow')]).toEqual([405, 'POST']);
    expect((await postFile(url)).status).toBe(200);
  });
});

describe('a file that is bad', () => {
  it.each<[string, Uint8Array, string]>([
    ['no picture', new TextEncoder().encode('no picture at all'), 'picture-unsupported'],
    ['cut off', TINY_PNG.subarray(0, 40), 'picture-corrupt'],
    ['too large', sample('cup-landscape.jpg'), 'file-too-large'],
  ])('is 422 with the problem as its result: %s [V1-66]', async (_name, bytes, word) => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxBytes: 1000 });
    const response = await postFile(url, fileForm(bytes));
    expect([response.status, response.headers.get('Content-Type')]).toEqual([422, 'application/json']);
    const { results, ...rest } = await uploaded(response);
    expect(rest).toEqual({ version: 0 });
    expect(results).toMatchObject([{ status: 422, problem: { status: 422, type: `${ORIGIN}/docs/errors#${word}` } }]);
    expect(await readProduct(store, 7)).toMatchObject({ version: 0, imageCount: 0 });
    expect(await originals(store)).toBe(0);
    expect((await postFile(url)).status).toBe(200);
  });

  it('that is longer than the URL takes is refused while it comes, and the problem says how long it may be [V1-66]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxBytes: 1000 });
    const { results } = await uploaded(await postFile(url, fileForm(new Uint8Array(1_000_000))));
    expect(results[0]?.problem?.detail).toContain('1000 bytes');
  });

  it('leaves no product that was never seen [V1-66, IMG-21]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const url = await newUploadUrl(store, { productId: guid });
    expect((await postFile(url, fileForm(new Uint8Array(10)))).status).toBe(422);
    const { results } = await env.DB.prepare('SELECT id FROM products WHERE store_id = ?').bind(store.id).all();
    expect(results).toEqual([]);
    expect((await postFile(url)).status).toBe(200);
  });
});

describe('an upload URL that is dead', () => {
  it('is 404, all alike: unknown, expired, used up [V1-67]', async () => {
    const store = await newStore();
    const [expired, used] = [await newUploadUrl(store), await newUploadUrl(store)];
    await setBack(expired, `expires_at = ${Date.now() - 1}`);
    expect((await postFile(used)).status).toBe(200);
    const answers = [];
    for (const url of [expired, used, `${ORIGIN}/v1/uploads/${'x'.repeat(43)}`, `${ORIGIN}/v1/uploads/x`]) {
      const response = await postFile(url, fileForm(), { Origin: 'https://page.example' });
      const { requestId: _id, ...problem } = await problemOf(response);
      const { 'x-request-id': _requestId, ...headers } = Object.fromEntries(response.headers);
      delete headers['server-timing'];
      answers.push({ status: response.status, problem, headers });
    }
    expect(answers[0]).toMatchObject({ status: 404, problem: { type: `${ORIGIN}/docs/errors#upload-not-found` } });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await imageCount(store)).toBe(1);
  });

  it.each<[string, (store: TestStore) => Promise<unknown>]>([
    ['its token is revoked', (store) => run('UPDATE tokens SET revoked_at = 1 WHERE store_id = ?', store.id)],
    ['its token expires', (store) => run('UPDATE tokens SET expires_at = 1 WHERE store_id = ?', store.id)],
    ['its token is for other APIs', (store) => run(`UPDATE tokens SET apis = '["v3"]' WHERE store_id = ?`, store.id)],
    ['its token only reads', (store) => run(`UPDATE tokens SET scope = 'read' WHERE store_id = ?`, store.id)],
    [
      'its store wants signatures',
      (store) => run(`UPDATE stores SET settings = '{"signing":"required"}' WHERE id = ?`, store.id),
    ],
    [
      'its store takes registered products alone',
      (store) => run(`UPDATE stores SET settings = '{"registeredProductsOnly":true}' WHERE id = ?`, store.id),
    ],
  ])('is 404 once %s [V1-67]', async (_name, change) => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxFiles: 2 });
    await change(store);
    expect(await outcome(await postFile(url))).toEqual(NOT_FOUND);
    expect(await originals(store)).toBe(0);
  });

  it('is 404 at once, without reading the body or writing [V1-67]', async () => {
    const response = await postFile(`${ORIGIN}/v1/uploads/${'x'.repeat(43)}`, fileForm(), { 'Idempotency-Key': 'k' });
    expect(await outcome(response.clone())).toEqual(NOT_FOUND);
    expect(costOf(response)).toMatchObject({ roundTrips: 1, rowsWritten: 0, r2Writes: 0, galleryCalls: 0 });
  });
});

const run = (sql: string, ...values: number[]): Promise<unknown> =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

describe('an upload URL', () => {
  it('takes as many files as it was made for, however many come at once [V1-68]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxFiles: 3 });
    const answers = await Promise.all(Array.from({ length: 20 }, () => postFile(url)));
    const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
    expect(statuses).toEqual([...Array.from({ length: 3 }, () => 200), ...Array.from({ length: 17 }, () => 404)]);
    expect(await readProduct(store, 7)).toMatchObject({ version: 3, imageCount: 3 });
    expect(await originals(store)).toBe(3);
  });

  it('takes as many on a product that was never seen [V1-68]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    const url = await newUploadUrl(store, { productId: guid, maxFiles: 3 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => postFile(url)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(await imageCount(store, guid)).toBe(3);
  });

  it('is not used up by a request that another version refuses [V1-10, V1-68]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store);
    expect((await postFile(url, fileForm(TINY_PNG), { 'If-Match': '"v-5.1"' })).status).toBe(412);
    expect((await postFile(url)).status).toBe(200);
  });

  it('costs one row more than another create, and its gallery one call [V1-68]', async () => {
    const store = await newStore();
    const cost = costOf(await postFile(await newUploadUrl(store)));
    expect(cost).toMatchObject({ r2Writes: 1, galleryCalls: 1 });
    expect(cost.roundTrips).toBeLessThanOrEqual(4);
    expect(cost.rowsWritten).toBeLessThanOrEqual(15 + 3);
  });
});

describe('an Idempotency-Key at an upload URL', () => {
  const KEY = { 'Idempotency-Key': 'file-1' };

  it('stores one file, and uses up one [V1-69, REQ-1]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxFiles: 2 });
    const [first, again] = [await postFile(url, fileForm(), KEY), await postFile(url, fileForm(), KEY)];
    expect([first.headers.get('Idempotency-Replayed'), again.headers.get('Idempotency-Replayed')]).toEqual([
      null,
      'true',
    ]);
    expect(await again.json()).toEqual(await first.json());
    expect((await postFile(url, fileForm(), { 'Idempotency-Key': 'file-2' })).status).toBe(200);
    expect(await imageCount(store)).toBe(2);
    expect(await originals(store)).toBe(2);
  });

  it('is answered where the file was the last one; a new key then is 404 [V1-67, V1-69]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store);
    const first = await (await postFile(url, fileForm(), KEY)).json();
    const again = await postFile(url, fileForm(), KEY);
    expect([again.status, await again.json()]).toEqual([200, first]);
    const other = await postFile(url, fileForm(), { 'Idempotency-Key': 'file-2' });
    expect(costOf(other)).toMatchObject({ r2Writes: 0, r2Deletes: 0 });
    expect(await outcome(other)).toEqual(NOT_FOUND);
    expect(await outcome(await postFile(url, fileForm(sample('mug-alpha.webp')), KEY))).toEqual([422, 'key-reused']);
    expect([await imageCount(store), await originals(store)]).toEqual([1, 1]);
  });

  it('has one effect for requests at the same time [V1-69, REQ-3]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store, { maxFiles: 5 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => postFile(url, fileForm(), KEY)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
    expect(await imageCount(store)).toBe(1);
    const used = await env.DB.prepare('SELECT used_files FROM upload_grants WHERE store_id = ?').bind(store.id).first();
    expect(used).toEqual({ used_files: 1 });
  });

  it('counts for its URL alone [V1-69, REQ-2]', async () => {
    const store = await newStore();
    const [one, two] = [await newUploadUrl(store), await newUploadUrl(store)];
    for (const url of [one, two]) expect((await postFile(url, fileForm(), KEY)).status).toBe(200);
    expect(await imageCount(store)).toBe(2);
  });

  it('is free after a file that was bad [V1-66, V1-69, REQ-4]', async () => {
    const url = await newUploadUrl(await newStore());
    expect((await postFile(url, fileForm(new Uint8Array(9)), KEY)).status).toBe(422);
    expect((await postFile(url, fileForm(), KEY)).status).toBe(200);
  });

  it('repeats its answer where the image has gone since [V1-69]', async () => {
    const store = await newStore();
    const url = await newUploadUrl(store);
    const first = await uploaded(await postFile(url, fileForm(), KEY));
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: 0 } });
    expect(await imageCount(store)).toBe(0);
    expect(first.results[0]?.status).toBe(201);
    expect(await uploaded(await postFile(url, fileForm(), KEY))).toEqual(first);
  });
});

it('POST to an upload URL refuses a text that is longer than other APIs take, and stores nothing [V1-65, V1-8]', async () => {
  const store = await newStore();
  const url = await newUploadUrl(store);
  const form = fileForm();
  form.set('alt', 'x'.repeat(65_536));
  const response = await postFile(url, form);
  expect([response.status, (await problemOf(response)).errors?.[0]?.pointer]).toEqual([422, '/alt']);
  expect(await imageCount(store)).toBe(0);
  form.set('alt', 'x'.repeat(65_535));
  expect((await postFile(url, form)).status).toBe(200);
});
