import { env } from 'cloudflare:workers';
import { thumbHashToAverageRGBA } from 'thumbhash';
import { expect, it } from 'vitest';
import type { WireMedia } from '../../src/dialects/v1/wire-media.ts';
import { sample } from '../support/pictures.ts';
import { REMOTE, serveRemote } from '../support/remote.ts';
import { finishJob, guidOf, PICTURE_URL, postImages } from '../support/shoptet.ts';
import { place, upload } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { readProduct } from '../support/v1.ts';
import { v2 } from '../support/v2.ts';
import { createImage, imageForm, v3 } from '../support/v3.ts';

/** What is shown of the media of a product's only image. */
async function mediaOf(store: TestStore): Promise<WireMedia> {
  const [image] = (await readProduct(store, 7)).images;
  if (image === undefined) throw new Error('no image');
  return image.media;
}

const bytesOf = (thumbHash: string | null): Uint8Array =>
  Uint8Array.from(atob(thumbHash ?? ''), (character) => character.charCodeAt(0));

it.each(
  Object.keys(env.SAMPLES).filter((name) => /\.(?:bmp|gif|jpg|png|wbmp|webp|xbm)$/.test(name) && name !== 'pixel.gif'),
)('%s has a placeholder [V1-50]', async (name) => {
  const store = await newStore();
  await createImage(store, 7, sample(name));
  const media = await mediaOf(store);
  expect(media.color).toMatch(/^#[0-9a-f]{6}$/);
  expect(bytesOf(media.thumbHash).length).toBeGreaterThanOrEqual(13);
  expect(bytesOf(media.thumbHash).length).toBeLessThanOrEqual(25);
});

it('the placeholder shows the colours of the picture [V1-50]', async () => {
  const store = await newStore();
  await createImage(store, 7, sample('shirt-red-transparent.png'));
  const media = await mediaOf(store);
  const { r, g, b } = thumbHashToAverageRGBA(bytesOf(media.thumbHash));
  expect(r > 0.5 && g < 0.4 && b < 0.4).toBe(true);
  expect(media.color).toMatch(/^#[89a-f]/);
});

it.each(['cup-landscape.jpg', 'cup-palette.png', 'box-turntable.gif'])(
  'every API leaves the same placeholder of %s [V1-50]',
  async (name) => {
    const bytes = sample(name);
    serveRemote({ '/picture': () => new Response(bytes) });
    const ways: readonly ((store: TestStore) => Promise<unknown>)[] = [
      (store) => createImage(store, 7, bytes),
      (store) => v3(store, 'POST', '/catalog/products/7/images', { json: { image_url: `${REMOTE}/picture` } }),
      (store) => v2(store, 'POST', '/products/7/images', { body: imageForm(bytes) }),
      async (store) => await place(store, 7, (await upload(store, bytes)).id),
      async (store) => {
        const { data } = await postImages(store, guidOf(store, 7), [{ sourceUrl: PICTURE_URL }]);
        await finishJob(data.jobId, 1, { [new URL(PICTURE_URL).pathname]: bytes });
      },
    ];
    const placeholders = await Promise.all(
      ways.map(async (way) => {
        const store = await newStore();
        await way(store);
        const { thumbHash, color } = await mediaOf(store);
        return `${thumbHash} ${color}`;
      }),
    );
    expect(new Set(placeholders).size).toBe(1);
    expect(placeholders[0]).not.toContain('null');
  },
);

it('what cannot be seen has none [V1-51]', async () => {
  const store = await newStore();
  // A GIF of one pixel, which is transparent.
  const bytes = Uint8Array.from(atob('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'), (c) =>
    c.charCodeAt(0),
  );
  await createImage(store, 7, bytes);
  expect(await mediaOf(store)).toMatchObject({ thumbHash: null, color: null });
  expect((await readProduct(store, 7)).cover).toMatchObject({ thumbHash: null });
});

it('bytes that are stored already keep their placeholder, and get one where they had none [V1-50]', async () => {
  const store = await newStore();
  const bytes = sample('cup-landscape.jpg');
  await createImage(store, 7, bytes);
  const { thumbHash } = await mediaOf(store);
  const change = async (value: string | null): Promise<void> => {
    const statement = env.DB.prepare('UPDATE blobs SET thumb_hash = ?2, color = ?2 WHERE store_id = ?1');
    await statement.bind(store.id, value).run();
  };
  await change('kept');
  await createImage(store, 8, bytes);
  expect((await mediaOf(store)).thumbHash).toBe('kept');
  await change(null);
  expect((await mediaOf(store)).thumbHash).toBeNull();
  await createImage(store, 9, bytes);
  expect((await mediaOf(store)).thumbHash).toBe(thumbHash);
});
