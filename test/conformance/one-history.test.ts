import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { WireImage as V2Image } from '../../src/dialects/bigcommerce-v2/image.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { type SeededRandom, seededRandom } from '../support/seeded-random.ts';
import { call, guidOf, list } from '../support/shoptet.ts';
import { storeApi } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { fileForm } from '../support/uploads.ts';
import { readProduct, v1, v1Request } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { imageForm, listImages, v3 } from '../support/v3.ts';

const STEPS = 30;

/** What all five APIs show of an image. The Store API shows no main image. */
interface Seen {
  readonly id: number;
  readonly text: string;
  readonly isMain: boolean | undefined;
}

interface Sorted {
  readonly id: number;
  readonly sortOrder: number;
}

/** The order in which a storefront shows the images of an API that lists them by their ids. */
const inOrder = <T extends Sorted>(images: readonly T[]): readonly T[] =>
  images.toSorted((a, b) => a.sortOrder - b.sortOrder || a.id - b.id);

/** Where no image has the flag, the first is the main one, which BigCommerce's clients decide by themselves. */
const withMain = (images: readonly (Seen & { readonly isMain: boolean })[]): readonly Seen[] =>
  images.some(({ isMain }) => isMain) ? images : images.map((image, index) => ({ ...image, isMain: index === 0 }));

/** Reads gallery `shop` of product 7 through each API, as a client of it would put it together. */
const READS: Readonly<Record<string, (store: TestStore) => Promise<readonly Seen[]>>> = {
  v1: async (store) =>
    (await readProduct(store, 7)).images
      .filter(({ gallery }) => gallery === 'shop')
      .map(({ id, alt, isMain }) => ({ id, text: alt, isMain })),
  v3: async (store) => {
    const images = await listImages(store, 7);
    const ordered = inOrder(images.map((image) => ({ ...image, sortOrder: image.sort_order })));
    return withMain(
      ordered.map(({ id, description, is_thumbnail }) => ({ id, text: description, isMain: is_thumbnail })),
    );
  },
  v2: async (store) => {
    const response = await v2(store, 'GET', '/products/7/images?limit=250');
    const images = response.status === 204 ? [] : await response.json<V2Image[]>();
    const ordered = inOrder(
      images.map((image) => ({ ...image, id: Number(image.id), sortOrder: Number(image.sort_order) })),
    );
    return withMain(
      ordered.map((image) => ({
        id: image.id,
        text: String(image.description ?? ''),
        isMain: image.is_thumbnail === true,
      })),
    );
  },
  shoptet: async (store) =>
    (await list(store, guidOf(store, 7))).map(({ name, description, isMainImage }) => ({
      id: Number.parseInt(name, 10),
      text: description ?? '',
      isMain: isMainImage,
    })),
  store: async (store) => {
    const response = await storeApi(store, 'GET', '/v1.3/products/7/images?limit=250');
    const { images = [] } = await response.json<{
      images?: { id: number; sort_order: number; alt_text: string | null }[];
    }>();
    return inOrder(images.map((image) => ({ ...image, sortOrder: image.sort_order }))).map((image) => ({
      id: image.id,
      text: image.alt_text ?? '',
      isMain: undefined,
    }));
  },
};

/** Returns any write through any of the APIs, on an image that the product has, or now and then on one that it has not. */
function randomWrite(random: SeededRandom, store: TestStore, ids: readonly number[], version: number) {
  if (ids.length < 3) {
    return () => v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, { description: 'new' }) });
  }
  const id = random.once(8) ? 999 : (ids[random.int(Math.max(1, ids.length))] ?? 1);
  const text = `text ${random.int(9)}`;
  const sortOrder = random.int(8);
  const shuffled = ids.toSorted(() => random.int(3) - 1);
  const before = ids.find((other) => other !== id) ?? null;
  const ofShoptet = `/products/${guidOf(store, 7)}/images/shop`;
  const patch = (json: object) => v1(store, 'PATCH', '/products/7/images', { json });
  const form = (method: string, path: string, body: FormData) => {
    const { url, headers } = v1Request(store, method, path);
    return exports.default.fetch(url, { method, headers, body });
  };
  const writes: readonly (() => Promise<{ readonly status: number }>)[] = [
    () => v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, { description: text }) }),
    () => v3(store, 'PUT', `/catalog/products/7/images/${id}`, { json: { sort_order: sortOrder } }),
    () =>
      v3(store, 'PUT', `/catalog/products/7/images/${id}`, {
        json: { is_thumbnail: random.once(2), description: text },
      }),
    () => v3(store, 'DELETE', `/catalog/products/7/images/${id}`),
    () => v2(store, 'POST', '/products/7/images', { body: imageForm(TINY_PNG, { sort_order: String(sortOrder) }) }),
    () =>
      v2(store, 'PUT', `/products/7/images/${id}`, {
        form: 'xml',
        fields: { sort_order: sortOrder, description: text },
      }),
    () => v2(store, 'DELETE', `/products/7/images/${id}`),
    () =>
      call(store, 'PATCH', ofShoptet, {
        json: { data: { images: [{ name: `${id}.png`, priority: 1 + sortOrder, description: text }] } },
      }),
    () => call(store, 'DELETE', `${ofShoptet}/${id}.png`),
    () =>
      storeApi(store, 'POST', '/v1.3/products/7/images', {
        json: { media_id: 1, sort_order: sortOrder, alt_text: text },
      }),
    () => storeApi(store, 'PUT', `/v1.3/products/7/images/${id}`, { json: { sort_order: sortOrder, alt_text: text } }),
    () => storeApi(store, 'DELETE', `/v1.3/products/7/images/${id}`),
    () => patch({ images: [{ id, alt: text, isMain: random.once(2) }] }),
    () => patch({ order: shuffled }),
    () => patch({ move: { ids: [id], before } }),
    () => form('POST', '/products/7/images', fileForm(TINY_PNG)),
    () => form('PUT', `/products/7/images/${id}/file`, fileForm(TINY_PNG)),
    () => v1(store, 'POST', '/products/7/images/delete', { json: { ids: [id], references: 'clear' } }),
    () => v1(store, 'POST', '/products/7/undo', { json: { toVersion: random.int(version + 1) } }),
    () => v1(store, 'POST', '/trash/restore', { json: { ids: [id] } }),
  ];
  return writes[random.int(writes.length)];
}

describe('one history, written through all five APIs', () => {
  it.each([1, 2, 3])('reads the same through each of them after every step (seed %i) [IMG-13, V1-20]', async (seed) => {
    const random = seededRandom(seed);
    const store = await newStore();
    const answered = { done: 0, refused: 0 };
    for (let step = 0; step < STEPS; step += 1) {
      const { images, version } = await readProduct(store, 7);
      const write = randomWrite(
        random,
        store,
        images.filter(({ gallery }) => gallery === 'shop').map(({ id }) => id),
        version,
      );
      const status = (await write?.())?.status ?? 500;
      expect(status).toBeLessThan(500);
      answered[status < 300 ? 'done' : 'refused'] += 1;
      const [expected, ...others] = await Promise.all(
        Object.entries(READS).map(async ([api, read]) => [api, await read(store)] as const),
      );
      for (const [api, seen] of others) {
        const comparable = expected?.[1].map((image) => (api === 'store' ? { ...image, isMain: undefined } : image));
        expect([step, api, seen]).toEqual([step, api, comparable]);
      }
    }
    // A history of refusals would prove nothing.
    expect(answered.done).toBeGreaterThan(answered.refused);
  });
});
