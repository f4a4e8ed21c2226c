import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import type { WireLibraryMedia } from '../../src/dialects/v1/media.ts';
import type { WireMediaUse } from '../../src/dialects/v1/media-uses.ts';
import { sha256Hex } from '../../src/platform/digest.ts';
import { fillProduct } from '../support/fill.ts';
import { getPicture } from '../support/get-picture.ts';
import { sample, TINY_PNG } from '../support/pictures.ts';
import { createByJob, guidOf } from '../support/shoptet.ts';
import { ask, place, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, ORIGIN, v3 } from '../support/v3.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

async function read<Answer>(store: TestStore, path: string): Promise<Answer> {
  const response = await v1(store, 'GET', path, { token: store.readToken });
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return await response.json<Answer>();
}

const libraryOf = async (store: TestStore, query = ''): Promise<Page<WireLibraryMedia>> =>
  await read(store, `/media${query}`);

const idsOf = async (store: TestStore, query: string): Promise<readonly number[]> =>
  (await libraryOf(store, query)).items.map(({ id }) => id);

const usesOf = async (store: TestStore, mediaId: number, query = ''): Promise<Page<WireMediaUse>> =>
  await read(store, `/media/${mediaId}/uses${query}`);

/** Reads a list page by page, as a client would, until there is no next one. */
async function readAll<Item>(readPage: (query: string) => Promise<Page<Item>>): Promise<readonly (readonly Item[])[]> {
  const pages: (readonly Item[])[] = [];
  for (let cursor = ''; pages.length < 100;) {
    const { items, next } = await readPage(cursor);
    pages.push(items);
    if (next === null) return pages;
    cursor = `&cursor=${next}`;
  }
  throw new Error('The list has no end.');
}

const withVariant = async (store: TestStore, product: number, variant: number, bytes: Uint8Array): Promise<void> => {
  const path = `/catalog/products/${product}/variants/${variant}/image`;
  expect((await v3(store, 'POST', path, { body: imageForm(bytes) })).status).toBe(200);
};

/** A library of an unused upload, an upload that two images show, and what came with an image and with a variant. */
async function withLibrary(): Promise<TestStore> {
  const store = await newStore();
  await upload(store, sample('cup-landscape.jpg'), { filename: 'Čaj 100%.jpg', alt_text: 'A green CUP' });
  const { id } = await upload(store, TINY_PNG, { filename: 'dot_1.png', media_folder: 'product' });
  for (const product of [9, 7]) await place(store, product, id);
  await createImage(store, 7, sample('cup-static.gif'), { description: 'not of the library' });
  await withVariant(store, 7, 4, TINY_PNG);
  return store;
}

/** The library of the tests that only read. */
let library: TestStore;

beforeAll(async () => {
  library = await withLibrary();
});

describe('GET /v1/media', () => {
  it('lists the library in the order of its ids, with what there is of each media [V1-76]', async () => {
    const { items, next } = await libraryOf(library);
    expect(next).toBeNull();
    expect(items.map(({ id, fileName, folder, format, uses }) => [id, fileName, folder, format, uses])).toEqual([
      [1, 'Čaj 100%.jpg', 'general', 'jpeg', 0],
      [2, 'dot_1.png', 'product', 'png', 2],
      [3, 'shoe.gif', 'product', 'gif', 1],
      [4, 'shoe.png', 'product', 'png', 1],
    ]);
    expect(Object.keys(items[0] ?? {}).join(' ')).toBe(
      'id fileName folder format width height bytes frames thumbHash color sha256 alt uses urls srcset createdAt updatedAt',
    );
    const bytes = sample('cup-landscape.jpg').byteLength;
    expect(items[0]).toMatchObject({ width: 600, height: 400, bytes, frames: 1, alt: 'A green CUP' });
    expect(items[0]?.color).toMatch(/^#[0-9a-f]{6}$/);
    expect(items[0]?.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(items[2]).toMatchObject({ alt: '' });
  });

  it('tells the SHA-256 of a file, so that a caller knows whether the store has it [V1-76]', async () => {
    const { items } = await libraryOf(library);
    expect(items[0]?.sha256).toBe(await sha256Hex(sample('cup-landscape.jpg')));
    expect(items[3]?.sha256).toBe(items[1]?.sha256);
  });

  it('agrees with the product about the file of an image [V1-76, V1-15]', async () => {
    const [, image] = (await readProduct(library, 7)).images;
    const { fileName: _original, ...media } = image?.media ?? { fileName: '' };
    expect((await libraryOf(library)).items[2]).toMatchObject(media);
  });

  it('has URLs of all sizes of the store that serve the picture [V1-76, V1-72]', async () => {
    const store = await newStore({ sizes: [{ name: 'card', widthPx: 90, heightPx: 120, fit: 'cover' }] });
    await upload(store, sample('cup-landscape.jpg'));
    const [media] = (await libraryOf(store)).items;
    expect(Object.keys(media?.urls ?? {})).toEqual(['zoom', 'standard', 'thumbnail', 'tiny', 'card']);
    const widest = media?.srcset.split(', ').at(-1)?.split(' ') ?? [];
    expect(widest[1]).toBe('600w');
    for (const url of [media?.urls.tiny, media?.urls['card'], widest[0]]) {
      expect(url?.startsWith(`${ORIGIN}/s-${store.hash}/`)).toBe(true);
      expect((await getPicture(url ?? '')).status).toBe(200);
    }
  });

  it('shows a change of name, folder and text, and when it was made [V1-76]', async () => {
    const store = await withLibrary();
    const before = await read<WireLibraryMedia>(store, '/media/1');
    const json = { filename: 'new.jpg', alt_text: 'New', media_folder: 'product' };
    await ask(store, 'PUT', '/media/1', { json });
    const after = await read<WireLibraryMedia>(store, '/media/1');
    expect(after).toMatchObject({ fileName: 'new.jpg', alt: 'New', folder: 'product', createdAt: before.createdAt });
    expect(after.urls).toEqual(before.urls);
    expect(Date.parse(after.updatedAt)).toBeGreaterThanOrEqual(Date.parse(before.updatedAt));
  });

  it('leaves out what lies in the trash, until it is back [V1-76]', async () => {
    const store = await withLibrary();
    const { images } = await readProduct(store, 7);
    const ids = images.map(({ id }) => id);
    for (const id of ids) await v3(store, 'DELETE', `/catalog/products/7/images/${id}`);
    expect(await idsOf(store, '')).toEqual([1, 2, 4]);
    for (const path of ['/media/3', '/media/3/uses']) expect((await v1(store, 'GET', path)).status).toBe(404);
    expect((await libraryOf(store)).items[1]?.uses).toBe(1);
    await v1(store, 'POST', '/trash/restore', { json: { ids } });
    expect(await idsOf(store, '')).toEqual([1, 2, 3, 4]);
  });

  it('comes in pages, which have every media once [V1-76, V1-11]', async () => {
    const pages = await readAll((cursor) => libraryOf(library, `?limit=2${cursor}`));
    expect(pages.map((items) => items.map(({ id }) => id))).toEqual([
      [1, 2],
      [3, 4],
    ]);
    const filtered = await readAll((cursor) => libraryOf(library, `?limit=1&format=png${cursor}`));
    expect(filtered.map((items) => items.map(({ id }) => id))).toEqual([[2], [4]]);
  });
});

describe('the query of GET /v1/media', () => {
  it.each([
    ['search=dot', [2]],
    ['search=DOT_1', [2]],
    ['search=green+cup', [1]],
    ['search=%C4%8DAJ', [1]],
    ['search=100%25', [1]],
    ['search=_', [2]],
    ['search=%25%25', []],
    ['search=original', []],
    ['search=shoe', [3, 4]],
    ['folder=general', [1]],
    ['folder=product', [2, 3, 4]],
    ['format=gif', [3]],
    ['format=bmp', []],
    ['unused=true', [1]],
    ['folder=product&format=png&search=SHOE', [4]],
    ['unused=true&search=dot', []],
  ])('%s [V1-77]', async (query, ids) => {
    expect(await idsOf(library, `?${query}`)).toEqual(ids);
  });

  it.each([
    ['search=', 'search'],
    [`search=${'x'.repeat(81)}`, 'search'],
    ['folder=trash', 'folder'],
    ['format=jpg', 'format'],
    ['unused=false', 'unused'],
    ['unused=', 'unused'],
    ['limit=251', 'limit'],
    ['cursor=x', 'cursor'],
    [`cursor=${btoa('{"seq":1}')}`, 'cursor'],
    ['order=id', 'order'],
  ])('%s is 400, with its name [V1-77, V1-8]', async (query, parameter) => {
    const response = await v1(library, 'GET', `/media?${query}`);
    expect(response.status).toBe(400);
    expect((await problemOf(response)).errors?.map((error) => error.parameter)).toEqual([parameter]);
  });
});

describe('GET /v1/media/{id}', () => {
  it('answers with the media as it is in the list [V1-78]', async () => {
    const { items } = await libraryOf(library);
    for (const media of items) expect(await read(library, `/media/${media.id}`)).toEqual(media);
  });

  it.each(['0', '01', '99', 'x', '9007199254740993'])('is 404 for %s, and so are its uses [V1-78]', async (id) => {
    for (const path of [`/media/${id}`, `/media/${id}/uses`]) {
      const response = await v1(library, 'GET', path);
      expect(response.status).toBe(404);
      const problem = await problemOf(response);
      expect([problem.type, problem.detail]).toEqual([
        `${ORIGIN}/docs/errors#media-not-found`,
        `The library has no media "${id}".`,
      ]);
      expect((await v1(library, 'GET', path, { token: 'nobody' })).status).toBe(401);
    }
    expect((await v1(library, 'GET', '/media/1?fields=id')).status).toBe(400);
  });
});

describe('GET /v1/media/{id}/uses', () => {
  it('lists the images and variants that show a media, by their products [V1-78]', async () => {
    expect(await usesOf(library, 1)).toEqual({ items: [], next: null });
    expect((await usesOf(library, 2)).items).toEqual([
      { productId: 7, imageId: 2, gallery: 'shop' },
      { productId: 9, imageId: 1, gallery: 'shop' },
    ]);
    expect((await usesOf(library, 4)).items).toEqual([{ productId: 7, variant: '4' }]);
  });

  it('has images of other galleries, too [V1-78]', async () => {
    const store = await newStore();
    await createByJob(store, guidOf(store, 7), 'shop360', [{}]);
    expect((await usesOf(store, 1)).items).toEqual([{ productId: 7, imageId: 1, gallery: 'shop360' }]);
    expect((await libraryOf(store)).items[0]?.uses).toBe(1);
  });

  it('comes in pages of any length, which have every use once [V1-78, V1-11]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    for (const product of [8, 7, 9, 7]) await place(store, product, id);
    for (const product of [7, 8]) {
      for (const variant of [3, 4]) await withVariant(store, product, variant, TINY_PNG);
    }
    // No API gives a variant a media of the library so far; the schema allows it.
    await env.DB.prepare('UPDATE variant_images SET media_id = ? WHERE store_id = ?').bind(id, store.id).run();
    const [whole = []] = await readAll((cursor) => usesOf(store, id, `?limit=250${cursor}`));
    expect(whole).toEqual([
      { productId: 7, imageId: 2, gallery: 'shop' },
      { productId: 7, imageId: 4, gallery: 'shop' },
      { productId: 7, variant: '3' },
      { productId: 7, variant: '4' },
      { productId: 8, imageId: 1, gallery: 'shop' },
      { productId: 8, variant: '3' },
      { productId: 8, variant: '4' },
      { productId: 9, imageId: 3, gallery: 'shop' },
    ]);
    for (let limit = 1; limit <= 8; limit += 1) {
      const pages = await readAll((cursor) => usesOf(store, id, `?limit=${limit}${cursor}`));
      expect(pages.flat()).toEqual(whole);
      expect(pages).toHaveLength(Math.ceil(8 / limit));
    }
    expect((await libraryOf(store)).items[0]?.uses).toBe(8);
  });
});

it('a page ends before a long text, and beginning with one it has ten media at most [V1-77]', async () => {
  const store = await newStore();
  for (let id = 1; id <= 30; id += 1) await fillProduct(store, id, 1);
  const sql = `UPDATE media SET alt_text = ?2 || id WHERE store_id = ?1 AND id BETWEEN 4 AND 16`;
  await env.DB.prepare(sql).bind(store.id, '日'.repeat(60_000)).run();
  const idsOfPages = async (query: string): Promise<readonly (readonly number[])[]> => {
    const pages: (readonly number[])[] = [];
    for (let cursor = ''; ;) {
      const response = await v1(store, 'GET', `/media?${query}${cursor}`);
      const { items, next } = await response.json<{ items: { id: number }[]; next: string | null }>();
      pages.push(items.map(({ id }) => id));
      if (next === null) return pages;
      cursor = `&cursor=${next}`;
    }
  };
  const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
  expect(await idsOfPages('limit=250')).toEqual([range(1, 3), range(4, 13), range(14, 23), range(24, 30)]);
  expect(await idsOfPages(`search=${encodeURIComponent('日16')}`)).toEqual([[], [], [16], []]);
});
