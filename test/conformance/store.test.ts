import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { ask, place, storeApi, toBase64, upload, type StoreAnswer } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, ORIGIN, v3 } from '../support/v3.ts';

const IMAGES = '/v1.3/products/7/images';

async function withImages(count: number, fields: (index: number) => object = () => ({})): Promise<TestStore> {
  const store = await newStore();
  const { id } = await upload(store, TINY_PNG);
  const json = Array.from({ length: count }, (_, index) => ({ media_id: id, ...fields(index) }));
  if (count > 0) await ask(store, 'POST', IMAGES, { json });
  return store;
}

describe('paths', () => {
  it.each(['/v1.3', ''])(
    'answer under "%s" with and without a trailing slash [ST-1, ST-2, ST-3, ST-5]',
    async (base) => {
      const store = await withImages(1);
      for (const slash of ['', '/']) {
        for (const path of ['/products/7/images', '/products/7/images/1', '/products/images', '/products/images/1']) {
          const { images } = await ask(store, 'GET', `${base}${path}${slash}`);
          expect(images).toMatchObject([{ id: 1, media_id: 1 }]);
        }
        for (const path of ['/media', '/media/1']) {
          expect((await ask(store, 'GET', `${base}${path}${slash}`)).media).toMatchObject([{ id: 1 }]);
        }
        const put = { json: { sort_order: 5 } };
        expect((await ask(store, 'PUT', `${base}/products/7/images/1${slash}`, put)).images).toMatchObject([{ id: 1 }]);
      }
    },
  );

  it.each([
    ['GET', '/v1.3/nothing', 404, 'not_found'],
    ['GET', '/v1.3/products/7', 404, 'not_found'],
    ['GET', '/products/7/pictures', 404, 'not_found'],
    ['GET', '/v1.2/media', 405, 'api_version_not_supported'],
    ['GET', '/v2/products/7/images', 405, 'api_version_not_supported'],
    ['DELETE', '/v1.3/products/7/images', 406, 'http_method_not_supported'],
    ['PATCH', '/v1.3/products/7/images/1', 406, 'http_method_not_supported'],
    ['POST', '/products/images', 406, 'http_method_not_supported'],
    ['PUT', '/media', 406, 'http_method_not_supported'],
    ['GET', '/auth', 406, 'http_method_not_supported'],
  ])('answer %s %s with %i %s [ST-9]', async (method, path, status, code) => {
    const { request } = await ask(await newStore(), method, path, {}, status);
    expect(request).toMatchObject({ status_code: status, error: { type: 'invalid_request_error', code } });
  });
});

describe('the envelope', () => {
  it('is an object with request and the rows [ST-10]', async () => {
    const answer = await ask(await withImages(1), 'GET', IMAGES);
    expect(Object.keys(answer)).toEqual(['request', 'images']);
    expect(answer.request).toEqual({
      api_version: '1.3',
      status_code: 200,
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dUTC\d\d:\d\d:\d\d$/) as unknown,
    });
  });

  it('has error and errors, field by field, for validation [ST-11, ST-12]', async () => {
    const { request } = await ask(await newStore(), 'POST', IMAGES, { json: { sort_order: 1000, alt_text: 5 } }, 400);
    expect(request.error).toEqual({
      type: 'invalid_request_error',
      code: 'validation_failed',
      message: expect.any(String) as unknown,
    });
    expect(request.errors?.map(({ field }) => field).toSorted()).toEqual(['alt_text', 'media_id', 'sort_order']);
  });
});

describe('the image object', () => {
  it('has exactly these keys, in this order [ST-14]', async () => {
    const store = await newStore();
    const media = await upload(store, sample('cup-landscape.jpg'), { filename: 'cup.jpg', alt_text: 'A cup' });
    const image = await place(store, 7, media.id);
    expect(Object.keys(image)).toEqual(['id', 'media_id', 'alt_text', 'sort_order', 'url', 'width', 'height']);
    expect(image).toMatchObject({ id: 1, media_id: 1, alt_text: 'A cup', sort_order: 999 });
    expect([image.width, image.height]).toEqual([media.width, media.height]);
    expect(image.url.startsWith(`${ORIGIN}/s-${store.hash}/products/7/images/1/cup__`)).toBe(true);
    expect((await exports.default.fetch(image.url)).headers.get('Content-Type')).toBe('image/jpeg');
  });

  it('shows the media’s present text where its own is empty or absent [ST-16]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG, { alt_text: 'Old' });
    await ask(store, 'POST', IMAGES, {
      json: [
        { media_id: id },
        { media_id: id, alt_text: '' },
        { media_id: id, alt_text: 'Own' },
        { media_id: id, alt_text: null },
      ],
    });
    const texts = async (): Promise<unknown> =>
      (await ask(store, 'GET', IMAGES)).images?.map(({ alt_text }) => alt_text);
    expect(await texts()).toEqual(['Old', 'Old', 'Own', 'Old']);
    await ask(store, 'PUT', `/v1.3/media/${id}`, { json: { alt_text: 'New' } });
    expect(await texts()).toEqual(['New', 'New', 'Own', 'New']);
    await ask(store, 'PUT', `${IMAGES}/3`, { json: { alt_text: '' } });
    expect(await texts()).toEqual(['New', 'New', 'New', 'New']);
  });

  it('clamps sort orders and truncates texts that other dialects stored [ST-18]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG, { sort_order: '-3', description: '🧦'.repeat(120) });
    await createImage(store, 7, TINY_PNG, { sort_order: '40000' });
    const { images } = await ask(store, 'GET', IMAGES);
    expect(images).toMatchObject([
      { sort_order: 0, alt_text: '🧦'.repeat(100) },
      { sort_order: 999, alt_text: null },
    ]);
  });
});

describe('placing images', () => {
  it('answers 201 with the rows, in their order; sort_order is 999 unless given [ST-4, ST-8, ST-17, ST-19]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    const json = {
      '0': { media_id: id, sort_order: 3 },
      '1': { media_id: String(id), alt_text: 'b', sort_order: '7' },
    };
    const { images, request } = await ask(store, 'POST', `${IMAGES}/`, { json });
    expect(request.status_code).toBe(201);
    expect(images).toMatchObject([
      { id: 1, sort_order: 3, alt_text: null },
      { id: 2, sort_order: 7, alt_text: 'b' },
    ]);
    expect(await place(store, 7, id)).toMatchObject({ id: 3, sort_order: 999 });
  });

  it.each([
    [[{ media_id: 1 }, { media_id: 99 }], '1.media_id'],
    [{ '0': { media_id: 1 }, '4': { media_id: 99 } }, '4.media_id'],
    [{ media_id: 99 }, 'media_id'],
    [[{ media_id: 1 }, { media_id: 1, sort_order: 1000 }], '1.sort_order'],
    [[{ media_id: 1 }, { alt_text: 'x' }], '1.media_id'],
    [[{ media_id: 1 }, 5], '1'],
    [[{ media_id: 1 }, { media_id: 1, alt_text: 'x'.repeat(101) }], '1.alt_text'],
    [{ '0': { media_id: 1 }, alt_text: 'x' }, 'alt_text'],
    [{ media_id: 1, sort_order: -1 }, 'sort_order'],
    [{ media_id: 1.5 }, 'media_id'],
    [{ media_id: true }, 'media_id'],
    [[], 'body'],
    [{}, 'media_id'],
    ['text', 'body'],
    [null, 'body'],
  ])(
    'places all rows or none, and names row and field: %j → %s [ST-8, ST-12, ST-13, ST-15, ST-17]',
    async (json, field) => {
      const store = await newStore();
      await upload(store, TINY_PNG);
      const { request } = await ask(store, 'POST', IMAGES, { json }, 400);
      expect(request.error?.code).toBe('validation_failed');
      expect(request.errors?.map((error) => error.field)).toEqual([field]);
      expect((await ask(store, 'GET', IMAGES)).images).toEqual([]);
    },
  );

  it.each(['', '{', '\u00ff', '[[['])('refuses the body %j [ST-12]', async (body) => {
    expect((await storeApi(await newStore(), 'POST', IMAGES, { body })).status).toBe(400);
  });

  it('names the cap, all galleries together, and places none beyond it [ST-20, IMG-12]', async () => {
    const store = await withImages(999);
    const { request } = await ask(store, 'POST', IMAGES, { json: [{ media_id: 1 }, { media_id: 1 }] }, 400);
    expect(request.errors).toMatchObject([{ field: 'product' }]);
    await place(store, 7, 1);
  });

  it('accepts 1000 rows at most, and JSON of 1 MB [ST-8, ST-12]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    const rows = Array.from({ length: 1001 }, () => ({ media_id: id }));
    for (const options of [{ json: rows }, { body: ' '.repeat(1024 * 1024 + 1) }]) {
      const { request } = await ask(store, 'POST', IMAGES, options, 400);
      expect(request.errors).toMatchObject([{ field: 'body' }]);
    }
    expect((await ask(store, 'GET', IMAGES)).images).toEqual([]);
  });

  it('places one media on five products, and stores it once [ST-15]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    for (const product of [1, 2, 3, 4, 5]) await place(store, product, id);
    expect((await ask(store, 'GET', '/v1.3/products/images')).images).toHaveLength(5);
    expect((await ask(store, 'GET', '/v1.3/media')).media).toHaveLength(1);
  });
});

describe('an update', () => {
  it('moves no other image [ST-17]', async () => {
    const store = await withImages(3, (index) => ({ sort_order: index }));
    const { images } = await ask(store, 'PUT', `${IMAGES}/3`, { json: { sort_order: 0 } });
    expect(images).toMatchObject([{ id: 3, sort_order: 0 }]);
    const all = (await ask(store, 'GET', IMAGES)).images;
    expect(all?.map(({ sort_order }) => sort_order)).toEqual([0, 1, 0]);
  });

  it('accepts many rows, numbered or as an array, and ignores read-only fields [ST-5, ST-8, ST-19]', async () => {
    const store = await withImages(2);
    const whole = (await ask(store, 'GET', IMAGES)).images ?? [];
    await ask(store, 'PUT', IMAGES, { json: whole.map((image) => ({ ...image, sort_order: image.id })) });
    const json = { '0': { id: 1, alt_text: 'one' }, '1': { id: '2', alt_text: 'two' } };
    expect((await ask(store, 'PUT', IMAGES, { json })).images).toMatchObject([
      { id: 1, alt_text: 'one', sort_order: 1, media_id: 1 },
      { id: 2, alt_text: 'two', sort_order: 2, media_id: 1 },
    ]);
  });

  it.each([
    [
      [
        { id: 1, alt_text: 'x' },
        { id: 99, alt_text: 'x' },
      ],
      '1.id',
    ],
    [{ id: 99 }, 'id'],
    [[{ id: 1, alt_text: 'x' }, { alt_text: 'y' }], '1.id'],
    [{ alt_text: 'y' }, 'id'],
    [
      [
        { id: 1, sort_order: 5 },
        { id: 2, sort_order: 'high' },
      ],
      '1.sort_order',
    ],
  ])('changes all rows or none, and names row and field: %j → %s [ST-8, ST-13]', async (json, field) => {
    const store = await withImages(2);
    const before = await ask(store, 'GET', IMAGES);
    const { request } = await ask(store, 'PUT', IMAGES, { json }, 400);
    expect(request.errors?.map((error) => error.field)).toEqual([field]);
    expect((await ask(store, 'GET', IMAGES)).images).toEqual(before.images);
  });

  it('keeps the media that an image shows [ST-15]', async () => {
    const store = await withImages(1);
    const other = await upload(store, sample('pixel.gif'));
    for (const [path, json] of [
      [`${IMAGES}/1`, { media_id: other.id, sort_order: 1 }],
      [IMAGES, [{ id: 1, media_id: other.id, sort_order: 2 }]],
    ] as const) {
      expect((await ask(store, 'PUT', path, { json })).images).toMatchObject([{ id: 1, media_id: 1 }]);
    }
  });

  it('answers 404 for an image that does not exist [ST-13]', async () => {
    const store = await withImages(1);
    for (const image of ['2', 'x', '0']) {
      const { request } = await ask(store, 'PUT', `${IMAGES}/${image}`, { json: { sort_order: 1 } }, 404);
      expect(request.error?.code).toBe('not_found');
    }
    await ask(store, 'PUT', '/v1.3/products/8/images/1', { json: { sort_order: 1 } }, 404);
  });
});

describe('a single image', () => {
  it.each(['/products/7/images/2', '/products/8/images/1', '/products/images/2', '/products/images/x'])(
    'is answered with 404 where it does not exist: %s [ST-2, ST-3, ST-13]',
    async (path) => {
      const { request } = await ask(await withImages(1), 'GET', path, {}, 404);
      expect(request.error?.code).toBe('not_found');
    },
  );
});

describe('a delete', () => {
  it('answers with request only, then with 404 [ST-6]', async () => {
    const store = await withImages(1);
    expect(Object.keys(await ask(store, 'DELETE', `${IMAGES}/1/`))).toEqual(['request']);
    await ask(store, 'DELETE', `${IMAGES}/1`, {}, 404);
    expect((await ask(store, 'GET', IMAGES)).images).toEqual([]);
  });
});

describe('a request', () => {
  it('has the product’s version as ETag, and is answered with 304 and 412 by it [REQ-5, REQ-6]', async () => {
    const store = await withImages(1);
    const etag = (await storeApi(store, 'GET', IMAGES)).headers.get('ETag') ?? '';
    const headers = { 'If-None-Match': etag };
    expect((await storeApi(store, 'GET', IMAGES, { headers })).status).toBe(304);
    const json = { alt_text: 'x' };
    await ask(store, 'PUT', `${IMAGES}/1`, { json, headers: { 'If-Match': etag } });
    const { request } = await ask(store, 'PUT', `${IMAGES}/1`, { json, headers: { 'If-Match': etag } }, 412);
    expect(request.error?.code).toBe('version_mismatch');
    expect((await storeApi(store, 'GET', IMAGES, { headers })).status).toBe(200);
  });

  it('has another ETag after a text of the media was changed [REQ-5]', async () => {
    const store = await withImages(1);
    const headers = { 'If-None-Match': (await storeApi(store, 'GET', IMAGES)).headers.get('ETag') ?? '' };
    await ask(store, 'PUT', '/v1.3/media/1', { json: { alt_text: 'new' } });
    expect((await storeApi(store, 'GET', IMAGES, { headers })).status).toBe(200);
    await ask(store, 'PUT', `${IMAGES}/1`, { json: { sort_order: 1 } });
  });

  it('that writes is executed once for its Idempotency-Key, under either base path [REQ-1, REQ-2]', async () => {
    const store = await withImages(0);
    const options = { json: { media_id: 1 }, headers: { 'Idempotency-Key': 'k' } };
    const first = await storeApi(store, 'POST', IMAGES, options);
    const again = await storeApi(store, 'POST', '/products/7/images/', options);
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect((await again.json<StoreAnswer>()).images).toEqual((await first.json<StoreAnswer>()).images);
    const other = { ...options, json: { media_id: 1, alt_text: 'x' } };
    expect((await ask(store, 'POST', IMAGES, other, 422)).request.error?.code).toBe('idempotency_key_reused');
    const bad = { ...options, headers: { 'Idempotency-Key': 'a b' } };
    await ask(store, 'POST', IMAGES, bad, 400);
  });

  it('is answered with a bookmark [REQ-7]', async () => {
    expect((await storeApi(await withImages(1), 'GET', IMAGES)).headers.get('x-d1-bookmark')).toBeTruthy();
  });
});

describe('one catalogue', () => {
  it('lists, changes and deletes what V3 created, and the other way round [IMG-13]', async () => {
    const store = await newStore();
    const theirs = await createImage(store, 7, sample('cup-landscape.jpg'), {
      description: 'From V3',
      sort_order: '4',
    });
    const { images } = await ask(store, 'GET', IMAGES);
    expect(images).toMatchObject([{ id: theirs.id, alt_text: 'From V3', sort_order: 4, url: theirs.url_zoom }]);
    await ask(store, 'PUT', `${IMAGES}/${theirs.id}`, { json: { alt_text: 'From here' } });
    const { id } = await upload(store, TINY_PNG, { alt_text: 'not for V3' });
    const ours = await place(store, 7, id, { sort_order: 1 });
    expect(await listImages(store, 7)).toMatchObject([
      { id: theirs.id, description: 'From here', is_thumbnail: true },
      { id: ours.id, description: '', sort_order: 1, url_zoom: ours.url },
    ]);
    expect((await v3(store, 'DELETE', `/catalog/products/7/images/${ours.id}`)).status).toBe(204);
    await ask(store, 'DELETE', `${IMAGES}/${theirs.id}`);
    expect(await listImages(store, 7)).toEqual([]);
  });

  it('shows another media after V3 replaced the picture [IMG-13]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG, { alt_text: 'Tiny' });
    await place(store, 7, id);
    const body = imageForm(sample('cup-landscape.jpg'), {}, 'cup.jpg');
    await v3(store, 'PUT', '/catalog/products/7/images/1', { body });
    const [image] = (await ask(store, 'GET', IMAGES)).images ?? [];
    const [media] = (await ask(store, 'GET', `/v1.3/media/${image?.media_id}`)).media ?? [];
    expect(image).toMatchObject({ media_id: 2, alt_text: null, width: media?.width, height: media?.height });
    expect(media).toMatchObject({ filename: 'cup.jpg', media_folder: 'product' });
  });

  it('answers 404 for products that are not registered, where the store accepts no others [IMG-19]', async () => {
    const store = await newStore({ registeredProductsOnly: true });
    const { id } = await upload(store, TINY_PNG);
    for (const [method, json] of [['GET'], ['POST', { media_id: id }]] as const) {
      const options = json === undefined ? {} : { json };
      expect((await ask(store, method, IMAGES, options, 404)).request.error?.code).toBe('not_found');
    }
  });
});

describe('a call of', () => {
  const routes: [string, string, object?][] = [
    ['GET', IMAGES],
    ['GET', `${IMAGES}/1`],
    ['GET', '/products/images'],
    ['GET', '/products/images/1'],
    ['POST', IMAGES, { media_id: 1 }],
    ['PUT', IMAGES, { '0': { id: 1, alt_text: 'x' } }],
    ['PUT', `${IMAGES}/1`, { alt_text: 'x' }],
    ['DELETE', `${IMAGES}/1`],
    ['GET', '/media'],
    ['GET', '/media/1'],
    ['POST', '/media', { media_data: toBase64(TINY_PNG) }],
    ['PUT', '/media/1', { alt_text: 'x' }],
    ['DELETE', '/media/1'],
    ['POST', '/auth', {}],
  ];

  it.each(routes)('%s %s needs the store’s own name and key [ST-35]', async (method, path, json) => {
    const [store, other] = [await withImages(1), await withImages(1)];
    const body = json === undefined ? {} : { json };
    for (const credentials of [
      { user: null },
      { key: 'nonsense' },
      { key: '' },
      { key: other.token },
      { user: other.hash },
      { user: 'nobody' },
    ]) {
      const response = await storeApi(store, method, path, { ...body, ...credentials });
      expect(response.status).toBe(401);
      expect(response.headers.get('WWW-Authenticate')).toMatch(/^Basic /);
      const { request } = await response.json<StoreAnswer>();
      expect(request.error).toMatchObject({ type: 'authentication_error', code: 'credentials_invalid' });
    }
    expect((await ask(store, 'GET', IMAGES)).images).toHaveLength(1);
  });

  it.each(routes.filter(([method, path]) => method !== 'GET' && path !== '/auth'))(
    '%s %s is refused with a key that may only read [ST-35]',
    async (method, path, json) => {
      const store = await withImages(1);
      const options = { ...(json === undefined ? {} : { json }), key: store.readToken };
      const { request } = await ask(store, method, path, options, 403);
      expect(request.error).toMatchObject({ type: 'permission_error', code: 'method_not_allowed' });
    },
  );

  it('one store has no access to another by ids of the other [IMG-20, ST-15]', async () => {
    const [store, other] = [await newStore(), await withImages(2)];
    await ask(store, 'POST', IMAGES, { json: { media_id: 1 } }, 400);
    await ask(store, 'GET', '/media/1', {}, 404);
    await ask(store, 'DELETE', '/media/1', {}, 404);
    await ask(store, 'PUT', '/media/1', { json: { alt_text: 'x' } }, 404);
    await ask(store, 'GET', '/products/images/1', {}, 404);
    await ask(store, 'DELETE', `${IMAGES}/1`, {}, 404);
    expect((await ask(store, 'GET', '/products/images')).images).toEqual([]);
    expect((await ask(other, 'GET', '/products/images')).images).toHaveLength(2);
  });
});
