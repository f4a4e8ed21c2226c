import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/bigcommerce-v3/image.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, ORIGIN, v3 } from '../support/v3.ts';

const IMAGES = '/catalog/products/7/images';
const KEYS = [
  'id',
  'product_id',
  'is_thumbnail',
  'sort_order',
  'description',
  'image_file',
  'url_zoom',
  'url_standard',
  'url_thumbnail',
  'url_tiny',
  'date_modified',
];

interface ListBody {
  data: WireImage[];
  meta: { pagination: { links: object } };
}

async function withImages(count: number): Promise<TestStore> {
  const store = await newStore();
  for (let index = 0; index < count; index += 1) await createImage(store, 7, TINY_PNG);
  return store;
}

const put = (store: TestStore, id: number, json: unknown): Promise<Response> =>
  v3(store, 'PUT', `${IMAGES}/${id}`, { json });

describe('an image object', () => {
  it('has exactly these keys, in this order [BC3-8]', async () => {
    const image = await createImage(await newStore(), 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    expect(Object.keys(image)).toEqual(KEYS);
    expect(image).toMatchObject({ product_id: 7, is_thumbnail: true, sort_order: 0, description: 'A cup' });
  });

  it('has an id that is sequential in the store, across products [IMG-14]', async () => {
    const store = await newStore();
    const ids = [];
    for (const product of [7, 9, 7]) ids.push((await createImage(store, product, TINY_PNG)).id);
    expect(ids).toEqual([1, 2, 3]);
  });

  it('names the file {letter}/{3 digits}/{stem}__{5 digits}.{ext}, recognisable by its own name [BC3-9]', async () => {
    const image = await createImage(await newStore(), 7, TINY_PNG, {});
    expect(image.image_file).toMatch(/^[a-z]\/\d{3}\/shoe__\d{5}\.png$/);
  });

  it('has four URLs of one picture, each with image, revision and box [BC3-10, BC3-11]', async () => {
    const { id, image_file, ...image } = await createImage(await newStore(), 7, sample('cup-landscape.jpg'));
    const stem = image_file.slice('x/000/'.length, -'.jpg'.length);
    const revision = /\.(\d+)\.1280\.1280\./.exec(image.url_zoom)?.[1];
    const base = `${ORIGIN}/s-${new URL(image.url_zoom).pathname.split('/')[1]?.slice(2)}/products/7/images/${id}/${stem}.${revision}`;
    expect([image.url_zoom, image.url_standard, image.url_thumbnail, image.url_tiny]).toEqual([
      `${base}.1280.1280.jpg?c=1`,
      `${base}.386.513.jpg?c=1`,
      `${base}.220.290.jpg?c=1`,
      `${base}.44.58.jpg?c=1`,
    ]);
  });

  it('has dates in ISO 8601 with +00:00, never Z [BC3-13]', async () => {
    const { date_modified } = await createImage(await newStore(), 7, TINY_PNG);
    expect(date_modified).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/);
  });

  it('has "" for a description that is unset [BC3-12]', async () => {
    expect((await createImage(await newStore(), 7, TINY_PNG)).description).toBe('');
  });

  it('shows the store’s own preset sizes [BC3-11]', async () => {
    const store = await newStore({ presets: { zoom: { widthPx: 2000, heightPx: 1000 } } });
    expect((await createImage(store, 7, TINY_PNG)).url_zoom).toContain('.2000.1000.png');
  });
});

describe('a list', () => {
  it('answers 200 with [] and totals 0 where there are no images [BC3-17, BC3-16]', async () => {
    const response = await v3(await newStore(), 'GET', IMAGES);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: [],
      meta: {
        pagination: {
          total: 0,
          count: 0,
          per_page: 50,
          current_page: 1,
          total_pages: 0,
          links: { current: '?page=1&limit=50' },
        },
      },
    });
  });

  it('has the keys of its pagination in this order [BC3-16]', async () => {
    const { meta } = await (await v3(await newStore(), 'GET', IMAGES)).json<ListBody>();
    const keys = ['total', 'count', 'per_page', 'current_page', 'total_pages', 'links'];
    expect(Object.keys(meta.pagination)).toEqual(keys);
  });

  it('is in the order of ids, whatever the sort order [BC3-14]', async () => {
    const store = await withImages(3);
    await put(store, 3, { sort_order: 0 });
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it.each([
    ['?page=1&limit=2', [1, 2], { current: '?page=1&limit=2', next: '?page=2&limit=2' }],
    ['?page=2&limit=2', [3, 4], { previous: '?page=1&limit=2', current: '?page=2&limit=2', next: '?page=3&limit=2' }],
    ['?page=3&limit=2', [5], { previous: '?page=2&limit=2', current: '?page=3&limit=2' }],
    ['?page=4&limit=2', [], { previous: '?page=3&limit=2', current: '?page=4&limit=2' }],
    ['?page=9&limit=2', [], { current: '?page=9&limit=2' }],
    ['?page=99999999999999999999', [], { current: '?page=9007199254740991&limit=50' }],
    ['?&page=1&limit=250', [1, 2, 3, 4, 5], { current: '?page=1&limit=250' }],
    ['?limit=1000', [1, 2, 3, 4, 5], { current: '?page=1&limit=250' }],
  ])('pages by %s [BC3-15, BC3-16, BC3-17, BC-15]', async (query, ids, links) => {
    const response = await v3(await withImages(5), 'GET', `${IMAGES}${query}`);
    expect(response.status).toBe(200);
    const { data, meta } = await response.json<ListBody>();
    expect(data.map(({ id }) => id)).toEqual(ids);
    expect(meta.pagination.links).toEqual(links);
    expect(meta.pagination).toMatchObject({ total: 5, count: ids.length });
  });

  it('finds later pages after deletions in the middle [BC3-15]', async () => {
    const store = await withImages(5);
    await v3(store, 'DELETE', `${IMAGES}/2`);
    const { data } = await (await v3(store, 'GET', `${IMAGES}?limit=2&page=2`)).json<ListBody>();
    expect(data.map(({ id }) => id)).toEqual([4, 5]);
  });

  it.each([
    ['include_fields=sort_order,image_file', ['id', 'sort_order', 'image_file']],
    [
      'exclude_fields=id,url_zoom,url_standard,url_thumbnail,url_tiny',
      ['id', 'product_id', 'is_thumbnail', 'sort_order', 'description', 'image_file', 'date_modified'],
    ],
    ['include_fields=nonsense,description', ['id', 'description']],
    ['include_fields=description,image_file&exclude_fields=description', ['id', 'image_file']],
  ])('selects fields by %s [BC3-18]', async (query, keys) => {
    const store = await withImages(1);
    const { data } = await (await v3(store, 'GET', `${IMAGES}?${query}`)).json<ListBody>();
    expect(Object.keys(data[0] ?? {})).toEqual(keys);
    const one = await (await v3(store, 'GET', `${IMAGES}/1?${query}`)).json<{ data: object }>();
    expect(Object.keys(one.data)).toEqual(keys);
  });

  it.each([
    ['limit=a', 'limit', 'a'],
    ['limit=0', 'limit', '0'],
    ['limit=-1', 'limit', '-1'],
    ['limit=1.5', 'limit', '1.5'],
    ['limit=', 'limit', ''],
    ['page=x', 'page', 'x'],
    ['page=0', 'page', '0'],
  ])('refuses %s [BC3-19]', async (query, parameter, value) => {
    const response = await v3(await newStore(), 'GET', `${IMAGES}?${query}`);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      title: `Query parameter "${parameter}" value must be integer. For input string: "${value}".`,
    });
  });

  it('has the product’s version as ETag, and answers 304 to it [BC3-1, REQ-5]', async () => {
    const store = await withImages(1);
    const etag = (await v3(store, 'GET', IMAGES)).headers.get('ETag') ?? '';
    const unchanged = await v3(store, 'GET', IMAGES, { headers: { 'If-None-Match': etag } });
    expect([unchanged.status, await unchanged.text(), unchanged.headers.get('ETag')]).toEqual([304, '', etag]);
    await put(store, 1, { description: 'new' });
    expect((await v3(store, 'GET', IMAGES, { headers: { 'If-None-Match': etag } })).status).toBe(200);
  });

  it('carries a bookmark that later reads may send back [REQ-7]', async () => {
    const store = await withImages(1);
    const bookmark = (await v3(store, 'GET', IMAGES)).headers.get('x-d1-bookmark') ?? '';
    expect(bookmark).not.toBe('');
    const response = await v3(store, 'GET', IMAGES, { headers: { 'x-d1-bookmark': bookmark } });
    expect(response.status).toBe(200);
  });

  it('answers 200, not 500, to a bookmark that is nonsense [REQ-7]', async () => {
    const response = await v3(await withImages(1), 'GET', IMAGES, { headers: { 'x-d1-bookmark': 'nonsense' } });
    expect(response.status).toBe(200);
  });
});

describe('a create', () => {
  it('answers 200 with {data, meta: {}} [BC3-2]', async () => {
    const response = await v3(await newStore(), 'POST', IMAGES, { body: imageForm(TINY_PNG) });
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(await response.json()).toMatchObject({ data: { id: 1 }, meta: {} });
  });

  it.each([
    ['GIF', 'cup-static.gif', 'gif', 'gif'],
    ['JPEG', 'cup-landscape.jpg', 'jpg', 'jpg'],
    ['PNG', 'shirt-red-transparent.png', 'png', 'png'],
    ['WEBP', 'mug-alpha.webp', 'webp', 'webp'],
    ['BMP', 'cup-24-bits.bmp', 'bmp', 'png'],
    ['WBMP', 'cup.wbmp', 'wbmp', 'png'],
    ['XBM', 'cup.xbm', 'xbm', 'png'],
  ])(
    'accepts %s, decided by the bytes and not by the name [IMG-1, BC3-10]',
    async (_format, name, extension, urlExtension) => {
      const form = imageForm(sample(name), {}, 'picture.exe');
      const response = await v3(await newStore(), 'POST', IMAGES, { body: form });
      expect(response.status).toBe(200);
      const { data } = await response.json<{ data: WireImage }>();
      expect(data.image_file).toMatch(new RegExp(`picture__\\d{5}\\.${extension}$`));
      expect(new URL(data.url_zoom).pathname).toMatch(new RegExp(`\\.${urlExtension}$`));
    },
  );

  it('accepts is_thumbnail, sort_order and description as text in multipart [BC3-20, BC-21]', async () => {
    const store = await withImages(1);
    const image = await createImage(store, 7, TINY_PNG, { is_thumbnail: 'true', sort_order: '-5', description: 'Ünï' });
    expect(image).toMatchObject({ is_thumbnail: true, sort_order: -5, description: 'Ünï' });
    expect((await listImages(store, 7))[0]).toMatchObject({ is_thumbnail: false, sort_order: 0 });
  });

  it('uses the product of the path, not of the body [BC3-22]', async () => {
    expect((await createImage(await newStore(), 7, TINY_PNG, { product_id: '99' })).product_id).toBe(7);
  });
});

describe('a single image', () => {
  it('is what the list shows [BC3-3]', async () => {
    const store = await withImages(2);
    const response = await v3(store, 'GET', `${IMAGES}/2`);
    expect(await response.json()).toEqual({ data: (await listImages(store, 7))[1], meta: {} });
  });
});

describe('an update', () => {
  it('changes the named fields and no others [BC3-4, IMG-16]', async () => {
    const store = await withImages(2);
    const response = await put(store, 2, { description: 'Back' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      data: { id: 2, description: 'Back', sort_order: 1, is_thumbnail: false },
      meta: {},
    });
  });

  it('ignores unknown and read-only fields, because clients send whole objects back [BC3-22]', async () => {
    const store = await withImages(1);
    const [image] = await listImages(store, 7);
    const response = await put(store, 1, {
      ...image,
      id: 99,
      product_id: 4,
      date_modified: 5,
      nonsense: [],
      description: 'x',
    });
    expect(response.status).toBe(200);
    expect(await listImages(store, 7)).toMatchObject([
      { id: 1, product_id: 7, description: 'x', image_file: image?.image_file },
    ]);
  });

  it('raises every image at or after the place that it moves to [BC-20]', async () => {
    const store = await withImages(3);
    await put(store, 3, { sort_order: 0 });
    expect((await listImages(store, 7)).map(({ id, sort_order }) => [id, sort_order])).toEqual([
      [1, 1],
      [2, 2],
      [3, 0],
    ]);
  });

  it('numbers consecutively from its place on where raising would exceed 32 bits [BC-22, IMG-15, IMG-16]', async () => {
    const store = await newStore();
    for (const sort of ['2147483646', '2147483647', '0']) await createImage(store, 7, TINY_PNG, { sort_order: sort });
    expect((await createImage(store, 7, TINY_PNG)).sort_order).toBe(2_147_483_647);
    expect((await put(store, 3, { sort_order: 2_147_483_646 })).status).toBe(200);
    const images = await listImages(store, 7);
    const shown = images.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id);
    expect(shown.map(({ id }) => id)).toEqual([3, 1, 2, 4]);
    expect(Math.max(...images.map(({ sort_order }) => sort_order))).toBeLessThanOrEqual(2_147_483_647);
  });

  it('replaces the file by multipart PUT and by multipart POST, under another URL [BC3-5, BC3-24, DEL-4]', async () => {
    const store = await withImages(1);
    const urls = new Set([(await listImages(store, 7))[0]?.url_zoom]);
    for (const method of ['PUT', 'POST']) {
      const response = await v3(store, method, `${IMAGES}/1`, {
        body: imageForm(sample('cup-landscape.jpg'), {}, 'cup.jpg'),
      });
      expect(response.status).toBe(200);
      const { data } = await response.json<{ data: WireImage }>();
      expect(data).toMatchObject({ id: 1, sort_order: 0, is_thumbnail: true });
      expect(data.image_file).toMatch(/cup__\d{5}\.jpg$/);
      urls.add(data.url_zoom);
    }
    expect(urls.size).toBe(3);
  });

  it('needs a file or a URL in the POST that means "update with a new file" [BC3-5]', async () => {
    const form = new FormData();
    form.set('description', 'x');
    expect((await v3(await withImages(1), 'POST', `${IMAGES}/1`, { body: form })).status).toBe(422);
  });
});

describe('the thumbnail', () => {
  it('is the only image, moves to a second that requests it, and can be removed [IMG-17, IMG-18]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG, { is_thumbnail: 'false' });
    const flags = async (): Promise<boolean[]> => (await listImages(store, 7)).map(({ is_thumbnail }) => is_thumbnail);
    expect(await flags()).toEqual([true]);
    await createImage(store, 7, TINY_PNG, { is_thumbnail: 'true' });
    expect(await flags()).toEqual([false, true]);
    await put(store, 2, { is_thumbnail: false });
    expect(await flags()).toEqual([false, false]);
    await v3(store, 'DELETE', `${IMAGES}/1`);
    expect(await flags()).toEqual([true]);
  });
});

describe('a delete', () => {
  it('answers 204 with an empty body, then 404 [BC3-6]', async () => {
    const store = await withImages(1);
    const first = await v3(store, 'DELETE', `${IMAGES}/1`);
    expect([first.status, await first.text()]).toEqual([204, '']);
    expect((await v3(store, 'DELETE', `${IMAGES}/1`)).status).toBe(404);
    expect((await v3(store, 'GET', `${IMAGES}/1`)).status).toBe(404);
  });

  it('never leads to a reused id [IMG-14]', async () => {
    const store = await withImages(2);
    await v3(store, 'DELETE', `${IMAGES}/2`);
    expect((await createImage(store, 7, TINY_PNG)).id).toBe(3);
  });
});

describe('a variant image', () => {
  const VARIANT = '/catalog/products/7/variants/77/image';

  it('is the variant’s own, in no list and no count, and overwrites an earlier one [BC3-7, BC3-26]', async () => {
    const store = await withImages(1);
    const first = await v3(store, 'POST', VARIANT, { body: imageForm(sample('cup-landscape.jpg')) });
    expect(first.status).toBe(200);
    const { data, meta } = await first.json<{ data: { image_url: string }; meta: object }>();
    expect([Object.keys(data), meta]).toEqual([['image_url'], {}]);
    expect(await listImages(store, 7)).toHaveLength(1);
    const second = await v3(store, 'POST', VARIANT, { body: imageForm(TINY_PNG) });
    expect((await second.json<{ data: { image_url: string } }>()).data.image_url).not.toBe(data.image_url);
  });

  it('refers to the product’s own image when its URL is given, instead of a copy [BC3-27]', async () => {
    const store = await withImages(1);
    const [image] = await listImages(store, 7);
    const response = await v3(store, 'POST', VARIANT, { json: { image_url: image?.url_standard } });
    expect(await response.json()).toEqual({ data: { image_url: image?.url_zoom }, meta: {} });
  });

  it.each([
    [
      'over 255 characters',
      (url: string) => `${url}&${'x'.repeat(255)}`,
      'url must be an actual URL or an empty string',
    ],
    ['without slashes', (url: string) => url.replace('//', ''), 'url must be an actual URL or an empty string'],
    [
      'with a password',
      (url: string) => url.replace('//', '//user:password@'),
      'A URL with a user name or password in it is not fetched.',
    ],
  ])('refuses the URL of an own image like any other: %s [BC3-27]', async (_name, spoil, reason) => {
    const store = await withImages(1);
    const [image] = await listImages(store, 7);
    const response = await v3(store, 'POST', VARIANT, { json: { image_url: spoil(image?.url_standard ?? '') } });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      title: 'Invalid field(s): image_url',
      errors: { image_url: reason },
    });
  });

  it('is answered with 404 where the URL names an own image that does not exist [BC3-27]', async () => {
    const store = await withImages(2);
    const url = (await listImages(store, 7))[1]?.url_standard;
    await v3(store, 'DELETE', `${IMAGES}/2`);
    const response = await v3(store, 'POST', VARIANT, { json: { image_url: url } });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ title: 'A product image was not found with an id of 2' });
  });

  it('refers to no image but the product’s own: another URL of ours is refused as any URL of ours is', async () => {
    const [store, other] = [await withImages(2), await withImages(1)];
    const elsewhere = await createImage(store, 8, TINY_PNG);
    const [theirs] = await listImages(other, 7);
    const own = await v3(store, 'POST', '/catalog/products/7/variants/78/image', { body: imageForm(TINY_PNG) });
    const { data } = await own.json<{ data: { image_url: string } }>();
    const [image] = await listImages(store, 7);
    const path = new URL(image?.url_zoom ?? '').pathname;
    for (const url of [elsewhere.url_zoom, theirs?.url_zoom, data.image_url]) {
      const response = await v3(store, 'POST', VARIANT, { json: { image_url: url } });
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({ errors: { image_url: expect.stringContaining('this service') } });
    }
    const { asked } = serveRemote({ [path]: () => new Response(TINY_PNG) });
    const fromElsewhere = { image_url: `${REMOTE}${path}` };
    expect((await v3(store, 'POST', VARIANT, { json: fromElsewhere })).status).toBe(200);
    const fromNowhere = { image_url: `https://pictures.example.com${path}` };
    expect((await v3(store, 'POST', VARIANT, { json: fromNowhere })).status).toBe(400);
    expect(asked).toEqual([path, path]);
  });

  it('needs a picture [BC3-28]', async () => {
    const response = await v3(await newStore(), 'POST', VARIANT, { json: {} });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ title: 'image_url must be present if uploading by url' });
  });
});

describe('a store that takes registered products only', () => {
  it('answers 404 for a product that is not registered, on every route [IMG-19]', async () => {
    const store = await newStore({ registeredProductsOnly: true });
    const routes: [string, string, object?][] = [
      ['GET', IMAGES],
      ['GET', `${IMAGES}/1`],
      ['POST', IMAGES, { body: imageForm(TINY_PNG) }],
      ['PUT', `${IMAGES}/1`, { json: { description: 'x' } }],
      ['DELETE', `${IMAGES}/1`],
      ['POST', '/catalog/products/7/variants/1/image', { body: imageForm(TINY_PNG) }],
    ];
    for (const [method, path, init] of routes) {
      const response = await v3(store, method, path, init);
      expect([method, path, response.status]).toEqual([method, path, 404]);
      expect(await response.json()).toMatchObject({ title: 'A product was not found with an id of 7' });
    }
  });

  it('fetches and stores nothing for one that is not registered [IMG-19]', async () => {
    const store = await newStore({ registeredProductsOnly: true });
    const { asked } = serveRemote({ '/tiny.png': () => new Response(TINY_PNG) });
    for (const body of [JSON.stringify({ image_url: `${REMOTE}/tiny.png` }), imageForm(TINY_PNG)]) {
      const headers: Record<string, string> = typeof body === 'string' ? { 'Content-Type': 'application/json' } : {};
      expect((await v3(store, 'POST', IMAGES, { body, headers })).status).toBe(404);
    }
    expect(asked).toEqual([]);
    expect((await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects).toEqual([]);
  });
});
