import { env, exports } from 'cloudflare:workers';
import { imageSize } from 'image-size';
import { beforeAll, describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { parsePicturePath } from '../../src/delivery/picture-path.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { D1SweepStore } from '../../src/storage/sweep-store.ts';
import { ASSIGNED_PRODUCT_IDS } from '../../src/model/product-guid.ts';
import { D1ProductReads } from '../../src/storage/product-reads.ts';
import { D1ShownProducts } from '../../src/storage/shown-products.ts';
import { openGalleryStore } from '../faults/gallery-store.ts';
import { operation } from '../faults/gallery-store.ts';
import { create, refer } from '../gallery/commands.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf, list, PICTURE_URL, postImages } from '../support/shoptet.ts';
import { ask, upload } from '../support/store-api.ts';
import { openPictureIndex } from '../support/stored-picture.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct, v1 } from '../support/v1.ts';
import { read, v2 } from '../support/v2.ts';
import { createImage, imageForm, listImages, v3 } from '../support/v3.ts';

const KEYED = { 'Idempotency-Key': 'k' };

/** Another store, made first, with all that a store can have, under the numbers that the tests' own stores use. */
let neighbour: TestStore;
let neighbourVariantUrl: string;

/** A GUID that two shops have given to products of theirs. */
const SHARED_GUID = 'b4e2c9c1-51dc-4c1d-a2b0-3a6a3f4b0c11';

beforeAll(async () => {
  neighbour = await newStore();
  for (let count = 0; count < 5; count += 1) await upload(neighbour, TINY_PNG);
  const images = [{ sortOrder: 40 }, { sortOrder: 41 }, { gallery: 'shop360' as const, sortOrder: 50 }];
  await new CommandHandler().execute(operation(create(...images)), openGalleryStore(neighbour, 7), Date.now);
  await new CommandHandler().execute(operation(refer('3', 1)), openGalleryStore(neighbour, 7), Date.now);
  const own = await v3(neighbour, 'POST', '/catalog/products/7/variants/4/image', { body: imageForm(TINY_PNG) });
  neighbourVariantUrl = (await own.json<{ data: { image_url: string } }>()).data.image_url;
  await createByJob(neighbour, crypto.randomUUID(), 'shop', [{}]);
  await createByJob(neighbour, SHARED_GUID, 'shop', [{}]);
  await createByJob(neighbour, SHARED_GUID, 'shop', [{}]);
  for (const gallery of ['shop', 'shop360']) {
    await postImages(neighbour, guidOf(neighbour, 7), [{ sourceUrl: PICTURE_URL, priority: 60 }], { gallery });
  }
  const body = imageForm(TINY_PNG);
  await v3(neighbour, 'POST', '/catalog/products/7/images', { body, headers: KEYED });
  await upload(neighbour, TINY_PNG);
  const json = { data: { variants: [{ code: 'red', image: (await list(neighbour, SHARED_GUID))[0]?.name }] } };
  await call(neighbour, 'PATCH', `/products/${SHARED_GUID}`, { json });
});

const digestOf = (store: TestStore) => sha256Hex(new TextEncoder().encode(store.token));

/** The ids of the media in a store's library and of the unused ones, and what shows media 1. */
async function libraryOf(store: TestStore) {
  const items = async <Item>(path: string): Promise<readonly Item[]> =>
    (await (await v1(store, 'GET', path)).json<{ items: readonly Item[] }>()).items;
  const ids = async (query: string) => (await items<{ id: number }>(`/media?limit=250${query}`)).map(({ id }) => id);
  return { ids: await ids(''), unused: await ids('&unused=true'), uses: await items<object>('/media/1/uses') };
}

describe('what a neighbour has does not count', () => {
  it('in the state that a product’s commands are decided on', async () => {
    const store = await newStore();
    expect(await openGalleryStore(store, 7).load()).toEqual({
      exists: false,
      version: 0,
      images: [],
      variants: new Map(),
      jobRun: undefined,
    });
  });

  it('for the ids, the order and the media of new images, of replaced ones and of variants', async () => {
    const store = await newStore();
    const image = await createImage(store, 7, TINY_PNG);
    expect(image).toMatchObject({ id: 1, sort_order: 0, is_thumbnail: true });
    await v3(store, 'PUT', '/catalog/products/7/images/1', { body: imageForm(sample('cup-landscape.jpg')) });
    const variant = await v3(store, 'POST', '/catalog/products/7/variants/3/image', {
      body: imageForm(sample('cup-static.gif')),
    });
    expect(variant.status).toBe(200);
    const sql = `SELECT m.id, m.format FROM media m WHERE m.store_id = ?1
      AND (EXISTS (SELECT 1 FROM product_images i WHERE i.store_id = ?1 AND i.media_id = m.id)
        OR EXISTS (SELECT 1 FROM variant_images v WHERE v.store_id = ?1 AND v.media_id = m.id)) ORDER BY m.id`;
    expect((await env.DB.prepare(sql).bind(store.id).all()).results).toEqual([
      { id: 2, format: 'jpeg' },
      { id: 3, format: 'gif' },
    ]);
  });

  it('for the places of a job’s images, as little as another product, and for which of them is the main one', async () => {
    const store = await newStore();
    await createImage(store, 8, TINY_PNG, { sort_order: '30' });
    await postImages(store, guidOf(store, 8), [{ sourceUrl: PICTURE_URL, priority: 60 }]);
    for (const gallery of ['shop', 'shop360']) {
      await createByJob(store, guidOf(store, 7), gallery, [{}, {}]);
      const images = await list(store, guidOf(store, 7), gallery);
      expect(images.map(({ priority }) => priority)).toEqual([1, 2]);
      expect(images.map(({ isMainImage }) => isMainImage)).toEqual([gallery === 'shop', false]);
    }
  });

  it('in a product with its media, read by number, by GUID and by its key', async () => {
    const store = await newStore();
    await createImage(store, 7, sample('cup-landscape.jpg'));
    await createByJob(store, SHARED_GUID, 'shop', [{}]);
    const reads = new D1ShownProducts(new Database(env.DB, noCost()), Date.now);
    const byNumber = await readProduct(store, 7);
    expect(byNumber).toMatchObject({ guid: guidOf(store, 7), version: 1, imageCount: 1, variants: [] });
    expect(byNumber.images).toMatchObject([{ id: 1, media: { id: 1, format: 'jpeg' } }]);
    expect((await readProduct(store, SHARED_GUID)).images).toMatchObject([{ id: 2, media: { id: 2 } }]);
    const byKey = await reads.productByKey({ storeId: store.id, productId: 7 });
    const byToken = await reads.product(await digestOf(store), { kind: 'number', storeId: undefined, productId: 7 });
    expect(byKey).toEqual(byToken.value);
    expect(byKey.images).toMatchObject([{ id: 1, media: { mediaId: 1, format: 'jpeg' } }]);
  });

  it('as a reference that holds an image', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const answer = await call(store, 'DELETE', `/products/${guidOf(store, 7)}/images/shop/1.png`);
    expect([answer.status, answer.errors]).toEqual([200, null]);
  });

  it('as an earlier request with the same Idempotency-Key', async () => {
    const store = await newStore();
    const response = await v3(store, 'POST', '/catalog/products/7/images', {
      body: imageForm(TINY_PNG),
      headers: KEYED,
    });
    expect([response.status, response.headers.get('Idempotency-Replayed')]).toEqual([200, null]);
    expect(await listImages(store, 7)).toHaveLength(1);
  });

  it('in counts and lists', async () => {
    const store = await newStore();
    await createImage(store, 7, TINY_PNG);
    const counts = [];
    for (const path of ['/products/images/count', '/products/7/images/count']) {
      counts.push(await read(await v2(store, 'GET', path), 'json'));
    }
    expect(counts).toEqual([{ count: 1 }, { count: 1 }]);
    expect((await ask(store, 'GET', '/media')).media).toHaveLength(1);
    expect((await ask(store, 'GET', '/v1.3/products/images')).images).toHaveLength(1);
    expect(await listImages(store, 7)).toHaveLength(1);
  });

  it('in the library of /v1: its pages, a media, and the places that show it', async () => {
    const store = await newStore();
    await createImage(store, 70, TINY_PNG);
    await upload(store, TINY_PNG);
    const [theirs, own] = [await libraryOf(neighbour), await libraryOf(store)];
    expect(own).toMatchObject({ ids: [1, 2], unused: [2], uses: [{ productId: 70, imageId: 1, gallery: 'shop' }] });
    expect(theirs.ids.length).toBeGreaterThan(10);
    expect(theirs.uses).toEqual([]);
    expect((await v1(store, 'GET', `/media/${theirs.ids.at(-1)}`)).status).toBe(404);
    expect((await v1(store, 'GET', `/media/${theirs.ids.at(-1)}/uses`)).status).toBe(404);
  });

  it('when the neighbour’s images and media are changed by their numbers', async () => {
    const store = await newStore();
    const before = await listImages(neighbour, 7);
    await createImage(store, 7, TINY_PNG);
    await createImage(store, 7, TINY_PNG);
    await v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description: 'Mine', sort_order: 9 } });
    await v3(store, 'DELETE', '/catalog/products/7/images/2');
    await upload(store, TINY_PNG);
    await ask(store, 'PUT', '/media/3', { json: { alt_text: 'Mine' } });
    await ask(store, 'DELETE', '/media/3');
    expect(await listImages(neighbour, 7)).toEqual(before);
    const { media } = await ask(neighbour, 'GET', '/media');
    expect(media?.some(({ alt_text }) => alt_text === 'Mine')).toBe(false);
  });

  it('in the rows that a command answers with', async () => {
    const store = await newStore();
    const gallery = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({})), gallery, Date.now);
    const executed = await new CommandHandler().execute(operation(refer('3', 1)), gallery, Date.now);
    expect(executed).toMatchObject({ ok: true, value: { rows: { variants: [{ variant: '3', productId: 7 }] } } });
    expect(executed.ok && [executed.value.rows.variants.length, executed.value.rows.images.length]).toEqual([1, 1]);
  });

  it('in a product whose GUID both have', async () => {
    const store = await newStore();
    await createByJob(store, SHARED_GUID, 'shop', [{ description: 'Mine' }]);
    await createImage(store, 7, TINY_PNG);
    const reads = new D1ProductReads(new Database(env.DB, noCost()), Date.now);
    const ref = { kind: 'guid', guid: SHARED_GUID } as const;
    const head = await reads.head(store.id, ref);
    const theirs = await reads.head(neighbour.id, ref);
    expect([head?.version, theirs?.version]).toEqual([1, 3]);
    const product = { storeId: store.id, productId: head?.productId ?? 0 };
    for (const whole of [
      await reads.wholeProductByKey(product),
      (await reads.wholeProduct(await digestOf(store), ref)).value,
    ]) {
      expect([whole.head, whole.images.map(({ description }) => description)]).toEqual([head, ['Mine']]);
      expect(whole.variants).toEqual([]);
    }
    expect(await reads.imageIds(store.id, product.productId, 'shop')).toEqual([1]);
    expect((await list(store, SHARED_GUID)).map(({ description }) => description)).toEqual(['Mine']);
    await call(store, 'DELETE', `/products/${SHARED_GUID}/images/shop`);
    expect(await list(neighbour, SHARED_GUID)).toHaveLength(2);
  });

  it('for the number that a product first seen by its GUID gets', async () => {
    const store = await newStore();
    const reads = new D1ProductReads(new Database(env.DB, noCost()), Date.now);
    const assign = (guid: string) => reads.assignProductId(store.id, guid, Date.now());
    const { first } = ASSIGNED_PRODUCT_IDS;
    expect(await assign(SHARED_GUID)).toBe(first);
    expect(await assign(crypto.randomUUID())).toBe(first + 1);
    expect(await assign(SHARED_GUID)).toBe(first);
  });

  it('as a picture that a rendition was made of', async () => {
    const store = await newStore();
    const sql = 'SELECT revision FROM product_images WHERE store_id = ? AND id = 1';
    const revision = await env.DB.prepare(sql).bind(neighbour.id).first('revision');
    const [orphan, kept] = [store, neighbour].map(
      ({ hash }) => `derived/${hash}/7/1/${String(revision)}/preset-44x58.plain.png`,
    );
    const sweeps = new D1SweepStore(new Database(env.DB, noCost()));
    expect(await sweeps.unreferenced('derived/', [orphan ?? '', kept ?? ''])).toEqual([orphan]);
  });

  it('as an earlier revision of an image, in its URLs and in what the sweep keeps', async () => {
    const store = await newStore();
    const { id, url_tiny: url } = await createImage(store, 70, TINY_PNG);
    const own = parsePicturePath(new URL(url).pathname);
    if (own === undefined) throw new Error(`no path in ${url}`);
    // Rows under the number of the store's own image, which says that it has some.
    const note = 'UPDATE product_images SET has_earlier_revisions = 1 WHERE store_id = ?';
    await env.DB.prepare(note).bind(store.id).run();
    const insert = 'INSERT INTO earlier_revisions VALUES (?, ?, 5, 1, 0.5, 0.5)';
    await env.DB.prepare(insert).bind(neighbour.id, id).run();
    const index = openPictureIndex();
    expect(await index.findImage(store.hash, 'shop', id)).toMatchObject({ firstRevision: own.revision });
    expect(await index.find(own)).toMatchObject({ focalPoint: undefined });
    expect(await index.find({ ...own, revision: 5 })).toBeUndefined();
    const key = `derived/${store.hash}/70/${id}/5/preset-44x58.plain.png`;
    expect(await new D1SweepStore(new Database(env.DB, noCost())).unreferenced('derived/', [key])).toEqual([key]);
  });

  it('under delivery URLs: the numbers of one store’s pictures are nobody’s or its own in another', async () => {
    const store = await newStore();
    const [image] = await listImages(neighbour, 7);
    const { media } = await ask(neighbour, 'GET', '/media?limit=1');
    const statusHere = async (url: string | undefined): Promise<number> => {
      expect(url).toContain(`/s-${neighbour.hash}/`);
      const here = (url ?? '').replace(`/s-${neighbour.hash}/`, `/s-${store.hash}/`);
      return (await exports.default.fetch(here)).status;
    };
    expect(await statusHere(media?.[0]?.url)).toBe(404);
    // Media under all the numbers that the neighbour's pictures have, so that they alone cannot be what is missing.
    for (let count = 0; count < 12; count += 1) await upload(store, TINY_PNG);
    for (const url of [image?.url_tiny, neighbourVariantUrl]) expect(await statusHere(url)).toBe(404);
  });

  it('in the bytes of a variant’s picture', async () => {
    const store = await newStore();
    const body = imageForm(sample('cup-landscape.jpg'));
    const response = await v3(store, 'POST', '/catalog/products/7/variants/4/image', { body });
    const { data } = await response.json<{ data: { image_url: string } }>();
    const served = await exports.default.fetch(data.image_url);
    expect([served.status, served.headers.get('Content-Type')]).toEqual([200, 'image/jpeg']);
    const { width } = imageSize(new Uint8Array(await served.arrayBuffer()));
    expect(width).toBe(600);
  });
});
