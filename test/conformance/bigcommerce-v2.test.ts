import { describe, expect, it } from 'vitest';
import { env } from 'cloudflare:workers';
import { fillProduct } from '../support/fill.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { read, shown, v2, type Base, type Form, type V2Init, type WireFields } from '../support/v2.ts';
import { createImage, imageForm, listImages, ORIGIN } from '../support/v3.ts';

// The titles quote sentences of the vendor's documents; each test runs in both forms and on both bases.
const MATRIX: readonly [Form, Base][] = [
  ['json', 'token'],
  ['json', 'basic'],
  ['xml', 'token'],
  ['xml', 'basic'],
];

const DATE = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;
const KEYS = [
  'id',
  'product_id',
  'image_file',
  'zoom_url',
  'thumbnail_url',
  'standard_url',
  'tiny_url',
  'is_thumbnail',
  'sort_order',
  'description',
  'date_created',
  'date_modified',
];

describe.each(MATRIX)('BigCommerce V2 in %s by %s:', (form, base) => {
  const call = async (store: TestStore, method: string, path: string, init: V2Init = {}): Promise<Response> =>
    await v2(store, method, path, { form, base, ...init });

  /** Fetches a list in either form, as objects whose values are texts. */
  const readImages = async (response: Response): Promise<Record<string, unknown>[]> => {
    const body = await read(response, form);
    const { images } = form === 'xml' ? (body as { images: Record<string, unknown>[] }) : { images: body };
    return images as Record<string, unknown>[];
  };
  const idsOf = async (response: Response): Promise<number[]> =>
    (await readImages(response)).map((image) => Number(image['id']));

  it('answers, though "This is archived documentation. The V2 Catalog API is deprecated." [BC2-1]', async () => {
    const store = await newStore();
    expect((await call(store, 'GET', '/products/images/count')).status).toBe(200);
  });

  it('"Gets the images associated with a product", and those of no other [BC2-2]', async () => {
    const store = await newStore();
    const image = await createImage(store, 1, TINY_PNG);
    await createImage(store, 2, TINY_PNG);
    const response = await call(store, 'GET', '/products/1/images');
    expect(response.status).toBe(200);
    expect(await idsOf(response)).toEqual([image.id]);
  });

  it('"Default sorting is by image id, from lowest to highest", whatever the sort order [BC2-2]', async () => {
    const store = await newStore();
    for (const sort of ['3', '1', '2']) await createImage(store, 1, TINY_PNG, { sort_order: sort });
    expect(await idsOf(await call(store, 'GET', '/products/1/images'))).toEqual([1, 2, 3]);
  });

  it('"There are no filter parameters specific to product images": others are ignored [BC2-4]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?&is_thumbnail=false&min_id=9'))).toEqual([1]);
  });

  it('"Parameters can be added to the URL query string to paginate the collection": page and limit [BC2-3, BC2-4]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 5);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?page=1&limit=2'))).toEqual([1, 2]);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?page=2&limit=2'))).toEqual([3, 4]);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?page=3&limit=2'))).toEqual([5]);
    const past = await call(store, 'GET', '/products/1/images?page=4&limit=2');
    expect(past.status).toBe(204);
    expect(await past.text()).toBe('');
  });

  it('"The maximum limit is 250" [BC2-4]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 251);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?limit=250'))).toHaveLength(250);
    const response = await call(store, 'GET', '/products/1/images?limit=251');
    expect(response.status).toBe(413);
    const message = 'The limit is 250 at most; 251 was asked for.';
    expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status: 413, message }]));
  });

  it('"If a limit isn’t provided, up to 50 product_images are returned by default" [BC2-4]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 51);
    expect(await idsOf(await call(store, 'GET', '/products/1/images'))).toHaveLength(50);
    expect(await idsOf(await call(store, 'GET', '/products/1/images?page=2'))).toEqual([51]);
  });

  it('"Example JSON returned in the response" of a list: its keys, in order, and their values [BC2-14, BC2-15, BC2-16, BC2-22]', async () => {
    const store = await newStore();
    const created = await createImage(store, 32, TINY_PNG, { description: '' });
    const [image] = await readImages(await call(store, 'GET', '/products/32/images'));
    expect(Object.keys(image ?? {})).toEqual(KEYS);
    const path = `${ORIGIN}/s-${store.hash}/products/32/images/${created.id}/`;
    const revision = /\.(\d+)\.1280\.1280/.exec(created.url_zoom)?.[1] ?? '';
    const stem = created.image_file.slice('a/000/'.length, -'.png'.length);
    expect(image).toEqual({
      ...toTexts(form, {
        id: created.id,
        product_id: 32,
        image_file: created.image_file,
        zoom_url: `${path}${stem}.${revision}.1280.1280.png?c=1`,
        thumbnail_url: `${path}${stem}.${revision}.220.290.png?c=1`,
        standard_url: `${path}${stem}.${revision}.386.513.png?c=1`,
        tiny_url: `${path}${stem}.${revision}.44.58.png?c=1`,
        is_thumbnail: true,
        sort_order: 0,
        description: null,
      }),
      date_created: expect.stringMatching(DATE) as string,
      date_modified: expect.stringMatching(DATE) as string,
    });
  });

  it('"Gets a product image": the object that the list shows [BC2-6, BC2-22]', async () => {
    const store = await newStore();
    await createImage(store, 1, TINY_PNG, { description: 'Front & back' });
    const [listed] = await readImages(await call(store, 'GET', '/products/1/images'));
    const response = await call(store, 'GET', '/products/1/images/1');
    expect(response.status).toBe(200);
    expect(await read(response, form)).toEqual(form === 'xml' ? { image: listed } : listed);
  });

  it('"Gets a count of the number of product images in the store" [BC2-11, BC2-22]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 2);
    await fillProduct(store, 2, 3);
    const response = await call(store, 'GET', '/products/images/count');
    expect(response.status).toBe(200);
    expect(await read(response, form)).toEqual(shown(form, 'images', { count: 5 }));
    const ofProduct = await call(store, 'GET', '/products/2/images/count');
    expect(await read(ofProduct, form)).toEqual(shown(form, 'images', { count: 3 }));
  });

  it('"Creates a new product image": 201, the whole object, and its Location [BC2-5, BC2-14, BC2-17]', async () => {
    const store = await newStore();
    await env.BUCKET.put(`import/${store.hash}/p/x-men.png`, TINY_PNG);
    const fields = { image_file: 'p/x-men.png', is_thumbnail: true, sort_order: 4, description: 'A <b>' };
    const response = await call(store, 'POST', '/products/29/images', { fields });
    expect(response.status).toBe(201);
    const prefix = base === 'token' ? `/stores/${store.hash}/v2` : '/api/v2';
    expect(response.headers.get('Location')).toBe(`${ORIGIN}${prefix}/products/29/images/1.${form}`);
    const body = await read(response, form);
    const image = form === 'xml' ? (body as { image: Record<string, unknown> }).image : (body as object);
    expect(Object.keys(image)).toEqual(KEYS);
    expect(image).toMatchObject(
      toTexts(form, { id: 1, product_id: 29, is_thumbnail: true, sort_order: 4, description: 'A <b>' }),
    );
    expect(image).toMatchObject({ image_file: expect.stringMatching(/^[a-z]\/\d{3}\/x-men__\d{5}\.png$/) as string });
  });

  it('creates from a multipart form too [BC2-17, BC2-20]', async () => {
    const store = await newStore();
    const body = imageForm(TINY_PNG, { sort_order: '7', is_thumbnail: 'false' });
    const response = await call(store, 'POST', '/products/1/images', { body });
    expect(response.status).toBe(201);
    expect(await listImages(store, 1)).toMatchObject([{ id: 1, sort_order: 7, is_thumbnail: true }]);
  });

  it.each(['POST', 'PUT'])(
    '"read-only. If one or more … are included in the request, it will be rejected": %s [BC2-31]',
    async (method) => {
      const store = await newStore();
      await createImage(store, 1, TINY_PNG);
      const path = method === 'POST' ? '/products/1/images' : '/products/1/images/1';
      for (const field of ['id', 'date_created', 'product_id']) {
        const response = await call(store, method, path, { fields: { description: 'new', [field]: '1' } });
        expect(response.status).toBe(400);
        const message = `The field '${field}' cannot be written to. Please remove it from your request before trying again.`;
        expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status: 400, message }]));
      }
      expect(await listImages(store, 1)).toMatchObject([{ id: 1, description: '' }]);
    },
  );

  it('takes back what it shows, with one field changed and without the three read-only ones [BC2-31]', async () => {
    const store = await newStore();
    for (const name of ['first', 'second']) await createImage(store, 1, TINY_PNG, { description: name });
    const before = await listImages(store, 1);
    const shownImage = await v2(store, 'GET', '/products/1/images/2', { base });
    const { id: _id, product_id: _product, date_created: _created, ...rest } = await shownImage.json<WireFields>();
    const response = await call(store, 'PUT', '/products/1/images/2', { fields: { ...rest, sort_order: 7 } });
    expect(response.status).toBe(200);
    const after = await listImages(store, 1);
    // The URLs are the same, so the bytes are: an unchanged `image_file` is no import.
    expect(after).toEqual([before[0], { ...before[1], sort_order: 7, date_modified: after[1]?.date_modified }]);
  });

  it('imports from a path that another image shows, for it is not the image’s own [BC2-31]', async () => {
    const store = await newStore();
    for (const name of ['first', 'second']) await createImage(store, 1, TINY_PNG, { description: name });
    const [first] = await listImages(store, 1);
    const response = await call(store, 'PUT', '/products/1/images/2', {
      fields: { image_file: first?.image_file ?? '' },
    });
    expect(response.status).toBe(400);
  });

  it('"required. The request won’t be fulfilled unless these properties are valid": image_file [BC2-33, BC2-17]', async () => {
    const store = await newStore();
    const message = "The required field 'image_file' was not supplied.";
    for (const init of [{ fields: {} }, { fields: { sort_order: 1 } }, {}, { body: imageFormWithoutFile() }]) {
      const response = await call(store, 'POST', '/products/1/images', init);
      expect(response.status).toBe(400);
      expect(await read(response, form)).toEqual(shown(form, 'errors', [{ status: 400, message }]));
    }
    const invalid = await call(store, 'POST', '/products/1/images', { fields: { image_file: 'no such file.png' } });
    expect(invalid.status).toBe(400);
    expect(await listImages(store, 1)).toEqual([]);
  });

  it('"Updates an existing product image": what the body names, and nothing else [BC2-7]', async () => {
    const store = await newStore();
    const before = await createImage(store, 30, TINY_PNG, { description: 'old', sort_order: '5' });
    const response = await call(store, 'PUT', '/products/30/images/1', { fields: { description: 'new' } });
    expect(response.status).toBe(200);
    const [after] = await listImages(store, 30);
    expect(after).toEqual({ ...before, description: 'new', date_modified: expect.any(String) as string });
  });

  it('"required" of an update: nothing; an empty one changes nothing [BC2-7]', async () => {
    const store = await newStore();
    const before = await createImage(store, 30, TINY_PNG);
    const response = await call(store, 'PUT', '/products/30/images/1', { fields: {} });
    expect(response.status).toBe(200);
    expect(await listImages(store, 30)).toEqual([before]);
  });

  it('updates the picture by image_file: new bytes, new URLs [BC2-7, BC2-17, DEL-4]', async () => {
    const store = await newStore();
    const before = await createImage(store, 1, TINY_PNG);
    await env.BUCKET.put(`import/${store.hash}/other.png`, TINY_PNG);
    const response = await call(store, 'PUT', '/products/1/images/1', { fields: { image_file: 'other.png' } });
    expect(response.status).toBe(200);
    const [after] = await listImages(store, 1);
    expect(after?.image_file).toMatch(/\/other__/);
    expect(after?.url_zoom).not.toBe(before.url_zoom);
  });

  it('"Deletes a product image": 204, and only this one [BC2-8]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 3);
    const response = await call(store, 'DELETE', '/products/1/images/2');
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
    expect((await listImages(store, 1)).map(({ id }) => id)).toEqual([1, 3]);
    expect((await call(store, 'DELETE', '/products/1/images/2')).status).toBe(404);
  });

  it('"Deletes multiple product images": all of the product, where no page is named [BC2-9]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 60);
    await fillProduct(store, 2, 1);
    expect((await call(store, 'DELETE', '/products/1/images')).status).toBe(204);
    expect(await listImages(store, 1)).toEqual([]);
    expect(await listImages(store, 2)).toHaveLength(1);
    expect((await call(store, 'DELETE', '/products/1/images')).status).toBe(204);
  });

  it('"Parameters can be added to the URL query string": deletes the page that a list would show [BC2-9]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 9);
    const remaining = async (): Promise<number[]> => (await listImages(store, 1)).map(({ id }) => id);
    await call(store, 'DELETE', '/products/1/images?page=2&limit=3');
    expect(await remaining()).toEqual([1, 2, 3, 7, 8, 9]);
    await call(store, 'DELETE', '/products/1/images?limit=2');
    expect(await remaining()).toEqual([3, 7, 8, 9]);
    await call(store, 'DELETE', '/products/1/images?page=5&limit=2');
    expect(await remaining()).toEqual([3, 7, 8, 9]);
  });

  it('"The maximum limit is 250. If a limit isn’t provided, up to 50": of a deletion too [BC2-9]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 60);
    expect((await call(store, 'DELETE', '/products/1/images?limit=251')).status).toBe(413);
    expect(await listImages(store, 1)).toHaveLength(60);
    expect((await call(store, 'DELETE', '/products/1/images?page=1')).status).toBe(204);
    expect((await listImages(store, 1)).map(({ id }) => id)).toEqual([51, 52, 53, 54, 55, 56, 57, 58, 59, 60]);
  });

  it('follows V3’s rules for is_thumbnail, sort_order and renumbering [BC2-19, BC-20]', async () => {
    const store = await newStore();
    await fillProduct(store, 1, 3);
    await call(store, 'PUT', '/products/1/images/3', { fields: { sort_order: 0, is_thumbnail: true } });
    expect(await listImages(store, 1)).toMatchObject([
      { id: 1, sort_order: 1, is_thumbnail: false },
      { id: 2, sort_order: 2, is_thumbnail: false },
      { id: 3, sort_order: 0, is_thumbnail: true },
    ]);
  });

  it('answers 204 for a product without images [BC2-3]', async () => {
    const store = await newStore();
    const response = await call(store, 'GET', '/products/5/images');
    expect(response.status).toBe(204);
    expect(await response.text()).toBe('');
  });
});

/** Returns how an answer in `form` shows these fields. */
function toTexts(form: Form, fields: object): object {
  const body = shown(form, 'image', fields);
  return form === 'xml' ? (body as { image: object }).image : fields;
}

function imageFormWithoutFile(): FormData {
  const form = new FormData();
  form.set('sort_order', '1');
  return form;
}
