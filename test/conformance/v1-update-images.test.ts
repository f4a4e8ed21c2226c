import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, ORIGIN, v3 } from '../support/v3.ts';

interface Updated {
  readonly version: number;
  readonly images: readonly WireImage[];
}

const patch = (
  store: TestStore,
  images: unknown,
  headers: Record<string, string> = {},
  path = '/products/7/images',
): Promise<Response> => v1(store, 'PATCH', path, { json: { images }, headers });

/** A product with the images 1 and 2 in `shop`, the first of them its main one, and 3 in `shop360`. */
async function furnished(): Promise<TestStore> {
  const store = await newStore();
  for (const _ of [1, 2]) await createImage(store, 7, TINY_PNG);
  await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
  return store;
}

describe('PATCH /v1/products/{product}/images', () => {
  it('changes images of both galleries in one command, and leaves what it does not name [V1-52]', async () => {
    const store = await furnished();
    const before = await readProduct(store, 7);
    const response = await patch(store, [
      { id: 3, alt: 'From behind', focalPoint: { x: 0.1, y: 0.2 } },
      { id: 1, alt: 'A cup' },
    ]);
    expect(response.status).toBe(200);
    const after = await readProduct(store, 7);
    expect(after.version).toBe(before.version + 1);
    expect(after.images.map(({ id, alt, focalPoint }) => [id, alt, focalPoint])).toEqual([
      [1, 'A cup', null],
      [2, '', null],
      [3, 'From behind', { x: 0.1, y: 0.2 }],
    ]);
    expect(after.images[1]).toEqual(before.images[1]);
    expect(after.images.map(({ position, isMain }) => [position, isMain])).toEqual(
      before.images.map(({ position, isMain }) => [position, isMain]),
    );
  });

  it('answers with the images that it names, in its order, with version and ETag [V1-53, V1-9]', async () => {
    const store = await furnished();
    const response = await patch(store, [{ id: 3, alt: 'c' }, { id: 1 }]);
    const { version, images } = await response.json<Updated>();
    const product = await readProduct(store, 7);
    expect(version).toBe(product.version);
    expect(response.headers.get('ETag')).toBe(`"v-${version}.1"`);
    expect(images).toEqual([product.images[2], product.images[0]]);
  });

  it('is done once for an Idempotency-Key, and answers with the images as they are then [V1-53, V1-10]', async () => {
    const store = await furnished();
    const headers = { 'Idempotency-Key': 'once' };
    const body = [
      { id: 1, alt: 'a' },
      { id: 2, alt: 'b' },
    ];
    await patch(store, body, headers);
    await v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description: 'by another' } });
    await v3(store, 'DELETE', '/catalog/products/7/images/2');
    const again = await patch(store, body, headers);
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    const { version, images } = await again.json<Updated>();
    expect(images.map(({ id, alt }) => [id, alt])).toEqual([[1, 'by another']]);
    expect(version).toBe((await readProduct(store, 7)).version);
    const reused = await patch(store, [{ id: 1, alt: 'x' }], headers);
    expect([reused.status, (await problemOf(reused)).type]).toEqual([422, `${ORIGIN}/docs/errors#key-reused`]);
  });

  it('is 412 where If-Match names another version [V1-10]', async () => {
    const store = await furnished();
    const { version } = await readProduct(store, 7);
    const refused = await patch(store, [{ id: 1, alt: 'a' }], { 'If-Match': `"v-${version - 1}.1"` });
    expect([refused.status, (await problemOf(refused)).currentVersion]).toEqual([412, version]);
    expect((await patch(store, [{ id: 1, alt: 'a' }], { 'If-Match': `"v-${version}.1"` })).status).toBe(200);
  });

  it('is 404 for an image that the product does not have, names it, and changes nothing [V1-54, V1-52]', async () => {
    const store = await furnished();
    await createImage(store, 8, TINY_PNG);
    const before = await readProduct(store, 7);
    for (const id of [4, 99]) {
      const response = await patch(store, [{ id: 1, alt: 'a' }, { id }]);
      expect(response.status).toBe(404);
      const problem = await problemOf(response);
      expect(problem.type).toBe(`${ORIGIN}/docs/errors#image-not-found`);
      expect(problem.detail).toContain(String(id));
    }
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('is 404 on a product that was never seen, and leaves none [V1-54, V1-16]', async () => {
    const store = await newStore();
    const guid = crypto.randomUUID();
    for (const product of [guid, '12']) {
      const response = await patch(store, [{ id: 1 }], {}, `/products/${product}/images`);
      expect([response.status, (await problemOf(response)).type]).toEqual([
        404,
        `${ORIGIN}/docs/errors#image-not-found`,
      ]);
      expect((await readProduct(store, product)).version).toBe(0);
    }
    const conditional = await patch(store, [{ id: 1 }], { 'If-Match': '"v-3.1"' }, `/products/${guid}/images`);
    expect(conditional.status).toBe(412);
  });

  it.each<[string, unknown, string]>([
    ['an id that comes twice', [{ id: 1 }, { id: 2 }, { id: 1 }], '/images/2/id'],
    [
      'a second main image',
      [
        { id: 1, isMain: true },
        { id: 2, isMain: true },
      ],
      '/images/1/isMain',
    ],
    ['no images', [], '/images'],
    ['251 images', Array.from({ length: 251 }, (_, index) => ({ id: index + 1 })), '/images'],
    ['an image without its id', [{ alt: 'a' }], '/images/0/id'],
    ['an id that is no number', [{ id: '1' }], '/images/0/id'],
    ['an unknown field', [{ id: 1, position: 3 }], '/images/0/position'],
    ['an alt that is null', [{ id: 1, alt: null }], '/images/0/alt'],
    ['an alt that is too long', [{ id: 1, alt: 'a'.repeat(65_536) }], '/images/0/alt'],
    ['a fraction above 1', [{ id: 1, focalPoint: { x: 1.01, y: 0 } }], '/images/0/focalPoint/x'],
    ['a fraction below 0', [{ id: 1, focalPoint: { x: 0, y: -0.1 } }], '/images/0/focalPoint/y'],
    ['half a focal point', [{ id: 1, focalPoint: { x: 0.5 } }], '/images/0/focalPoint/y'],
    ['a third fraction', [{ id: 1, focalPoint: { x: 0, y: 0, z: 0 } }], '/images/0/focalPoint/z'],
  ])('refuses %s by its pointer, and changes nothing [V1-54, V1-8]', async (_what, images, pointer) => {
    const store = await furnished();
    const { version } = await readProduct(store, 7);
    const response = await patch(store, images);
    expect(response.status).toBe(422);
    const problem = await problemOf(response);
    expect(problem.type).toBe(`${ORIGIN}/docs/errors#body-invalid`);
    expect(problem.errors?.map((error) => error.pointer)).toEqual([pointer]);
    expect((await readProduct(store, 7)).version).toBe(version);
  });

  it('makes another image the main one, and takes that away again [V1-55, IMG-17, IMG-18]', async () => {
    const store = await furnished();
    const mainIds = async () => (await readProduct(store, 7)).images.flatMap(({ id, isMain }) => (isMain ? id : []));
    await patch(store, [{ id: 2, isMain: true }]);
    expect(await mainIds()).toEqual([2]);
    await patch(store, [{ id: 2, isMain: false }]);
    // None has the flag: the first one is shown as the main one.
    expect(await mainIds()).toEqual([1]);
    const { data } = await (
      await v3(store, 'GET', '/catalog/products/7/images')
    ).json<{ data: { is_thumbnail: boolean }[] }>();
    expect(data.map((image) => image.is_thumbnail)).toEqual([false, false]);
    await patch(store, [{ id: 3, isMain: true }]);
    expect(await mainIds()).toEqual([1]);
  });
});
