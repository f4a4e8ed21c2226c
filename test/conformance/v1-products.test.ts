import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { productGuid } from '../../src/model/product-guid.ts';
import { costOf } from '../support/cost.ts';
import { fillProduct } from '../support/fill.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf } from '../support/shoptet.ts';
import { newStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('GET /v1/products/{product}', () => {
  it('shows the product with these members, in this order [V1-13]', async () => {
    const store = await newStore();
    const { id } = await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    const product = await readProduct(store, 7);
    expect(Object.keys(product)).toEqual([
      'id',
      'guid',
      'version',
      'changedAt',
      'imageCount',
      'missingAlts',
      'cover',
      'problems',
      'images',
      'variants',
    ]);
    expect(product).toMatchObject({ id: 7, guid: guidOf(store, 7), version: 1, imageCount: 1, variants: [] });
    expect(product.changedAt).toMatch(ISO);
    const [image] = product.images;
    expect(Object.keys(product.cover ?? {}).join(' ')).toBe('imageId thumbHash color width height urls srcset alt');
    const { thumbHash, color, width, height } = image?.media ?? {};
    const { urls, srcset, alt } = image ?? {};
    expect(product.cover).toEqual({ imageId: id, thumbHash, color, width, height, urls, srcset, alt });
  });

  it('shows an image with these members, in this order [V1-14]', async () => {
    const store = await newStore();
    const made = await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    const [image] = (await readProduct(store, 7)).images;
    expect(Object.keys(image ?? {})).toEqual([
      'id',
      'gallery',
      'position',
      'isMain',
      'alt',
      'alts',
      'focalPoint',
      'revision',
      'media',
      'urls',
      'srcset',
      'createdAt',
      'updatedAt',
    ]);
    expect(image).toMatchObject({ id: made.id, gallery: 'shop', position: 0, isMain: true, alt: 'A cup' });
    expect(image?.urls).toEqual({
      zoom: made.url_zoom,
      standard: made.url_standard,
      thumbnail: made.url_thumbnail,
      tiny: made.url_tiny,
    });
    expect(image?.urls['zoom']).toContain(`.${image?.revision}.1280.1280.`);
    expect([image?.createdAt, image?.updatedAt].every((time) => ISO.test(time ?? ''))).toBe(true);
  });

  it('shows what is known of the media of an image [V1-15]', async () => {
    const store = await newStore();
    const bytes = sample('cup-landscape.jpg');
    await createImage(store, 7, bytes);
    await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, {}, 'Žluťoučký kůň.png') });
    const { images } = await readProduct(store, 7);
    const [first, second] = images.map(({ media }) => media);
    expect(Object.keys(first ?? {})).toEqual([
      'id',
      'fileName',
      'format',
      'width',
      'height',
      'bytes',
      'frames',
      'thumbHash',
      'color',
    ]);
    expect(first).toMatchObject({ fileName: 'shoe.png', format: 'jpeg', bytes: bytes.byteLength, frames: 1 });
    expect(second).toMatchObject({ fileName: 'Žluťoučký kůň.png', format: 'png', width: 1, height: 1 });
    expect(second?.id).not.toBe(first?.id);
  });

  it('counts positions from 0 in display order in each gallery, shop before shop360 [V1-14]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop360', [{}, {}]);
    await createByJob(store, guid, 'shop', [{}, {}, {}]);
    await v3(store, 'PUT', '/catalog/products/7/images/5', { json: { sort_order: -1 } });
    const { images, cover } = await readProduct(store, 7);
    expect(images.map(({ id, gallery, position }) => [id, gallery, position])).toEqual([
      [5, 'shop', 0],
      [3, 'shop', 1],
      [4, 'shop', 2],
      [1, 'shop360', 0],
      [2, 'shop360', 1],
    ]);
    expect(images.filter(({ isMain }) => isMain).map(({ id }) => id)).toEqual([cover?.imageId]);
  });

  it('has the thumbnail as cover, or the first image of shop where there is none [V1-13, V1-14]', async () => {
    const store = await newStore();
    for (let index = 0; index < 2; index += 1) await createImage(store, 7, TINY_PNG);
    await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { is_thumbnail: true } });
    expect((await readProduct(store, 7)).cover?.imageId).toBe(2);
    await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { is_thumbnail: false } });
    expect((await readProduct(store, 7)).cover?.imageId).toBe(1);
  });

  it('names a product by its number or its GUID, whichever way it was first seen [V1-7]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const guid = crypto.randomUUID();
    await createByJob(store, guid, 'shop', [{}]);
    for (const name of [7, guidOf(store, 7), guid]) {
      const product = await readProduct(store, name);
      expect(product.imageCount).toBe(1);
      for (const other of [product.id ?? '', product.guid.toUpperCase()]) {
        expect(await readProduct(store, other)).toEqual(product);
      }
    }
  });

  it('shows a product that was never seen as one without images [V1-16]', async () => {
    const store = await newStore();
    const empty = {
      version: 0,
      changedAt: null,
      imageCount: 0,
      missingAlts: { en: 0 },
      cover: null,
      problems: ['no-image'],
      images: [],
    };
    expect(await readProduct(store, 7)).toEqual({ id: 7, guid: guidOf(store, 7), ...empty, variants: [] });
    const guid = crypto.randomUUID();
    expect(await readProduct(store, guid)).toEqual({ id: null, guid, ...empty, variants: [] });
  });

  it('answers 404 for what names no product, and for all but registered ones where only those count [V1-16]', async () => {
    const [open, closed] = [await newStore(), await newStore({ registeredProductsOnly: true })];
    const foreign = productGuid({ storeId: closed.id, productId: 7 });
    for (const [store, name] of [
      [open, 'nonsense'],
      [open, '0'],
      [open, '07'],
      [open, '9000000000000001'],
      [open, foreign],
      [closed, '7'],
      [closed, crypto.randomUUID()],
    ] as const) {
      const response = await v1(store, 'GET', `/products/${name}`);
      expect([name, response.status]).toEqual([name, 404]);
      expect(await problemOf(response)).toMatchObject({ detail: `There is no product "${name}".` });
    }
    await fillProduct(closed, 7, 1);
    expect((await readProduct(closed, 7)).imageCount).toBe(1);
  });

  it('shows variants with the image that they refer to, or with their own picture [V1-17]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const variants = [
      { code: 'b', image: '1.png' },
      { code: 'c', image: null },
    ];
    await call(store, 'PATCH', `/products/${guidOf(store, 7)}`, { json: { data: { variants } } });
    const form = { body: imageForm(sample('cup-landscape.jpg'), {}, 'own.jpg') };
    const own = await (
      await v3(store, 'POST', '/catalog/products/7/variants/5/image', form)
    ).json<{
      data: { image_url: string };
    }>();
    const shown = (await readProduct(store, 7)).variants;
    expect(shown[0]).toMatchObject({
      variant: '5',
      imageId: null,
      media: { fileName: 'own.jpg', format: 'jpeg', frames: 1 },
      urls: { zoom: own.data.image_url },
    });
    expect(shown.slice(1)).toEqual([
      { variant: 'b', imageId: 1, media: null, urls: null, srcset: null },
      { variant: 'c', imageId: null, media: null, urls: null, srcset: null },
    ]);
  });

  it('has the version as ETag, and answers 304 to it [V1-9]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const path = '/products/7';
    const etag = (await v1(store, 'GET', path)).headers.get('ETag') ?? '';
    expect(etag).toBe('"v-1.1"');
    const same = await v1(store, 'GET', path, { headers: { 'If-None-Match': `"other", W/${etag}` } });
    expect([same.status, await same.text(), same.headers.get('ETag')]).toEqual([304, '', etag]);
    await env.DB.prepare(`UPDATE stores SET settings = '{"presets":{"tiny":{"widthPx":9,"heightPx":9}}}' WHERE id = ?`)
      .bind(store.id)
      .run();
    const resized = await v1(store, 'GET', path, { headers: { 'If-None-Match': etag } });
    expect([resized.status, resized.headers.get('ETag')]).toEqual([200, '"v-1.2"']);
    await createImage(store, 7, TINY_PNG);
    expect((await v1(store, 'GET', path)).headers.get('ETag')).toBe('"v-2.2"');
  });

  it('has no problem with a gallery in order, and names each problem once [V1-18]', async () => {
    const store = await newStore({ presets: { zoom: { widthPx: 200, heightPx: 200 } } });
    const problems = async (): Promise<readonly string[]> => (await readProduct(store, 7)).problems;
    await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'A cup' });
    expect(await problems()).toEqual([]);
    await createImage(store, 7, sample('cup-landscape.jpg'), { description: 'The same cup' });
    expect(await problems()).toEqual(['duplicate']);
    for (let index = 0; index < 2; index += 1) await createImage(store, 7, TINY_PNG);
    expect(await problems()).toEqual(['no-alt', 'too-small', 'duplicate']);
  });

  it.each([1, 100, 1000])('reads %i images in one round trip, with three rows for each [V1-19]', async (count) => {
    const store = await newStore();
    await fillProduct(store, 7, count);
    for (const name of [7, guidOf(store, 7)]) {
      const response = await v1(store, 'GET', `/products/${name}`);
      const cost = costOf(response);
      expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0, galleryCalls: 0, r2Reads: 0 });
      expect(cost.rowsRead).toBeLessThanOrEqual(3 * count + 6);
      expect((await response.json<{ images: unknown[] }>()).images).toHaveLength(count);
    }
  });

  it('begins its URLs with the origin of the request [V1-14]', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const { images } = await readProduct(store, 7);
    const urls = Object.values(images[0]?.urls ?? {});
    expect(urls).toHaveLength(4);
    expect(urls.every((url) => url.startsWith(`${ORIGIN}/s-${store.hash}/products/7/images/1/`))).toBe(true);
  });
});
