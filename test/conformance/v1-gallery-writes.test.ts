import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireImage } from '../../src/dialects/v1/product.ts';
import { costOf } from '../support/cost.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { fileForm } from '../support/uploads.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { putVariants } from '../support/v1-writes.ts';
import { createImage, ORIGIN } from '../support/v3.ts';

/** A product with the images 1 to 4 in `shop`, the first of them its main one, and 5 in `shop360`. */
async function furnished(): Promise<TestStore> {
  const store = await newStore();
  for (const description of ['a', 'b', 'c', 'd']) await createImage(store, 7, TINY_PNG, { description });
  await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
  return store;
}

const patch = (store: TestStore, json: object, headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'PATCH', '/products/7/images', { json, headers });

const idsOf = async (store: TestStore): Promise<readonly number[]> =>
  (await readProduct(store, 7)).images.map(({ id }) => id);

const lastEntry = async (store: TestStore): Promise<unknown> =>
  (await (await v1(store, 'GET', '/products/7/history?limit=1')).json<{ items: unknown[] }>()).items[0];

describe('PATCH /v1/products/{product}/images with an order', () => {
  it('sets the whole order in one command, and answers with the images in it [V1-79]', async () => {
    const store = await furnished();
    const { version } = await readProduct(store, 7);
    const response = await patch(store, { order: [3, 1, 4, 2] });
    expect(response.status).toBe(200);
    const answer = await response.json<{ version: number; images: { id: number; position: number }[] }>();
    expect(answer.version).toBe(version + 1);
    expect(answer.images.map(({ id, position }) => [id, position])).toEqual([
      [3, 0],
      [1, 1],
      [4, 2],
      [2, 3],
    ]);
    expect(await idsOf(store)).toEqual([3, 1, 4, 2, 5]);
    expect(await lastEntry(store)).toMatchObject({ kind: 'images.reordered', summary: 'order of 4 images' });
  });

  it('is 409 with what is missing and unknown where it does not name the gallery, and changes nothing [V1-79]', async () => {
    const store = await furnished();
    const before = await readProduct(store, 7);
    const response = await patch(store, { images: [{ id: 1, alt: 'x' }], order: [1, 2, 9] });
    expect(response.status).toBe(409);
    expect(await problemOf(response)).toMatchObject({
      type: `${ORIGIN}/docs/errors#order-mismatch`,
      missing: [3, 4],
      unknown: [9],
    });
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('goes with other changes in one command, which undo takes back [V1-79, V1-26]', async () => {
    const store = await furnished();
    const before = await readProduct(store, 7);
    await patch(store, {
      images: [{ id: 2, alt: 'x', isMain: true }],
      order: [4, 3, 2, 1],
      move: { ids: [1], before: 4 },
    });
    const after = await readProduct(store, 7);
    expect(after.version).toBe(before.version + 1);
    expect(after.images.map(({ id, alt, isMain }) => [id, alt, isMain])).toEqual([
      [1, 'a', false],
      [4, 'd', false],
      [3, 'c', false],
      [2, 'x', true],
      [5, '', false],
    ]);
    await v1(store, 'POST', '/products/7/undo', { json: { toVersion: before.version } });
    const look = ({ id, alt, isMain, position }: WireImage): unknown => [id, alt, isMain, position];
    expect((await readProduct(store, 7)).images.map(look)).toEqual(before.images.map(look));
  });

  it('is answered with the version alone where the client prefers so [V1-81]', async () => {
    const store = await furnished();
    const response = await patch(store, { order: [4, 3, 2, 1] }, { Prefer: 'return=minimal' });
    expect(response.headers.get('Preference-Applied')).toBe('return=minimal');
    const { version } = await readProduct(store, 7);
    expect(await response.json()).toEqual({ version, images: [] });
    expect(response.headers.get('ETag')).toBe(`"v-${version}.1"`);
  });

  it.each([
    [{}, ''],
    [{ order: [] }, '/order'],
    [{ order: [1, 1] }, '/order'],
    [{ move: { ids: [1] } }, '/move/before'],
    [{ move: { ids: [1, 2], before: 2 } }, '/move/before'],
    [{ move: { ids: ['1'], before: null } }, '/move/ids/0'],
  ])('refuses %j by its pointer [V1-8, V1-79, V1-80]', async (json, pointer) => {
    const response = await patch(await furnished(), json);
    expect(response.status).toBe(422);
    expect((await problemOf(response)).errors?.map((error) => error.pointer)).toEqual([pointer]);
  });
});

describe('PATCH /v1/products/{product}/images with a move', () => {
  it('puts images before another one, or last [V1-80]', async () => {
    const store = await furnished();
    const response = await patch(store, { move: { ids: [4, 2], before: 1 } });
    expect((await response.json<{ images: { id: number }[] }>()).images.map(({ id }) => id)).toEqual([4, 2]);
    expect(await idsOf(store)).toEqual([4, 2, 1, 3, 5]);
    await patch(store, { move: { ids: [4], before: null } });
    expect(await idsOf(store)).toEqual([2, 1, 3, 4, 5]);
    expect(await lastEntry(store)).toMatchObject({ summary: 'moved image 4: 0 → 3' });
  });

  it('is 404 for an image that the product does not have [V1-80]', async () => {
    const store = await furnished();
    expect((await patch(store, { move: { ids: [1], before: 77 } })).status).toBe(404);
    expect((await patch(store, { move: { ids: [1], before: 5 } })).status).toBe(409);
    expect(await idsOf(store)).toEqual([1, 2, 3, 4, 5]);
  });

  it('writes one image where there is room, whatever the gallery has [V1-80]', async () => {
    const store = await furnished();
    const response = await patch(store, { move: { ids: [1], before: null } }, { Prefer: 'return=minimal' });
    const { rowsWritten } = costOf(response);
    await patch(store, { images: [{ id: 2, alt: 'y' }] });
    // The image and the journal row; the product twice, as with every command, and its place among the changed ones.
    expect(rowsWritten).toBeLessThanOrEqual(5);
  });
});

describe('deletion of images', () => {
  it('puts one into the trash, and answers with its id and the version [V1-82]', async () => {
    const store = await furnished();
    const response = await v1(store, 'DELETE', '/products/7/images/2');
    expect(response.status).toBe(200);
    const { version } = await readProduct(store, 7);
    expect(await response.json()).toEqual({ version, deleted: [2] });
    expect(response.headers.get('ETag')).toBe(`"v-${version}.1"`);
    expect(await idsOf(store)).toEqual([1, 3, 4, 5]);
    await v1(store, 'POST', '/trash/restore', { json: { ids: [2] } });
    expect(await idsOf(store)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes several of any gallery in one command, or none [V1-82]', async () => {
    const store = await furnished();
    const { version } = await readProduct(store, 7);
    const remove = (ids: readonly number[]) => v1(store, 'POST', '/products/7/images/delete', { json: { ids } });
    expect((await remove([1, 77])).status).toBe(404);
    expect(await idsOf(store)).toEqual([1, 2, 3, 4, 5]);
    expect(await (await remove([5, 1, 3])).json()).toEqual({ version: version + 1, deleted: [5, 1, 3] });
    expect(await idsOf(store)).toEqual([2, 4]);
  });

  it('is 409 with the variants that refer to an image, unless the references may go [V1-83]', async () => {
    const store = await furnished();
    await putVariants(store, {
      json: {
        variants: [
          { variant: 'a', imageId: 2 },
          { variant: 'b', imageId: 2 },
        ],
      },
    });
    const refused = await v1(store, 'DELETE', '/products/7/images/2');
    expect(refused.status).toBe(409);
    expect(await problemOf(refused)).toMatchObject({
      type: `${ORIGIN}/docs/errors#image-used-by-variant`,
      imageId: 2,
      variants: ['a', 'b'],
    });
    const json = { ids: [1, 2] };
    expect((await v1(store, 'POST', '/products/7/images/delete', { json })).status).toBe(409);
    expect(await idsOf(store)).toEqual([1, 2, 3, 4, 5]);
    expect((await v1(store, 'DELETE', '/products/7/images/2?references=clear')).status).toBe(200);
    expect((await readProduct(store, 7)).variants.map(({ imageId }) => imageId)).toEqual([null, null]);
  });

  it('is done once for its key, and answers 404 to what is no image of the product [V1-10, V1-82]', async () => {
    const store = await furnished();
    const headers = { 'Idempotency-Key': 'gone' };
    const first = await v1(store, 'DELETE', '/products/7/images/2', { headers });
    const again = await v1(store, 'DELETE', '/products/7/images/2', { headers });
    expect([first.status, again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 200, 'true']);
    for (const id of ['2', '0', 'x', '99999999999999999999']) {
      expect((await v1(store, 'DELETE', `/products/7/images/${id}`)).status).toBe(404);
    }
    expect((await v1(store, 'DELETE', `/products/${crypto.randomUUID()}/images/1`)).status).toBe(404);
  });
});

describe('PUT /v1/products/{product}/variants', () => {
  it('makes variants show images, and answers with them [V1-84]', async () => {
    const store = await furnished();
    const json = {
      variants: [
        { variant: 'b', imageId: 5 },
        { variant: 'a', imageId: 2 },
      ],
    };
    const response = await putVariants(store, { json });
    const { version, variants } = await readProduct(store, 7);
    expect(await response.json()).toEqual({ version, variants });
    expect(variants.map(({ variant, imageId }) => [variant, imageId])).toEqual([
      ['a', 2],
      ['b', 5],
    ]);
  });

  it('is 404 for an image that the product does not have, and sets none [V1-84]', async () => {
    const store = await furnished();
    const json = {
      variants: [
        { variant: 'a', imageId: 2 },
        { variant: 'b', imageId: 77 },
      ],
    };
    expect((await putVariants(store, { json })).status).toBe(404);
    expect((await readProduct(store, 7)).variants).toEqual([]);
    const twice = await putVariants(store, {
      json: {
        variants: [
          { variant: 'a', imageId: 2 },
          { variant: 'a', imageId: 1 },
        ],
      },
    });
    expect(twice.status).toBe(422);
  });
});

describe('PUT /v1/products/{product}/images/{image}/file', () => {
  const put = (store: TestStore, body: BodyInit, headers: Record<string, string> = {}, id = '2'): Promise<Response> =>
    exports.default.fetch(`${ORIGIN}/v1/products/7/images/${id}/file`, {
      method: 'PUT',
      body,
      headers: { Authorization: `Bearer ${store.token}`, ...headers },
    });

  it('replaces the bytes; id, place, words and main flag stay [V1-85]', async () => {
    const store = await furnished();
    const before = (await readProduct(store, 7)).images[1];
    const response = await put(store, fileForm(sample('swatch-tiny.png')));
    expect(response.status).toBe(200);
    const image = await response.json<typeof before>();
    expect(image).toMatchObject({ id: 2, position: 1, alt: 'b', isMain: false, gallery: 'shop' });
    expect(image?.media.id).not.toBe(before?.media.id);
    expect(image?.revision).toBeGreaterThan(before?.revision ?? 0);
    expect((await readProduct(store, 7)).images[1]).toEqual(image);
    expect((await getPicture(image?.urls['zoom'] ?? '')).status).toBe(200);
  });

  it('takes a URL [V1-85]', async () => {
    const store = await furnished();
    serveRemote({ '/cup.webp': () => new Response(sample('cup-square.webp')) });
    const url = `${REMOTE}/cup.webp`;
    const response = await put(store, JSON.stringify({ url }), { 'Content-Type': 'application/json' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ id: 2, media: { format: 'webp' } });
  });

  it('is 422 for what is no picture, and 404 for what is no image [V1-85]', async () => {
    const store = await furnished();
    const before = await readProduct(store, 7);
    const words = async (...request: Parameters<typeof put>): Promise<unknown> => {
      const response = await put(...request);
      return [response.status, (await problemOf(response)).type.split('#')[1]];
    };
    expect(await words(store, fileForm(new TextEncoder().encode('no picture')))).toEqual([422, 'picture-unsupported']);
    expect(await words(store, new FormData())).toEqual([422, 'image-missing']);
    const other = new FormData();
    other.set('picture', new File([TINY_PNG], 'a.png'));
    expect(await words(store, other)).toEqual([422, 'file-misnamed']);
    expect(await words(store, fileForm(TINY_PNG, { alt: 'x' }))).toEqual([422, 'body-invalid']);
    for (const id of ['77', 'x']) expect(await words(store, fileForm(), {}, id)).toEqual([404, 'image-not-found']);
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('is done once for its key, and not on another version [V1-10, V1-85]', async () => {
    const store = await furnished();
    const headers = { 'Idempotency-Key': 'new' };
    expect((await put(store, fileForm(), { 'If-Match': '"v-1.1"' })).status).toBe(412);
    const [first, again] = [await put(store, fileForm(), headers), await put(store, fileForm(), headers)];
    expect([first.status, again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 200, 'true']);
    expect((await put(store, fileForm(sample('swatch-tiny.png')), headers)).status).toBe(422);
  });
});
