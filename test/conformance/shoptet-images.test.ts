import { describe, expect, it } from 'vitest';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf, list, send } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, listImages, v3 } from '../support/v3.ts';

const KEYS = [
  'name',
  'priority',
  'description',
  'changeTime',
  'seoName',
  'cdnName',
  'signedCdnNames',
  'isMainImage',
  'gallery',
];
const IMAGES = (store: TestStore, gallery = 'shop'): string => `/products/${guidOf(store, 7)}/images/${gallery}`;

async function withImages(count: number, fields: Record<string, string> = {}): Promise<TestStore> {
  const store = await newStore();
  for (let index = 0; index < count; index += 1) await createImage(store, 7, TINY_PNG, fields);
  return store;
}

const patch = (store: TestStore, images: unknown, gallery = 'shop') =>
  call<{ images: { name: string; priority: number; description: string | null }[] }>(
    store,
    'PATCH',
    IMAGES(store, gallery),
    { json: { data: { images } } },
  );

const REQUIRED = (name: string): string => `The property ${name} is required`;
const EXTRA = (name: string): string =>
  `The property ${name} is not defined and the definition does not allow additional properties`;

describe('an image object', () => {
  it('has all nine keys, always [SH-14]', async () => {
    const store = await withImages(1);
    expect(Object.keys((await list(store, guidOf(store, 7)))[0] ?? {})).toEqual(KEYS);
  });

  it('is named {id}.{ext}, with priority sort_order + 1 and null for no description [SH-15, SH-16, SH-17]', async () => {
    const store = await withImages(1);
    expect(await list(store, guidOf(store, 7))).toMatchObject([
      { name: '1.png', seoName: '1.png', priority: 1, description: null, isMainImage: true, gallery: 'shop' },
    ]);
  });

  it.each([
    ['Purple apple', '1_purple-apple.png'],
    ['  Žluťoučký kůň / 50 %  ', '1_zlutoucky-kun-50.png'],
    ['Straße & Ærø', '1_strasse-aero.png'],
    ['りんご', '1.png'],
    ['a'.repeat(200), `1_${'a'.repeat(80)}.png`],
  ])('makes seoName of the description %j [SH-18]', async (description, seoName) => {
    const store = await withImages(1, { description });
    expect((await list(store, guidOf(store, 7)))[0]?.seoName).toBe(seoName);
  });

  it('dates without Z and without a colon in the offset [SH-17]', async () => {
    const store = await withImages(1);
    expect((await list(store, guidOf(store, 7)))[0]?.changeTime).toMatch(
      /^\d{4}-[01]\d-[0123]\dT[012]\d:[0-5]\d:[0-5]\d\+\d{4}$/,
    );
  });

  it('signs cdnName for cut big, and one name for each cut; ts is the change time in hex [SH-19]', async () => {
    const store = await withImages(1, { description: 'Front' });
    const [image] = await list(store, guidOf(store, 7));
    const ts = (Date.parse(image?.changeTime.replace('+0000', 'Z') ?? '') / 1000).toString(16);
    expect(image?.cdnName).toMatch(new RegExp(`^1_front\\.png\\?ff=1&x=1024&y=768&q=85&ts=${ts}&sg=[0-9a-f]{8}$`));
    expect(image?.signedCdnNames.map(({ type }) => type)).toEqual(['orig', 'big', 'detail', 'category', 'related']);
    expect(image?.signedCdnNames[1]?.name).toBe(image?.cdnName);
    for (const { name } of image?.signedCdnNames ?? []) expect(name).toMatch(/&ts=[0-9a-f]{8}&sg=[0-9a-f]{8}$/);
  });

  it.each([
    [-5, 1],
    [0, 1],
    [41, 42],
    [65_534, 65_535],
    [2_147_483_647, 65_535],
  ])('shows sort_order %i as priority %i [SH-16]', async (sortOrder, priority) => {
    const store = await withImages(1, { sort_order: String(sortOrder) });
    expect((await list(store, guidOf(store, 7)))[0]?.priority).toBe(priority);
  });

  it('calls the thumbnail the main image, or the first of shop where there is none [SH-20]', async () => {
    const store = await withImages(3);
    const main = async () =>
      (await list(store, guidOf(store, 7))).filter(({ isMainImage }) => isMainImage).map(({ name }) => name);
    await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { is_thumbnail: true } });
    expect(await main()).toEqual(['2.png']);
    await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { is_thumbnail: false } });
    expect(await main()).toEqual(['1.png']);
    const { data } = await patch(store, [{ name: '1.png', priority: 9 }]);
    expect(data.images).toMatchObject([{ name: '1.png', isMainImage: false }]);
    expect(await main()).toEqual(['2.png']);
  });
});

describe('GET /api/products/{guid}/images/{gallery}', () => {
  it('lists all images by priority, without paging [SH-21, IMG-15]', async () => {
    const store = await withImages(3);
    await patch(store, [
      { name: '3.png', priority: 1 },
      { name: '1.png', priority: 7 },
    ]);
    expect((await list(store, guidOf(store, 7))).map(({ name, priority }) => [name, priority])).toEqual([
      ['3.png', 1],
      ['2.png', 2],
      ['1.png', 7],
    ]);
  });

  it('answers 200 with [] for a product without images [SH-21]', async () => {
    const store = await newStore();
    const answer = await call(store, 'GET', `/products/${crypto.randomUUID()}/images/shop`);
    expect([answer.status, answer.data, answer.errors]).toEqual([200, { images: [] }, null]);
  });

  it('keeps shop and shop360 apart in order, and no image of shop360 is the main one [SH-20, BC-23]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop360', [{}, {}]);
    await createByJob(store, guid, 'shop', [{}]);
    expect(
      (await list(store, guid, 'shop360')).map(({ name, priority, isMainImage }) => [name, priority, isMainImage]),
    ).toEqual([
      ['1.png', 1, false],
      ['2.png', 2, false],
    ]);
    expect((await list(store, guid)).map(({ name, priority, isMainImage }) => [name, priority, isMainImage])).toEqual([
      ['3.png', 1, true],
    ]);
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([3]);
  });

  it('has an ETag, and answers 304 to it [REQ-5]', async () => {
    const store = await withImages(1);
    const etag = (await send(store, 'GET', IMAGES(store))).headers.get('ETag') ?? '';
    const unchanged = await send(store, 'GET', IMAGES(store), { headers: { 'If-None-Match': etag } });
    expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
    await patch(store, [{ name: '1.png', description: 'new' }]);
    expect((await send(store, 'GET', IMAGES(store), { headers: { 'If-None-Match': etag } })).status).toBe(200);
  });

  it('costs one round trip, for any caller [SH-21]', async () => {
    const store = await withImages(3);
    const response = await send(store, 'GET', IMAGES(store));
    const timing = response.headers.get('Server-Timing') ?? '';
    expect(timing).toContain('d1;desc="1 round trips');
    expect(Number(/(\d+) rows read/.exec(timing)?.[1])).toBeLessThanOrEqual(3 + 5);
    expect(response.headers.get('x-d1-bookmark')).not.toBeNull();
  });
});

describe('PATCH /api/products/{guid}/images/{gallery}', () => {
  it('sets priorities as given, moves no other image, and answers with the updated images [SH-22]', async () => {
    const store = await withImages(3);
    const answer = await patch(store, [{ name: '3.png', priority: 2, description: 'Back' }]);
    expect([answer.status, answer.errors]).toEqual([200, null]);
    expect(answer.data.images).toMatchObject([{ name: '3.png', priority: 2, description: 'Back' }]);
    expect((await listImages(store, 7)).map(({ sort_order }) => sort_order)).toEqual([0, 1, 1]);
  });

  it('lists unknown names in errors, and updates the others [SH-23]', async () => {
    const store = await withImages(1);
    const answer = await patch(store, [{ name: '9.png' }, { name: '1.png', priority: 5 }, { name: 'nonsense' }]);
    expect(answer.status).toBe(200);
    expect(answer.data.images.map(({ name, priority }) => [name, priority])).toEqual([['1.png', 5]]);
    expect(answer.errors).toEqual([
      { errorCode: 'image-not-found', message: 'Image "9.png" not found.', instance: '9.png' },
      { errorCode: 'image-not-found', message: 'Image "nonsense" not found.', instance: 'nonsense' },
    ]);
  });

  it('does not update images of the other gallery [SH-23]', async () => {
    const store = await withImages(1);
    const answer = await patch(store, [{ name: '1.png', priority: 5 }], 'shop360');
    expect([answer.data.images, answer.errors?.length]).toEqual([[], 1]);
    expect((await listImages(store, 7))[0]?.sort_order).toBe(0);
  });

  it('accepts 100 images at once [SH-22]', async () => {
    const store = await withImages(1);
    const images = Array.from({ length: 100 }, (_, index) => ({ name: `${index + 1}.png`, priority: 3 }));
    const answer = await patch(store, images);
    expect([answer.status, answer.data.images.length, answer.errors?.length]).toEqual([200, 1, 99]);
  });

  it.each([
    [{}, 'data', REQUIRED('data')],
    [{ data: {} }, 'data.images', REQUIRED('images')],
    [{ data: { images: [] } }, 'data.images', 'There must be a minimum of 1 items in the array'],
    [
      { data: { images: Array.from({ length: 101 }, () => ({ name: '1.png' })) } },
      'data.images',
      'There must be a maximum of 100 items in the array',
    ],
    [{ data: { images: [{ priority: 1 }] } }, 'data.images[0].name', REQUIRED('name')],
    [{ data: { images: [{ name: '1.png', alt: 'x' }] } }, 'data.images[0].alt', EXTRA('alt')],
    [{ data: { images: [{ name: '1.png' }], more: 1 } }, 'data.more', EXTRA('more')],
    [{ data: { images: [{ name: '1.png' }] }, more: 1 }, 'more', EXTRA('more')],
    [
      { data: { images: [{ name: '1.png', priority: 0 }] } },
      'data.images[0].priority',
      'Must have a minimum value of 1',
    ],
    [
      { data: { images: [{ name: '1.png', priority: 65_536 }] } },
      'data.images[0].priority',
      'Must have a maximum value of 65535',
    ],
    [
      { data: { images: [{ name: '1.png', priority: 1e20 }] } },
      'data.images[0].priority',
      'Must have a maximum value of 65535',
    ],
    [
      { data: { images: [{ name: '1.png', priority: '2' }] } },
      'data.images[0].priority',
      'String value found, but an integer is required',
    ],
    [
      { data: { images: [{ name: '1.png', priority: 1.5 }] } },
      'data.images[0].priority',
      'Double value found, but an integer is required',
    ],
    [
      { data: { images: [{ name: '1.png', description: null }] } },
      'data.images[0].description',
      'NULL value found, but a string is required',
    ],
    [{ data: { images: 'x' } }, 'data.images', 'String value found, but an array is required'],
  ])('refuses %j [SH-5, SH-22]', async (json, instance, message) => {
    const store = await withImages(1);
    const answer = await call(store, 'PATCH', IMAGES(store), { json });
    expect([answer.status, answer.data]).toEqual([422, null]);
    expect(answer.errors).toEqual([{ errorCode: 'invalid-request-data', message, instance }]);
  });

  it.each(['', 'no json', '\ufffe'])('refuses the body %j [SH-5]', async (body) => {
    const store = await withImages(1);
    const response = await send(store, 'PATCH', IMAGES(store), { raw: body });
    expect(response.status).toBe(422);
  });
});

describe('a body of more than 1 MB', () => {
  it('is answered with 413 [SH-5]', async () => {
    const store = await newStore();
    const answer = await call(store, 'PATCH', IMAGES(store), { raw: ' '.repeat(1024 * 1024 + 1) });
    expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([413, 'request-too-large']);
  });
});

describe('DELETE /api/products/{guid}/images/{gallery}/{imageName}', () => {
  it('deletes the image [SH-24]', async () => {
    const store = await withImages(2);
    const answer = await call(store, 'DELETE', `${IMAGES(store)}/1.png`);
    expect([answer.status, answer.data, answer.errors]).toEqual([200, null, null]);
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([2]);
  });

  it('finds a replaced image by the name that it had [SH-15]', async () => {
    const store = await withImages(1);
    expect((await call(store, 'DELETE', `${IMAGES(store)}/1.jpg`)).status).toBe(200);
  });

  it.each(['9.png', 'nonsense', '0.png', '1.png?gallery=x', '99999999999999999999.png'])(
    'answers 404 to %s in a gallery without it [SH-24]',
    async (name) => {
      const store = await withImages(1);
      const answer = await call(store, 'DELETE', `${IMAGES(store, 'shop360')}/${name}`);
      const instance = name.split('?')[0] ?? '';
      expect([answer.status, answer.errors]).toEqual([
        404,
        [{ errorCode: 'image-not-found', message: `Image "${instance}" not found.`, instance }],
      ]);
    },
  );

  it('answers 409 and deletes nothing when a variant refers to it [SH-25]', async () => {
    const store = await withReference();
    const answer = await call(store, 'DELETE', `${IMAGES(store)}/1.png`);
    expect([answer.status, answer.data, answer.errors?.[0]?.errorCode, answer.errors?.[0]?.instance]).toEqual([
      409,
      null,
      'image-used-by-variant',
      '1.png',
    ]);
    expect(await listImages(store, 7)).toHaveLength(2);
  });

  it('answers 409 with removeReference=false too [SH-25]', async () => {
    const store = await withReference();
    expect((await call(store, 'DELETE', `${IMAGES(store)}/1.png?removeReference=false`)).status).toBe(409);
  });

  it('removes the reference with the image when removeReference=true [SH-25]', async () => {
    const store = await withReference();
    expect((await call(store, 'DELETE', `${IMAGES(store)}/1.png?removeReference=true`)).status).toBe(200);
    const product = await call<{ variants: object[] }>(store, 'GET', `/products/${guidOf(store, 7)}`);
    expect(product.data.variants).toEqual([{ code: 'RED', image: null }]);
    expect(await listImages(store, 7)).toHaveLength(1);
  });

  it('refuses a removeReference that is neither true nor false [SH-27]', async () => {
    const store = await withImages(1);
    expect((await call(store, 'DELETE', `${IMAGES(store)}/1.png?removeReference=maybe`)).status).toBe(422);
  });
});

async function withReference(): Promise<TestStore> {
  const store = await withImages(2);
  await call(store, 'PATCH', `/products/${guidOf(store, 7)}`, {
    json: { data: { variants: [{ code: 'RED', image: '1.png' }] } },
  });
  return store;
}

describe('DELETE /api/products/{guid}/images/{gallery}', () => {
  it('deletes all of the gallery and none of the other [SH-26]', async () => {
    const store = await withImages(2);
    await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
    const answer = await call(store, 'DELETE', IMAGES(store));
    expect([answer.status, answer.data, answer.errors]).toEqual([200, null, null]);
    expect(await listImages(store, 7)).toEqual([]);
    expect(await list(store, guidOf(store, 7), 'shop360')).toHaveLength(1);
  });

  it('skips images that a variant refers to, and notes them in errors, still 200 [SH-26]', async () => {
    const store = await withReference();
    const answer = await call(store, 'DELETE', IMAGES(store));
    expect([answer.status, answer.errors?.map(({ errorCode, instance }) => [errorCode, instance])]).toEqual([
      200,
      [['image-used-by-variant', '1.png']],
    ]);
    expect((await listImages(store, 7)).map(({ id }) => id)).toEqual([1]);
  });

  it('removes references with the images when removeReference=true [SH-26]', async () => {
    const store = await withReference();
    const answer = await call(store, 'DELETE', `${IMAGES(store)}?removeReference=true`);
    expect([answer.status, answer.errors]).toEqual([200, null]);
    expect(await listImages(store, 7)).toEqual([]);
  });

  it('answers 200 where there is nothing to delete [SH-26]', async () => {
    const store = await newStore();
    expect((await call(store, 'DELETE', `/products/${crypto.randomUUID()}/images/shop`)).status).toBe(200);
  });
});

describe('a repeated write', () => {
  it('is answered with the first answer for the same Idempotency-Key, and another request with 422 [REQ-1, REQ-2]', async () => {
    const store = await withImages(2);
    const headers = { 'Idempotency-Key': 'k' };
    const path = `${IMAGES(store)}/1.png`;
    expect((await call(store, 'DELETE', path, { headers })).status).toBe(200);
    const again = await call(store, 'DELETE', path, { headers });
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    expect((await call(store, 'DELETE', `${path}?removeReference=true`, { headers })).status).toBe(422);
    expect((await call(store, 'DELETE', path)).status).toBe(404);
  });

  it('is answered with 412 where If-Match names another version [REQ-6]', async () => {
    const store = await withImages(1);
    const answer = await call(store, 'DELETE', `${IMAGES(store)}/1.png`, { headers: { 'If-Match': '"v9.1"' } });
    expect([answer.status, answer.errors?.[0]?.errorCode]).toEqual([412, 'version-mismatch']);
  });
});
