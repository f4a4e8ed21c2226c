import { exports } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { describe, expect, it } from 'vitest';
import type { WireImage as V2Image } from '../../src/dialects/bigcommerce-v2/image.ts';
import type { WireImage as V3Image } from '../../src/dialects/bigcommerce-v3/image.ts';
import { fillProduct } from '../support/fill.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { v2 } from '../support/v2.ts';
import { createImage, imageForm, listImages, v3 } from '../support/v3.ts';

/** Converts an image of V2 to the fields of V3. */
const asV3 = (image: V2Image): V3Image => ({
  id: Number(image.id),
  product_id: Number(image.product_id),
  is_thumbnail: image.is_thumbnail === true,
  sort_order: Number(image.sort_order),
  description: String(image.description ?? ''),
  image_file: String(image.image_file),
  url_zoom: String(image.zoom_url),
  url_standard: String(image.standard_url),
  url_thumbnail: String(image.thumbnail_url),
  url_tiny: String(image.tiny_url),
  date_modified: new Date(String(image.date_modified)).toISOString().replace('.000Z', '+00:00'),
});

/** Fetches the lists of both versions, with the fields of V3. */
async function bothLists(store: TestStore): Promise<{ inV2: V3Image[]; inV3: V3Image[] }> {
  const response = await v2(store, 'GET', '/products/1/images?limit=250');
  const images = response.status === 204 ? [] : await response.json<V2Image[]>();
  return { inV2: images.map(asV3), inV3: await listImages(store, 1) };
}

/** Fetches a picture as a client without WebP does. */
async function pictureAt(url: string): Promise<{ bytes: Uint8Array; width: number; height: number }> {
  const response = await exports.default.fetch(url);
  expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
  const bytes = new Uint8Array(await response.arrayBuffer());
  const { width, height } = imageSize(bytes);
  return { bytes, width, height };
}

const expectAgreement = async (store: TestStore): Promise<V3Image[]> => {
  const { inV2, inV3 } = await bothLists(store);
  expect(inV2).toEqual(inV3);
  return inV3;
};

describe('one catalogue under V2 and V3', () => {
  it('lets V2 show what V3 creates, updates and deletes: ids, order, thumbnail, URLs [IMG-13, BC2-14]', async () => {
    const store = await newStore();
    for (const description of ['a', 'b', 'c']) await createImage(store, 1, TINY_PNG, { description });
    expect(await expectAgreement(store)).toMatchObject([{ id: 1, is_thumbnail: true }, { id: 2 }, { id: 3 }]);
    await v3(store, 'PUT', '/catalog/products/1/images/3', { json: { sort_order: 0, is_thumbnail: true } });
    expect(await expectAgreement(store)).toMatchObject([
      { id: 1, sort_order: 1, is_thumbnail: false },
      { id: 2, sort_order: 2 },
      { id: 3, sort_order: 0, is_thumbnail: true },
    ]);
    await v3(store, 'DELETE', '/catalog/products/1/images/1');
    expect(await expectAgreement(store)).toHaveLength(2);
  });

  it('lets V3 show what V2 creates, updates and deletes [IMG-13, BC2-19]', async () => {
    const store = await newStore();
    for (const _ of [1, 2, 3]) await v2(store, 'POST', '/products/1/images', { body: imageForm(TINY_PNG) });
    await v2(store, 'PUT', '/products/1/images/2', { form: 'xml', fields: { sort_order: 0, description: 'x' } });
    expect(await expectAgreement(store)).toMatchObject([
      { id: 1, sort_order: 1, is_thumbnail: true },
      { id: 2, sort_order: 0, description: 'x' },
      { id: 3, sort_order: 3 },
    ]);
    await v2(store, 'DELETE', '/products/1/images?page=1&limit=1');
    expect(await expectAgreement(store)).toMatchObject([{ id: 2 }, { id: 3 }]);
    await v2(store, 'DELETE', '/products/1/images');
    expect(await expectAgreement(store)).toEqual([]);
  });

  it('shows one image with the same values in both, and their URLs deliver the same picture [IMG-13, DEL-1]', async () => {
    const store = await newStore();
    const created = await createImage(store, 1, sample('cup-landscape.jpg'));
    const image = await (await v2(store, 'GET', '/products/1/images/1')).json<V2Image>();
    expect(asV3(image)).toEqual(created);
    const original = imageSize(sample('cup-landscape.jpg'));
    for (const [ofV3, ofV2, boxWidth, boxHeight] of [
      [created.url_zoom, image.zoom_url, 1280, 1280],
      [created.url_standard, image.standard_url, 386, 513],
      [created.url_thumbnail, image.thumbnail_url, 220, 290],
      [created.url_tiny, image.tiny_url, 44, 58],
    ] as const) {
      const picture = await pictureAt(ofV3);
      expect(await pictureAt(String(ofV2))).toEqual(picture);
      const scale = Math.min(1, boxWidth / original.width, boxHeight / original.height);
      expect(Math.abs(picture.width - original.width * scale)).toBeLessThanOrEqual(1);
      expect(Math.abs(picture.height - original.height * scale)).toBeLessThanOrEqual(1);
    }
  });

  it('has one thumbnail, whichever version sets it [IMG-17]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 3);
    await v2(store, 'PUT', '/products/1/images/2', { fields: { is_thumbnail: true } });
    await v3(store, 'PUT', '/catalog/products/1/images/3', { json: { is_thumbnail: true } });
    const images = await expectAgreement(store);
    expect(images.filter((image) => image.is_thumbnail).map(({ id }) => id)).toEqual([3]);
    await v2(store, 'DELETE', '/products/1/images?limit=2');
    expect(await expectAgreement(store)).toMatchObject([{ id: 3, is_thumbnail: true }]);
  });

  it('is counted by V2 as V3 lists it [BC2-11, BC3-26]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    await createImage(store, 2, TINY_PNG);
    await v3(store, 'POST', '/catalog/products/1/variants/5/image', { body: imageForm(TINY_PNG) });
    expect(await (await v2(store, 'GET', '/products/images/count')).json()).toEqual({ count: 2 });
    expect(await (await v2(store, 'GET', '/products/1/images/count')).json()).toEqual({ count: 1 });
  });

  it('has one version, so that an ETag of V3 is valid for V2 [REQ-5, REQ-6]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    const listed = await v3(store, 'GET', '/catalog/products/1/images');
    const headers = { 'If-Match': listed.headers.get('ETag') ?? '' };
    expect((await v2(store, 'PUT', '/products/1/images/1', { headers, fields: { sort_order: 1 } })).status).toBe(200);
    expect((await v3(store, 'DELETE', '/catalog/products/1/images/1', { headers })).status).toBe(412);
  });
});
