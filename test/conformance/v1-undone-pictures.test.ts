import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { getPicture } from '../support/get-picture.ts';
import { sample } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct, v1 } from '../support/v1.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

const undo = async (store: TestStore, toVersion: number): Promise<void> => {
  expect((await v1(store, 'POST', '/products/7/undo', { json: { toVersion } })).status).toBe(200);
};

const status = async (url: string): Promise<number> => (await getPicture(url)).status;

/** The keys of the stored renditions of a store. */
const stored = async ({ hash }: TestStore): Promise<readonly string[]> =>
  (await env.BUCKET.list({ prefix: `derived/${hash}/` })).objects.map(({ key }) => key);

it('a picture that undoing took back is 404 at once, and nothing of it stays [DEL-4, V1-26]', async () => {
  const store = await newStore();
  const first = await createImage(store, 7, sample('cup-landscape.jpg'));
  const body = imageForm(sample('cup-square.webp'));
  const replaced = await v3(store, 'PUT', `/catalog/products/7/images/${first.id}`, { body });
  const { data } = await replaced.json<{ data: { url_tiny: string } }>();
  expect(await status(data.url_tiny)).toBe(200);
  await undo(store, 1);
  expect(await status(data.url_tiny)).toBe(404);
  expect(await stored(store)).toEqual([]);
  expect(await status(first.url_tiny)).toBe(200);
});

it('a variant’s picture that undoing took back is 404 at once, too [DEL-4, V1-26]', async () => {
  const store = await newStore();
  await createImage(store, 7, sample('cup-landscape.jpg'));
  const urls: string[] = [];
  for (const name of ['cup-square.webp', 'mug-alpha.webp']) {
    const body = imageForm(sample(name));
    expect((await v3(store, 'POST', '/catalog/products/7/variants/3/image', { body })).status).toBe(200);
    urls.push((await readProduct(store, 7)).variants[0]?.urls?.tiny ?? '');
  }
  expect(await status(urls[1] ?? '')).toBe(200);
  await undo(store, 2);
  expect(await Promise.all(urls.map(status))).toEqual([200, 404]);
  await undo(store, 1);
  expect(await Promise.all(urls.map(status))).toEqual([404, 404]);
  expect(await stored(store)).toEqual([]);
});
