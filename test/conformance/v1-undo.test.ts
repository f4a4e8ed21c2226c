import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf } from '../support/cost.ts';
import { guidOf, call } from '../support/shoptet.ts';
import { TINY_PNG, sample } from '../support/pictures.ts';
import { seededRandom, type SeededRandom } from '../support/seeded-random.ts';
import { place, storeApi, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { problemOf, readProduct, v1, type WholeWireProduct } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

const IMAGES = '/catalog/products/7/images';

const undo = (store: TestStore, toVersion: number, headers: Record<string, string> = {}): Promise<Response> =>
  v1(store, 'POST', '/products/7/undo', { json: { toVersion }, headers });

/** A product as it is shown, without what every command changes. */
function lookOf({ images, variants, cover }: WholeWireProduct): object {
  return {
    cover,
    images: images.map(({ updatedAt: _updatedAt, ...image }) => image),
    // One that shows nothing is as one that was never heard of.
    variants: variants.filter(({ imageId, media }) => imageId !== null || media !== null),
  };
}

const statusOf = async (url: string): Promise<number> => (await exports.default.fetch(url)).status;

/** A product with three images, a thumbnail, a variant with a reference and one with its own picture. */
async function furnished(): Promise<{ store: TestStore; version: number; look: object; product: WholeWireProduct }> {
  const store = await newStore();
  for (const name of ['a', 'b', 'c']) await createImage(store, 7, sample('cup-landscape.jpg'), { description: name });
  await v3(store, 'PUT', `${IMAGES}/2`, { json: { is_thumbnail: true } });
  await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(TINY_PNG) });
  const product = await readProduct(store, 7);
  return { store, version: product.version, look: lookOf(product), product };
}

describe('POST /v1/products/{product}/undo', () => {
  it('brings deleted images back with their ids, texts, places and URLs, which are served again [V1-26]', async () => {
    const { store, version, look, product } = await furnished();
    const url = product.images[0]?.urls.tiny ?? '';
    for (const id of [1, 2]) await v3(store, 'DELETE', `${IMAGES}/${id}`);
    expect(await statusOf(url)).toBe(404);
    const response = await undo(store, version);
    expect(response.status).toBe(200);
    const answer = await response.json<WholeWireProduct>();
    expect(lookOf(answer)).toEqual(look);
    expect(answer).toEqual(await readProduct(store, 7));
    expect(response.headers.get('ETag')).toContain(`"v-${version + 3}.`);
    expect(await statusOf(url)).toBe(200);
  });

  it('brings back replaced files, texts, order, the main image and variants [V1-26]', async () => {
    const { store, version, look, product } = await furnished();
    await v3(store, 'POST', `${IMAGES}/1`, { body: imageForm(sample('cup-static.gif')) });
    await v3(store, 'PUT', `${IMAGES}/3`, { json: { sort_order: 0, description: 'other', is_thumbnail: true } });
    await v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(sample('cup-static.gif')) });
    expect(lookOf(await readProduct(store, 7))).not.toEqual(look);
    expect((await undo(store, version)).status).toBe(200);
    expect(lookOf(await readProduct(store, 7))).toEqual(look);
    expect(await statusOf(product.images[0]?.urls.tiny ?? '')).toBe(200);
  });

  it('takes away what was added, and can itself be undone [V1-27]', async () => {
    const { store, version, look } = await furnished();
    await createImage(store, 7, TINY_PNG);
    const after = lookOf(await readProduct(store, 7));
    await undo(store, version);
    expect(lookOf(await readProduct(store, 7))).toEqual(look);
    await undo(store, version + 1);
    expect(lookOf(await readProduct(store, 7))).toEqual(after);
    await undo(store, 0);
    expect((await readProduct(store, 7)).images).toEqual([]);
    await undo(store, version);
    expect(lookOf(await readProduct(store, 7))).toEqual(look);
  });

  it('gives new bytes a URL that none had before, also after the file was undone [V1-26]', async () => {
    const { store, version } = await furnished();
    const urls = new Set<string>();
    for (const file of ['cup-static.gif', 'cup-landscape.jpg', 'cup-static.gif']) {
      await v3(store, 'POST', `${IMAGES}/1`, { body: imageForm(sample(file)) });
      const { images } = await readProduct(store, 7);
      urls.add(String(images.find(({ id }) => id === 1)?.revision));
      await undo(store, version);
    }
    expect(urls.size).toBe(3);
  });

  it('to the present version changes nothing [V1-27]', async () => {
    const { store, version } = await furnished();
    expect((await undo(store, version)).status).toBe(200);
    expect((await readProduct(store, 7)).version).toBe(version);
  });

  it('takes a few round trips, however many images come back [V1-27]', async () => {
    const { store, version } = await furnished();
    for (const id of [1, 2, 3]) await v3(store, 'DELETE', `${IMAGES}/${id}`);
    const cost = costOf(await undo(store, version));
    // Access, the past and what is kept of it, the batch, and the product for the answer.
    expect(cost).toMatchObject({ roundTrips: 5, galleryCalls: 1, r2Writes: 0 });
  });

  it('heeds If-Match, and repeats its answer for its key [V1-10, V1-27]', async () => {
    const { store, version } = await furnished();
    await v3(store, 'DELETE', `${IMAGES}/1`);
    const stale = await undo(store, version, { 'If-Match': `"v-${version}.1"` });
    expect(stale.status).toBe(412);
    expect(await problemOf(stale)).toMatchObject({ currentVersion: version + 1 });
    const headers = { 'If-Match': `"v-${version + 1}.1"`, 'Idempotency-Key': 'undo' };
    expect((await undo(store, version, headers)).headers.get('Idempotency-Replayed')).toBeNull();
    const again = await undo(store, version, headers);
    expect([again.status, again.headers.get('Idempotency-Replayed')]).toEqual([200, 'true']);
    expect((await readProduct(store, 7)).version).toBe(version + 2);
    const other = await undo(store, version - 1, { 'Idempotency-Key': 'undo' });
    expect((await problemOf(other)).type).toContain('#key-reused');
  });

  it.each([
    ['a version that the product has not had', 99, 'The product has not had that version'],
    ['an image that was emptied from the trash', 5, 'is not in the trash any more'],
  ])('is refused for %s, and changes nothing [V1-28]', async (_name, toVersion, reason) => {
    const { store } = await furnished();
    await v3(store, 'DELETE', `${IMAGES}/1`);
    await v3(store, 'DELETE', `${IMAGES}/2`);
    await v1(store, 'POST', '/trash/empty', { json: { ids: [1] } });
    const before = await readProduct(store, 7);
    const response = await undo(store, toVersion);
    expect(response.status).toBe(409);
    const problem = await problemOf(response);
    expect(problem.type).toContain('/docs/errors#past-lost');
    expect(problem.detail).toContain(reason);
    expect(await readProduct(store, 7)).toEqual(before);
  });

  it('is refused where a media that was deleted on purpose is needed [V1-28]', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    await place(store, 7, id);
    await v3(store, 'DELETE', `${IMAGES}/1`);
    expect((await storeApi(store, 'DELETE', `/media/${id}`)).status).toBe(200);
    expect(await problemOf(await undo(store, 1))).toMatchObject({ status: 409 });
    expect((await readProduct(store, 7)).version).toBe(2);
  });

  it('of a product that was never seen has nothing to go back to [V1-28]', async () => {
    const store = await newStore();
    expect((await undo(store, 0)).status).toBe(200);
    expect((await undo(store, 1)).status).toBe(409);
    const guid = crypto.randomUUID();
    const path = `/products/${guid}/undo`;
    expect((await v1(store, 'POST', path, { json: { toVersion: 1 } })).status).toBe(409);
  });

  it.each([{}, { toVersion: -1 }, { toVersion: 1.5 }, { toVersion: '1' }, { toVersion: 1, force: true }])(
    'refuses the body %j [V1-8]',
    async (json) => {
      expect((await v1(await newStore(), 'POST', '/products/7/undo', { json })).status).toBe(422);
    },
  );
});

/** Sends one of many commands through one of the four vendors' APIs; most of them take, and some are refused. */
async function randomWrite(store: TestStore, random: SeededRandom, mediaId: number): Promise<void> {
  const id = 1 + random.int(6);
  const guid = guidOf(store, 7);
  const name = `n${random.int(9)}`;
  const writes: readonly (() => Promise<unknown>)[] = [
    () => v3(store, 'POST', IMAGES, { body: imageForm(TINY_PNG, { description: name }) }),
    () => v3(store, 'PUT', `${IMAGES}/${id}`, { json: { sort_order: random.int(4), is_thumbnail: random.once(2) } }),
    () => v3(store, 'POST', `${IMAGES}/${id}`, { body: imageForm(sample('cup-static.gif')) }),
    () => v3(store, 'POST', '/catalog/products/7/variants/5/image', { body: imageForm(TINY_PNG) }),
    () => v2(store, 'PUT', `/products/7/images/${id}`, { fields: { description: `${name} in V2` } }),
    () => v2(store, 'DELETE', `/products/7/images/${id}`),
    () =>
      call(store, 'PATCH', `/products/${guid}/images/shop`, {
        json: { data: { images: [{ name: `${id}.png`, priority: 1 + random.int(4), description: name }] } },
      }),
    () => call(store, 'DELETE', `/products/${guid}/images/shop/${id}.png`),
    () => place(store, 7, mediaId),
    () => storeApi(store, 'PUT', `/products/7/images/${id}`, { json: { alt_text: `${name} in the Store API` } }),
    () => storeApi(store, 'DELETE', `/products/7/images/${id}`),
  ];
  await writes[random.int(writes.length)]?.();
}

describe('after changes through four APIs, undo to any version', () => {
  it.each([1, 2, 3])('shows the product as it was at that version (seed %i) [V1-26]', async (seed) => {
    const random = seededRandom(seed);
    const store = await newStore();
    const { id: mediaId } = await upload(store, TINY_PNG);
    const looks = new Map<number, object>();
    while (looks.size < 12) {
      await randomWrite(store, random, mediaId);
      const product = await readProduct(store, 7);
      looks.set(product.version, lookOf(product));
    }
    const versions = [...looks.keys()];
    for (let round = 0; round < 5; round += 1) {
      const toVersion = versions[random.int(versions.length)] ?? 0;
      expect((await undo(store, toVersion)).status).toBe(200);
      expect(lookOf(await readProduct(store, 7))).toEqual(looks.get(toVersion));
    }
  });
});
