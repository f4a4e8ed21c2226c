import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { ask } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';

/** A media as it was before the library: without name, folder and size of its own. */
const OLD_MEDIA = `INSERT INTO media (store_id, id, blob_id, original_name, created_at) VALUES (?1, ?2, ?3, ?4, 5000)`;

const OLD_IMAGE = `INSERT INTO product_images (store_id, product_id, gallery, id, media_id, sort_order, is_thumbnail,
    description, file_stem, format, revision, created_at, modified_at)
  VALUES (?1, 7, 'shop', ?2, ?2, 0, 0, '', 'shoe', 'png', 1, 0, 0)`;

it('gives media that were there before names, sizes and a place in the library', async () => {
  await reset();
  const before = env.MIGRATIONS.filter(({ name }) => name < '0003');
  await applyD1Migrations(env.DB, before);
  const store = await newStore();
  const now = Date.now();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO blobs VALUES (1, ?1, 'aa', 'originals/x/1.png', NULL, 'png', 70, 30, 20, 1, 0, ?2)`,
    ).bind(store.id, now),
    env.DB.prepare(
      `INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?1, 7, 'g', 1, 0, 0)`,
    ).bind(store.id),
    ...['shoe.png', 'shoe.png', '', 'ä'.repeat(101)].flatMap((name, index) => [
      env.DB.prepare(OLD_MEDIA).bind(store.id, index + 1, 1, name),
      env.DB.prepare(OLD_IMAGE).bind(store.id, index + 1),
    ]),
  ]);
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  // The Worker from before still runs: two more, by its statements.
  for (const id of [5, 6]) {
    await env.DB.batch([
      env.DB.prepare(OLD_MEDIA).bind(store.id, id, 1, 'shoe.png'),
      env.DB.prepare(OLD_IMAGE).bind(store.id, id),
    ]);
  }
  const { media } = await ask(store, 'GET', '/media');
  expect(media?.map(({ filename }) => filename)).toEqual([
    'shoe.png',
    'media-2',
    'media-3',
    'media-4',
    'media-5',
    'media-6',
  ]);
  expect(media?.[0]).toMatchObject({
    width: 30,
    height: 20,
    size: 70,
    mime_type: 'image/png',
    media_folder: 'product',
  });
  expect(media?.[0]).toMatchObject({ updated_at: '1970-01-01 00:00:05' });
  const { images } = await ask(store, 'GET', '/products/7/images');
  for (const [index, image] of (images ?? []).entries()) {
    expect(image).toMatchObject({ media_id: index + 1, width: 30, height: 20 });
  }
  expect(images).toHaveLength(6);
});
