import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { jobPresenter } from '../../src/dialects/shoptet/job-presenter.ts';
import { createApp } from '../../src/worker/app.ts';
import { openJobs } from '../../src/worker/open-jobs.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { basic } from '../support/v2.ts';
import { createImage, imageForm, listImages, ORIGIN } from '../support/v3.ts';

const app = createApp();
const HOST = 'http://127.0.0.1:8901/cup.jpg';
const FORM = ['--abc', 'Content-Disposition: form-data; name="file"; filename="a.png"', '', 'x', '--abc--', ''].join(
  '\r\n',
);

/** How one API is sent a picture, and in which words it says how to send it rightly. */
interface Api {
  readonly path: (store: TestStore) => string;
  readonly headers: (store: TestStore) => Record<string, string>;
  readonly status: number;
  readonly advice: string;
}

const V3: Api = {
  path: ({ hash }) => `/stores/${hash}/v3/catalog/products/7/images`,
  headers: ({ token }) => ({ 'X-Auth-Token': token }),
  status: 422,
  advice: 'Send a picture as multipart/form-data in the field image_file, or JSON with its image_url.',
};
const V2: Api = {
  path: ({ hash }) => `/stores/${hash}/v2/products/7/images`,
  headers: ({ token }) => ({ 'X-Auth-Token': token }),
  status: 400,
  advice: 'Send a picture as multipart/form-data in the field image_file, or JSON or XML with its URL as image_file.',
};
const SHOPTET: Api = {
  path: (store) => `/api/products/${guidOf(store, 7)}/images/shop`,
  headers: ({ token }) => ({ 'Shoptet-Private-API-Token': token }),
  status: 422,
  advice: 'Send JSON; it names a picture by its URL, as sourceUrl.',
};
const STORE_MEDIA: Api = {
  path: () => '/v1.3/media/',
  headers: ({ hash, token }) => ({ Authorization: basic(hash, token) }),
  status: 400,
  advice: 'Send JSON; a picture goes to /media, in base64 as media_data.',
};
const STORE_IMAGES: Api = { ...STORE_MEDIA, path: () => '/v1.3/products/7/images/' };

const APIS = [
  ['BigCommerce V3', V3],
  ['BigCommerce V2', V2],
  ['Shoptet', SHOPTET],
  ['the media of the Store API', STORE_MEDIA],
  ['the images of the Store API', STORE_IMAGES],
] as const;

async function post(
  api: Api,
  store: TestStore,
  body: BodyInit,
  contentType: string | undefined,
): Promise<{ status: number; text: string }> {
  const headers = { ...api.headers(store), ...(contentType === undefined ? {} : { 'Content-Type': contentType }) };
  const response = await app.fetch(new Request(`${ORIGIN}${api.path(store)}`, { method: 'POST', headers, body }), env);
  return { status: response.status, text: await response.text() };
}

describe.each(APIS)('%s', (_name, api) => {
  it.each([
    ['a JPEG picture', 'cup-landscape.jpg', 'image/jpeg'],
    ['a JPEG picture', 'cup-landscape.jpg', 'application/x-www-form-urlencoded'],
    ['a PNG picture', 'shirt-red-transparent.png', 'application/json'],
    ['a PNG picture', 'swatch-tiny.png', 'multipart/form-data; boundary=abc'],
    ['a WEBP picture', 'cup-square.webp', 'multipart/form-data'],
    ['a WEBP picture', 'mug-alpha.webp', 'application/octet-stream'],
    ['a GIF picture', 'pixel.gif', 'image/gif'],
    ['a BMP picture', 'cup-24-bits.bmp', 'image/bmp'],
  ])(
    'says that the body is %s (%s as %s), and what to send [BC3-40, BC2-41, SH-57, ST-49]',
    async (found, name, contentType) => {
      const store = await newStore();
      const { status, text } = await post(api, store, sample(name), contentType);
      expect(status).toBe(api.status);
      expect(text).toContain(`The body is ${found}. ${api.advice}`);
      expect(await listImages(store, 7)).toEqual([]);
    },
  );

  it('says that the body is a form where JSON is announced [BC3-40, BC2-41, SH-57, ST-49]', async () => {
    const { status, text } = await post(api, await newStore(), FORM, 'application/json');
    expect(status).toBe(api.status);
    expect(text).toContain(`The body is a multipart form. ${api.advice}`);
  });

  it('says what to send in place of a large picture, too', async () => {
    const large = new Uint8Array(1_100_000);
    large.set(sample('cup-landscape.jpg'));
    const { status, text } = await post(api, await newStore(), large, 'image/jpeg');
    expect([400, 413]).toContain(status);
    expect(text.includes(api.advice) || text.includes('at most 1048576 bytes')).toBe(true);
  });
});

describe('a file in the field `file`', () => {
  const form = (fields: Record<string, string> = {}): FormData => {
    const data = new FormData();
    data.set('file', new File([TINY_PNG], 'a.png'));
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  };
  const v3 = async (store: TestStore, method: string, path: string, body: FormData): Promise<Response> =>
    await app.fetch(
      new Request(`${ORIGIN}/stores/${store.hash}/v3/catalog/products/7${path}`, {
        method,
        body,
        headers: { 'X-Auth-Token': store.token },
      }),
      env,
    );

  it.each([
    ['POST', '/images'],
    ['PUT', '/images/1'],
    ['POST', '/images/1'],
    ['POST', '/variants/3/image'],
  ])('is 422 in V3 and names the field to use: %s %s [BC3-40]', async (method, path) => {
    const store = await newStore();
    const before = await createImage(store, 7, TINY_PNG);
    const response = await v3(store, method, path, form({ description: 'New' }));
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      title: 'Invalid field(s): file',
      errors: { file: 'Send the file in the field image_file.' },
    });
    expect(await listImages(store, 7)).toEqual([before]);
  });

  it('is ignored in V3 beside the right one [BC3-22]', async () => {
    const data = imageForm(TINY_PNG);
    data.set('file', new File(['other'], 'b.txt'));
    expect((await v3(await newStore(), 'POST', '/images', data)).status).toBe(200);
  });

  it.each(['json', 'xml'])('is 400 in V2 and names the field to use, in %s [BC2-30, BC2-41]', async (suffix) => {
    const store = await newStore();
    const url = `${ORIGIN}/stores/${store.hash}/v2/products/7/images.${suffix}`;
    const headers = { 'X-Auth-Token': store.token };
    const response = await app.fetch(new Request(url, { method: 'POST', body: form(), headers }), env);
    expect(response.status).toBe(400);
    const text = await response.text();
    expect(text).toContain("The field 'file' is not supported by this resource.");
    expect(text).toContain('Send the file in the field image_file.');
  });

  it.each([
    ['Shoptet', SHOPTET],
    ['the Store API', STORE_MEDIA],
  ] as const)('is a form that %s does not take [SH-57, ST-49]', async (_name, api) => {
    const { status, text } = await post(api, await newStore(), form(), undefined);
    expect(status).toBe(api.status);
    expect(text).toContain(`The body is a multipart form. ${api.advice}`);
  });
});

describe('a source on a host that is not public', () => {
  const hint = 'In this sandbox INGEST_ALLOWED_HOSTS=pictures.test:8080,127.0.0.1:8901 allows it.';
  const bodies = [
    ['BigCommerce V3', V3, { image_url: HOST }],
    ['BigCommerce V2', V2, { image_file: HOST }],
  ] as const;

  it.each(bodies)('is refused by %s; the sandbox names the setting [IMG-30]', async (_name, api, body) => {
    const { text } = await post(api, await newStore(), JSON.stringify(body), 'application/json');
    expect(text).toContain(`Only ports 80 and 443 are fetched from. ${hint}`);
  });

  it.each(bodies)('is refused by %s; a deployment names no setting [IMG-30]', async (_name, api, body) => {
    const store = await newStore();
    const headers = { ...api.headers(store), 'Content-Type': 'application/json' };
    for (const [host, vars] of [
      ['vitrine.test', { LOCAL_SANDBOX: '', INGEST_ALLOWED_HOSTS: '', LOCAL_IMAGES_URL: '' }],
      ['shop.example.com', {}],
    ] as const) {
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const text = await (
        await app.fetch(new Request(`http://${host}${api.path(store)}`, init), { ...env, ...vars })
      ).text();
      expect(text).toContain('Only ports 80 and 443 are fetched from.');
      expect(text).not.toMatch(/INGEST|sandbox|pictures\.test/i);
    }
  });

  it.each([
    [ORIGIN, `Only ports 80 and 443 are fetched from. ${hint}`],
    ['https://shop.example.com', 'Only ports 80 and 443 are fetched from.'],
  ])('is refused in a job that came to %s: %s [IMG-30]', async (origin, reason) => {
    const jobs = openJobs(env, jobPresenter);
    const options = { maxCharacters: undefined, reserve: () => Promise.resolve(true) };
    expect(await jobs.catalogue(origin).fetchPicture(HOST, options)).toMatchObject({
      fault: { kind: 'url-refused', reason },
    });
  });

  it('is no hint to fetch from the service itself [IMG-30]', async () => {
    const { text } = await post(
      V3,
      await newStore(),
      JSON.stringify({ image_url: `${ORIGIN}/a.jpg` }),
      'application/json',
    );
    expect(text).toContain('The host is this service itself.');
    expect(text).not.toContain('INGEST');
  });

  it('is refused as a webhook; the sandbox names the setting [IMG-30]', async () => {
    const store = await newStore();
    const body = JSON.stringify({ data: [{ event: 'job:finished', url: HOST }] });
    const { text } = await post({ ...SHOPTET, path: () => '/api/webhooks' }, store, body, 'application/json');
    expect(text).toContain(hint);
  });
});
