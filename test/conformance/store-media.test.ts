import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { ask, place, storeApi, toBase64, upload, type StoreAnswer } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

const MEDIA = '/v1.3/media';
const data = toBase64(TINY_PNG);

const names = async (store: TestStore): Promise<(string | undefined)[]> =>
  ((await ask(store, 'GET', MEDIA)).media ?? []).map(({ filename }) => filename);

const originals = async (store: TestStore): Promise<number> =>
  (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;

describe('the media object', () => {
  it('has exactly these keys, in this order [ST-21, ST-7]', async () => {
    const store = await newStore();
    const bytes = sample('cup-landscape.jpg');
    const media = await upload(store, bytes, { filename: 'cup.jpg', alt_text: 'A cup', media_folder: 'product' });
    expect(Object.keys(media)).toEqual([
      'id',
      'alt_text',
      'aspect_ratio',
      'filename',
      'height',
      'media_folder',
      'media_type',
      'mime_type',
      'size',
      'updated_at',
      'url',
      'width',
    ]);
    expect(media).toMatchObject({
      id: 1,
      alt_text: 'A cup',
      filename: 'cup.jpg',
      media_folder: 'product',
      media_type: 'images',
      mime_type: 'image/jpeg',
      size: bytes.byteLength,
      aspect_ratio: Math.round((media.width / media.height) * 100) / 100,
    });
    expect(media.updated_at).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    expect((await ask(store, 'GET', `${MEDIA}/1`)).media).toEqual([media]);
  });

  it('has a URL that serves the picture until the media is deleted [ST-28, DEL-1]', async () => {
    const store = await newStore();
    const { url } = await upload(store, sample('cup-landscape.jpg'), { filename: 'Größe 42.jpg' });
    expect(url.startsWith(`${ORIGIN}/s-${store.hash}/media/1/grosse-42__`)).toBe(true);
    const served = await exports.default.fetch(url);
    expect([served.status, served.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
    await ask(store, 'PUT', `${MEDIA}/1`, { json: { filename: 'renamed.jpg' } });
    expect((await ask(store, 'GET', `${MEDIA}/1`)).media).toMatchObject([{ filename: 'renamed.jpg', url }]);
    await ask(store, 'DELETE', `${MEDIA}/1`);
    expect((await exports.default.fetch(url)).status).toBe(404);
    expect((await exports.default.fetch(url.replace('/media/1/', '/media/2/'))).status).toBe(404);
  });

  it('rounds the aspect ratio as queries do [ST-21, ST-32]', async () => {
    const store = await newStore();
    // 23 / 40 is 0.575, and its binary fraction is slightly less.
    const bytes = sample('pixel.gif').slice();
    bytes.set([23, 0, 40, 0], 6);
    expect(await upload(store, bytes)).toMatchObject({ width: 23, height: 40, aspect_ratio: 0.58 });
    const { media } = await ask(store, 'GET', `${MEDIA}?query=aspect_ratio:0.58`);
    expect(media).toMatchObject([{ id: 1, aspect_ratio: 0.58 }]);
  });

  it('shows the size as displayed, after EXIF rotation [ST-21, DEL-1]', async () => {
    const media = await upload(await newStore(), sample('cat-orientation-6.jpg'));
    expect([media.width, media.height]).toEqual([210, 140]);
  });
});

describe('an upload', () => {
  it('answers 201, in folder general and with a generated name unless others are given [ST-7, ST-23]', async () => {
    const store = await newStore();
    const first = await upload(store, TINY_PNG);
    expect(first).toMatchObject({ filename: 'image.png', media_folder: 'general', alt_text: null });
    expect(await upload(store, TINY_PNG)).toMatchObject({ id: 2, filename: 'image-2.png' });
  });

  it.each([
    ['gif', 'cup-static.gif', 'image/gif'],
    ['jpg', 'cup-landscape.jpg', 'image/jpeg'],
    ['png', 'shirt-red-transparent.png', 'image/png'],
  ])('may be .%s, which is decided by the bytes [ST-22]', async (_name, file, type) => {
    expect(await upload(await newStore(), sample(file), { filename: 'x.exe' })).toMatchObject({
      mime_type: type,
      filename: 'x.exe',
    });
  });

  it.each([
    ['a WEBP', { media_data: () => toBase64(sample('mug-alpha.webp')) }, 'media_data'],
    ['a BMP', { media_data: () => toBase64(sample('cup-24-bits.bmp')) }, 'media_data'],
    ['no picture', { media_data: () => btoa('hello') }, 'media_data'],
    ['no base64', { media_data: () => '!!!' }, 'media_data'],
    ['half a byte', { media_data: () => 'AAAAA' }, 'media_data'],
    ['an empty file', { media_data: () => '' }, 'media_data'],
    ['no file', {}, 'media_data'],
    ['a number', { media_data: () => 5 }, 'media_data'],
    ['a picture cut off', { media_data: () => data.slice(0, 40) }, 'media_data'],
    ['a name with a path', { media_data: () => data, filename: () => 'a/b.png' }, 'filename'],
    ['an empty name', { media_data: () => data, filename: () => '' }, 'filename'],
    ['a long name', { media_data: () => data, filename: () => `${'x'.repeat(97)}.png` }, 'filename'],
    ['a long text', { media_data: () => data, alt_text: () => 'x'.repeat(101) }, 'alt_text'],
    ['another folder', { media_data: () => data, media_folder: () => 'else' }, 'media_folder'],
  ])('is refused as %s, and the field is named [ST-22, ST-23, ST-24, ST-12]', async (_name, fields, field) => {
    const store = await newStore();
    const json = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value()]));
    const { request } = await ask(store, 'POST', MEDIA, { json }, 400);
    expect(request.error?.code).toBe('validation_failed');
    expect(request.errors?.map((error) => error.field)).toEqual([field]);
    expect([await names(store), await originals(store)]).toEqual([[], 0]);
  });

  it('may have 5 MB of decoded bytes and not one more [ST-22, ST-24]', async () => {
    const store = await newStore();
    const exact = new Uint8Array(5 * 1024 * 1024);
    exact.set(TINY_PNG);
    expect((await upload(store, exact)).size).toBe(5 * 1024 * 1024);
    const more = new Uint8Array(5 * 1024 * 1024 + 1);
    more.set(TINY_PNG);
    const { request } = await ask(store, 'POST', MEDIA, { json: { media_data: toBase64(more) } }, 400);
    expect(request.errors).toMatchObject([
      { field: 'media_data', message: expect.stringContaining('5 MB') as unknown },
    ]);
    const huge = new Uint8Array(9 * 1024 * 1024);
    const { request: again } = await ask(store, 'POST', MEDIA, { body: huge }, 400);
    expect(again.errors).toMatchObject([{ field: 'media_data' }]);
  });

  it('may be base64 as PHP writes it, with escaped slashes and line ends [ST-22]', async () => {
    const lines = toBase64(sample('cup-landscape.jpg')).replaceAll(/.{76}/g, '$&\r\n');
    const body = `{"filename":"a.jpg","media_data":${JSON.stringify(lines).replaceAll('/', String.raw`\/`)}}`;
    const { media } = await ask(await newStore(), 'POST', MEDIA, { body });
    expect(media).toMatchObject([{ size: sample('cup-landscape.jpg').byteLength }]);
  });

  it.each([
    'data:image/png;base64,',
    'data:;base64,',
    String.raw`data:image\/png;base64,`,
    'data:image/png;charset=x;base64,',
  ])('may begin with %s, and the bytes decide all the same [ST-22]', async (prefix) => {
    const body = `{"filename":"a.jpg","media_data":"${prefix}${toBase64(sample('cup-landscape.jpg'))}"}`;
    const { media } = await ask(await newStore(), 'POST', MEDIA, { body });
    expect(media).toMatchObject([{ size: sample('cup-landscape.jpg').byteLength, mime_type: 'image/jpeg' }]);
  });

  it.each(['data:image/png,', 'data:image/png;base64', 'text:image/png;base64,'])(
    'may not begin with %s [ST-22]',
    async (prefix) => {
      const json = { media_data: `${prefix}${toBase64(TINY_PNG)}` };
      const { request } = await ask(await newStore(), 'POST', MEDIA, { json }, 400);
      expect(request.errors).toMatchObject([{ field: 'media_data' }]);
    },
  );

  it('stores equal bytes once, for separate media [IMG-7, ST-25]', async () => {
    const store = await newStore();
    for (let index = 0; index < 3; index += 1) await upload(store, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    const blobs = await env.DB.prepare('SELECT count(*) AS n FROM blobs WHERE store_id = ?').bind(store.id).first('n');
    expect([blobs, (await names(store)).length]).toEqual([1, 4]);
  });

  it('is executed once for its Idempotency-Key, also ten times at once [REQ-1, REQ-3]', async () => {
    const store = await newStore();
    const options = { json: { media_data: data }, headers: { 'Idempotency-Key': 'same' } };
    const answers = await Promise.all(Array.from({ length: 10 }, () => storeApi(store, 'POST', MEDIA, options)));
    const replayed = answers.filter(({ headers }) => headers.get('Idempotency-Replayed') === 'true');
    expect([answers.every(({ status }) => status === 201), replayed.length]).toEqual([true, 9]);
    const bodies = await Promise.all(answers.map((answer) => answer.json<StoreAnswer>()));
    expect(new Set(bodies.map(({ media }) => JSON.stringify(media))).size).toBe(1);
    expect([(await names(store)).length, await originals(store)]).toEqual([1, 1]);
    const other = { ...options, json: { media_data: toBase64(sample('pixel.gif')) } };
    expect((await ask(store, 'POST', MEDIA, other, 422)).request.error?.code).toBe('idempotency_key_reused');
  });
});

describe('names of media', () => {
  it('are unique in their folder only [ST-23, ST-24]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG, { filename: 'a.png' });
    await upload(store, TINY_PNG, { filename: 'a.png', media_folder: 'product' });
    await upload(store, TINY_PNG, { filename: 'b.png' });
    const json = { media_data: data, filename: 'a.png' };
    expect((await ask(store, 'POST', MEDIA, { json }, 400)).request.errors).toMatchObject([{ field: 'filename' }]);
    await ask(store, 'PUT', `${MEDIA}/3`, { json: { filename: 'a.png' } }, 400);
    await ask(store, 'PUT', `${MEDIA}/2`, { json: { media_folder: 'general' } }, 400);
    await ask(store, 'PUT', `${MEDIA}/2`, { json: { media_folder: 'general', filename: 'c.png' } });
    expect(await names(store)).toEqual(['a.png', 'c.png', 'b.png']);
    // The refused upload's bytes are removed at once; the sweep removes those of the two equal uploads.
    expect(await originals(store)).toBe(3);
  });

  it('get -2, -3 and so on for uploads through other dialects, in folder product [ST-25]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG, { filename: 'shoe-3.png', media_folder: 'product' });
    for (let index = 0; index < 5; index += 1) await createImage(store, 7, TINY_PNG);
    await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(TINY_PNG) });
    await createImage(store, 7, sample('cup-landscape.jpg'));
    const { media } = await ask(store, 'GET', MEDIA);
    expect(new Set(media?.map(({ media_folder }) => media_folder))).toEqual(new Set(['product']));
    expect(media?.map(({ filename }) => filename)).toEqual([
      'shoe-3.png',
      'shoe.png',
      'shoe-2.png',
      'shoe-4.png',
      'shoe-5.png',
      'shoe-6.png',
      'shoe-7.png',
      'shoe.jpg',
    ]);
  });

  it('stay unique in simultaneous uploads [ST-25]', async () => {
    const store = await newStore();
    const products = Array.from({ length: 12 }, (_, index) => index + 1);
    await Promise.all(products.map((product) => createImage(store, product, TINY_PNG)));
    expect(new Set(await names(store)).size).toBe(12);
  });
});

describe('an update', () => {
  it('changes the named fields and no others [ST-7, ST-16]', async () => {
    const store = await newStore();
    const before = await upload(store, TINY_PNG, { filename: 'a.png', alt_text: 'A' });
    const { media } = await ask(store, 'PUT', `${MEDIA}/1/`, { json: { ...before, alt_text: 'B' } });
    expect(media).toEqual([{ ...before, alt_text: 'B', updated_at: media?.[0]?.updated_at }]);
    const { media: cleared } = await ask(store, 'PUT', `${MEDIA}/1`, { json: { alt_text: null } });
    expect(cleared).toMatchObject([{ alt_text: null, filename: 'a.png' }]);
  });

  it('is answered again by its Idempotency-Key [REQ-1]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    const options = { json: { alt_text: 'x' }, headers: { 'Idempotency-Key': 'k' } };
    await ask(store, 'PUT', `${MEDIA}/1`, options);
    await ask(store, 'PUT', `${MEDIA}/1`, { json: { alt_text: 'y' } });
    const again = await storeApi(store, 'PUT', `${MEDIA}/1`, options);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect((await ask(store, 'GET', `${MEDIA}/1`)).media).toMatchObject([{ alt_text: 'y' }]);
  });

  it.each(['2', 'x', '0'])('is 404 for media %s [ST-13]', async (id) => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    expect((await ask(store, 'PUT', `${MEDIA}/${id}`, { json: {} }, 404)).request.error?.code).toBe('not_found');
    await ask(store, 'GET', `${MEDIA}/${id}`, {}, 404);
    await ask(store, 'DELETE', `${MEDIA}/${id}`, {}, 404);
  });
});

describe('a delete', () => {
  it('is refused while an image uses the media, and deletes nothing [ST-26]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    for (const product of [1, 2]) await place(store, product, id);
    for (const product of [1, 2]) {
      const { request } = await ask(store, 'DELETE', `${MEDIA}/${id}`, {}, 400);
      expect(request.error?.code).toBe('validation_failed');
      await ask(store, 'DELETE', `/v1.3/products/${product}/images/${product}`);
    }
    expect(Object.keys(await ask(store, 'DELETE', `${MEDIA}/${id}`))).toEqual(['request']);
    expect(await names(store)).toEqual([]);
  });

  it('is refused while a variant uses the media [ST-26]', async () => {
    const store = await newStore();
    await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(TINY_PNG) });
    await ask(store, 'DELETE', `${MEDIA}/1`, {}, 400);
    expect(await names(store)).toEqual(['shoe.png']);
  });

  it('is answered again by its Idempotency-Key [REQ-1]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    const headers = { 'Idempotency-Key': 'k' };
    await ask(store, 'DELETE', `${MEDIA}/1`, { headers });
    const again = await storeApi(store, 'DELETE', `${MEDIA}/1`, { headers });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
  });

  it('removes the bytes with the last media that has them, and not before [IMG-7]', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    await upload(store, TINY_PNG);
    const dropped = async (): Promise<unknown> =>
      await env.DB.prepare(
        `SELECT count(*) AS n FROM dropped_keys WHERE kind = 'object' AND key IN
        (SELECT key FROM dropped_keys WHERE key LIKE 'originals/${store.hash}/%')`,
      ).first('n');
    const atFirst = await dropped();
    await ask(store, 'DELETE', `${MEDIA}/1`);
    expect(await dropped()).toBe(atFirst);
    await ask(store, 'DELETE', `${MEDIA}/2`);
    expect(await dropped()).toBe(Number(atFirst) + 1);
  });
});

describe('a media', () => {
  it('that was uploaded to the library stays when its last image is deleted or replaced, through any dialect [ST-27]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG, { filename: 'kept.png' });
    for (let index = 0; index < 3; index += 1) await place(store, 7, id);
    await ask(store, 'DELETE', '/v1.3/products/7/images/1');
    await v3(store, 'DELETE', '/catalog/products/7/images/2');
    await v3(store, 'PUT', '/catalog/products/7/images/3', { body: imageForm(sample('pixel.gif'), {}, 'p.gif') });
    expect(await names(store)).toEqual(['kept.png', 'p.gif']);
    await v3(store, 'DELETE', '/catalog/products/7/images/3');
    expect(await names(store)).toEqual(['kept.png']);
    expect((await place(store, 8, id)).media_id).toBe(id);
  });

  it('that came through V3 is removed with its last image, also where that was placed by the Store API [ST-27]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    await place(store, 8, 1);
    await v3(store, 'DELETE', '/catalog/products/7/images/1');
    expect(await names(store)).toEqual(['shoe.png']);
    await ask(store, 'DELETE', '/v1.3/products/8/images/2');
    expect(await names(store)).toEqual([]);
  });
});
