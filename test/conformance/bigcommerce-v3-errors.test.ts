import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, ORIGIN, v3 } from '../support/v3.ts';

const IMAGES = '/catalog/products/7/images';

interface ErrorBody {
  status: number;
  code?: number;
  title: string;
  type: string;
  errors: Record<string, string>;
}

/** Sends a create that must fail, checks that it left nothing behind, and returns the error. */
async function failedCreate(init: Parameters<typeof v3>[3]): Promise<ErrorBody> {
  const store = await newStore();
  const response = await v3(store, 'POST', IMAGES, init);
  const body = await response.json<ErrorBody>();
  expect(response.status).toBe(body.status);
  expect(Object.values(body.errors).every((reason) => typeof reason === 'string')).toBe(true);
  expect(JSON.stringify(body)).not.toMatch(/at .*\.ts|Error:|stack|D1_|SQLITE/);
  expect(await listImages(store, 7)).toEqual([]);
  expect((await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects).toEqual([]);
  expect(await env.DB.prepare('SELECT count(*) AS n FROM media WHERE store_id = ?').bind(store.id).first('n')).toBe(0);
  return body;
}

const byUrl = (image_url: unknown): Promise<ErrorBody> => failedCreate({ json: { image_url } });
const byFile = (bytes: Uint8Array, name?: string): Promise<ErrorBody> =>
  failedCreate({ body: imageForm(bytes, {}, name) });
const byBody = (body: BodyInit, type: string): Promise<ErrorBody> =>
  failedCreate({ body, headers: { 'Content-Type': type } });

describe('BigCommerce V3', () => {
  it.each(['0', '-1', 'abc', '1.5', '1e3', '9007199254740993', '99999999999999999999', '%00', '%F0%9F'])(
    'has no product %s [BC3-29, BC3-35]',
    async (id) => {
      const store = await newStore();
      for (const [method, path, init] of [
        ['GET', `/catalog/products/${id}/images`, {}],
        ['POST', `/catalog/products/${id}/images`, { body: imageForm(TINY_PNG) }],
        ['DELETE', `/catalog/products/${id}/images/1`, {}],
      ] as const) {
        const response = await v3(store, method, path, init);
        expect([method, response.status]).toEqual([method, 404]);
        expect((await response.json<ErrorBody>()).title).toMatch(/^A product was not found with an id of /);
      }
    },
  );

  it.each(['0', '-1', 'abc', '9007199254740993', '123456'])('has no image %s [BC3-30]', async (id) => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    for (const [method, init] of [
      ['GET', {}],
      ['PUT', { json: { description: 'x' } }],
      ['POST', { body: imageForm(TINY_PNG) }],
      ['DELETE', {}],
    ] as const) {
      const response = await v3(store, method, `${IMAGES}/${id}`, init);
      expect([method, response.status]).toEqual([method, 404]);
      expect(await response.json()).toMatchObject({ title: `A product image was not found with an id of ${id}` });
    }
  });

  it('has no image of another product, and a failed replacement leaves no bytes [BC3-30, IMG-5]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const response = await v3(store, 'PUT', '/catalog/products/8/images/1', {
      body: imageForm(sample('cup-landscape.jpg')),
    });
    expect(response.status).toBe(404);
    expect((await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects).toHaveLength(1);
  });

  it('has the keys of an error in this order [BC3-35]', async () => {
    const keys = async (response: Response): Promise<string[]> => Object.keys(await response.json<object>());
    const store = await newStore();
    expect(await keys(await v3(store, 'GET', `${IMAGES}/1`))).toEqual(['status', 'title', 'type', 'errors']);
    const body = imageForm(new Uint8Array(9 * 1024 * 1024));
    const tooLarge = await v3(store, 'POST', IMAGES, { body });
    expect(await keys(tooLarge)).toEqual(['status', 'code', 'title', 'type', 'errors']);
  });

  it('accepts a product with the largest id [BC3-29]', async () => {
    const store = await newStore();
    expect((await createImage(store, Number.MAX_SAFE_INTEGER, TINY_PNG)).product_id).toBe(Number.MAX_SAFE_INTEGER);
  });
});

describe('image_url and image_file', () => {
  it.each([
    ['an object without it', { json: { description: 'x' } }],
    ['image_file in JSON, as clients PUT back', { json: { image_file: 'r/057/logi.jpg' } }],
    ['an empty image_url', { json: { image_url: '' } }],
    ['a form without it', { body: imageForm(TINY_PNG), headers: {} }],
  ])('are reported missing in %s: image_url must be present [BC3-38]', async (name, init) => {
    if (name === 'a form without it') {
      const form = new FormData();
      form.set('description', 'x');
      init = { body: form, headers: {} };
    }
    expect(await failedCreate(init)).toMatchObject({
      status: 422,
      title: 'image_url must be present if uploading by url',
    });
  });

  it('exclude each other [BC3-21]', async () => {
    const body = imageForm(TINY_PNG, { image_url: `${REMOTE}/cup.jpg` });
    expect(await failedCreate({ body })).toMatchObject({ status: 422, title: 'Invalid field(s): image_url' });
  });
});

describe('a body that is', () => {
  it.each([
    ['empty', '', 'application/json'],
    ['not JSON', '{"image_url":', 'application/json'],
    ['an array', '[]', 'application/json'],
    ['a string', '"x"', 'application/json'],
    ['null', 'null', 'application/json'],
    ['bad UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 'application/json'],
    ['a form field', 'image_url=http', 'application/x-www-form-urlencoded'],
    [
      'multipart that is cut off',
      '--b\r\nContent-Disposition: form-data; name="image_file"; filename="a.png"\r\n\r\nabc',
      'multipart/form-data; boundary=b',
    ],
    ['multipart without parts', 'nothing', 'multipart/form-data; boundary=b'],
  ])('%s is answered with 422 JSON data is missing or invalid [BC3-25]', async (_name, body, type) => {
    expect(await byBody(body, type)).toMatchObject({ status: 422, title: 'JSON data is missing or invalid' });
  });

  it('JSON larger than any image object is answered with 413 [BC3-25]', async () => {
    const body = JSON.stringify({ description: 'x'.repeat(600_000) });
    expect(await byBody(body, 'application/json')).toMatchObject({ status: 413 });
  });
});

describe('fields of the wrong type', () => {
  it.each([
    [{ is_thumbnail: 'yes' }, ['is_thumbnail']],
    [{ is_thumbnail: 1 }, ['is_thumbnail']],
    [{ sort_order: '1' }, ['sort_order']],
    [{ sort_order: 1.5 }, ['sort_order']],
    [{ sort_order: 2_147_483_648 }, ['sort_order']],
    [{ sort_order: -2_147_483_649 }, ['sort_order']],
    [{ sort_order: 1e300 }, ['sort_order']],
    [{ description: 5 }, ['description']],
    [{ description: 'x'.repeat(65_536) }, ['description']],
    [{ image_url: 5 }, ['image_url']],
    [{ image_url: null }, ['image_url']],
    [{ is_thumbnail: null, sort_order: null, description: [] }, ['is_thumbnail', 'sort_order', 'description']],
  ])('are all named: %j [BC3-37, BC3-12, IMG-15]', async (fields, names) => {
    const error = await failedCreate({ json: { image_url: `${REMOTE}/cup.jpg`, ...fields } });
    expect(error).toMatchObject({ status: 422, title: 'JSON data is missing or invalid' });
    expect(Object.keys(error.errors)).toEqual(names);
  });

  it.each([
    { is_thumbnail: 'maybe' },
    { sort_order: 'first' },
    { sort_order: '' },
    { sort_order: '99999999999' },
    { sort_order: '0x10' },
  ])('are named in a form, too: %j [BC3-37]', async (fields) => {
    const error = await failedCreate({ body: imageForm(TINY_PNG, fields) });
    expect(error).toMatchObject({ status: 422, title: 'JSON data is missing or invalid' });
    expect(Object.keys(error.errors)).toEqual(Object.keys(fields));
  });

  it('change nothing in an update [BC3-37]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG, { description: 'before' });
    const response = await v3(store, 'PUT', `${IMAGES}/1`, { json: { description: 'after', sort_order: 'x' } });
    expect(response.status).toBe(422);
    expect(await listImages(store, 7)).toMatchObject([{ description: 'before' }]);
  });
});

describe('a file', () => {
  it('of 9 MB is refused with BigCommerce’s code [BC3-34, IMG-2]', async () => {
    const large = new Uint8Array(9 * 1024 * 1024);
    large.set(sample('cup-landscape.jpg'));
    expect(await byFile(large)).toMatchObject({
      status: 422,
      code: 10001,
      title: 'The maximum of 8 MB size limit for upload image is exceeded',
    });
  });

  it('of exactly 8 MB is accepted [IMG-2]', async () => {
    const picture = sample('cup-landscape.jpg');
    const padded = new Uint8Array(8 * 1024 * 1024);
    // Comment segments of 64 kB after the start of the image make it exactly as long as allowed.
    padded.set(picture.subarray(0, 2));
    let at = 2;
    while (padded.length - at > picture.length - 2) {
      const room = Math.min(padded.length - at - (picture.length - 2), 65_537);
      if (room < 4) break;
      padded.set([0xff, 0xfe, (room - 2) >> 8, (room - 2) & 0xff], at);
      at += room;
    }
    padded.set(picture.subarray(2), at);
    const exact = padded.subarray(0, at + picture.length - 2);
    expect(exact.length).toBeGreaterThan(8 * 1024 * 1024 - 4);
    expect((await createImage(await newStore(), 7, exact)).id).toBe(1);
  });

  it.each([
    ['a text file called .jpg', new TextEncoder().encode('I am a photograph, trust me.'), 'photo.jpg'],
    ['an empty file', new Uint8Array(), 'photo.jpg'],
    ['SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'), 'a.png'],
    ['HTML', new TextEncoder().encode('<!doctype html><p>404'), 'a.png'],
    ['a truncated JPEG', sample('cup-landscape.jpg').subarray(0, 20_000), 'a.jpg'],
    ['a truncated PNG', sample('size-chart-large.png').subarray(0, 3000), 'a.png'],
    ['the first two bytes of a JPEG', new Uint8Array([0xff, 0xd8]), 'a.jpg'],
  ])('that is %s is refused, and the answer says why [BC3-36, IMG-4, IMG-5]', async (_name, bytes, name) => {
    const error = await byFile(bytes, name);
    expect(error).toMatchObject({ status: 422, title: 'Invalid field(s): image_file' });
    expect(error.errors['image_file']).toMatch(/\w{3,}.*\./);
  });
});

describe('image_url', () => {
  it('creates an image from the picture at that URL [BC3-20, BC3-8]', async () => {
    serveRemote({ '/cup.jpg': () => new Response(sample('cup-landscape.jpg')) });
    const response = await v3(await newStore(), 'POST', IMAGES, {
      json: { image_url: `${REMOTE}/cup.jpg`, is_thumbnail: true },
    });
    expect(response.status).toBe(200);
    const { data } = await response.json<{ data: WireImage }>();
    expect(data.image_file).toMatch(/cup__\d{5}\.jpg$/);
    expect(Object.keys(data)).not.toContain('image_url');
  });

  it('in a PUT replaces the picture [BC3-23, DEL-4]', async () => {
    serveRemote({ '/cup.jpg': () => new Response(sample('cup-landscape.jpg')) });
    const store = await newStore();
    const before = await createImage(store, 7, TINY_PNG);
    const response = await v3(store, 'PUT', `${IMAGES}/1`, { json: { image_url: `${REMOTE}/cup.jpg` } });
    const { data } = await response.json<{ data: WireImage }>();
    expect(data.url_zoom).not.toBe(before.url_zoom);
    expect(data.image_file).toMatch(/\.jpg$/);
  });

  it.each(['cup.jpg', '//pictures.test/cup.jpg', 'not a url', `${REMOTE}/${'x'.repeat(255)}`])(
    'that is no URL is refused: %.40s [BC3-33, BC3-23]',
    async (url) => {
      expect(await byUrl(url)).toMatchObject({
        status: 422,
        title: 'Invalid field(s): image_url',
        errors: { image_url: 'url must be an actual URL or an empty string' },
      });
    },
  );

  it.each([
    'ftp://example.com/a.jpg',
    'file:///etc/passwd',
    'data:image/png;base64,AAAA',
    'http://user:secret@example.com/a.jpg',
    'http://example.com:8081/a.jpg',
    'http://127.0.0.1/a.jpg',
    'http://[::1]/a.jpg',
    'http://0x7f000001/a.jpg',
    'http://localhost/a.jpg',
    `${ORIGIN}/s-demo/a.jpg`,
  ])('is refused with the reason in errors.image_url: %s [BC3-32, IMG-8]', async (url) => {
    const { asked } = serveRemote({});
    const error = await byUrl(url);
    expect(error).toMatchObject({ status: 422, title: 'Invalid field(s): image_url' });
    expect(error.errors['image_url']).toMatch(/\./);
    expect(asked).toEqual([]);
  });

  it.each([
    ['/gone', () => new Response('', { status: 404 }), '404'],
    ['/broken', () => new Response('', { status: 500 }), '500'],
    ['/page', () => new Response('<!doctype html><title>Sign in</title>'), 'web page'],
    ['/text', () => new Response('just text'), 'no picture'],
    ['/cut', () => new Response(sample('cup-landscape.jpg').subarray(0, 5000)), '.'],
    ['/empty', () => new Response(''), 'empty'],
  ])(
    'that could not be downloaded (%s) is refused with the reason [BC3-31, IMG-11, IMG-5]',
    async (path, answer, why) => {
      serveRemote({ [path]: answer });
      const error = await byUrl(`${REMOTE}${path}`);
      expect(error).toMatchObject({ status: 400, title: "The field 'image_file' is invalid." });
      expect(error.errors['invalid_reason']).toContain(
        `The resource at '${REMOTE}${path}' could not be downloaded and may be invalid.`,
      );
      expect(error.errors['invalid_reason']).toContain(why);
    },
  );

  it('of more than 8 MB is refused [BC3-34, IMG-2]', async () => {
    serveRemote({ '/large': () => new Response(new Uint8Array(9 * 1024 * 1024)) });
    expect(await byUrl(`${REMOTE}/large`)).toMatchObject({ status: 422, code: 10001 });
  });

  it('that fails in a PUT does not change the picture [BC3-4, IMG-5]', async () => {
    serveRemote({});
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const before = await listImages(store, 7);
    expect(
      (await v3(store, 'PUT', `${IMAGES}/1`, { json: { image_url: `${REMOTE}/x`, description: 'y' } })).status,
    ).toBe(400);
    expect(await listImages(store, 7)).toEqual(before);
  });
});

it('a create for a full product is refused with the limit [BC3-39, IMG-12]', async () => {
  const store = await newStore();
  const thousand = create(...Array.from({ length: 1000 }, () => ({})));
  await new CommandHandler().execute(operation(thousand), openGalleryStore(store, 7), Date.now);
  const response = await v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG) });
  expect(response.status).toBe(422);
  expect(Object.values((await response.json<ErrorBody>()).errors)).toEqual(['A product can have up to 1000 images']);
});
