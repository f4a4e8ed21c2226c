import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { create } from '../gallery/commands.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { ask, place, storeApi, upload } from '../support/store-api.ts';
import { newStore } from '../support/stores.ts';
import { allCounts, countImages, openGalleryStore, operation, withCommit } from './gallery-store.ts';

const media = (mediaId: number) => ({ source: { kind: 'media', mediaId } as const });

describe('placing media', () => {
  it('fails as a whole, and names the row, when a media is deleted before the batch is committed', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    await upload(store, TINY_PNG);
    const inner = openGalleryStore(store, 7);
    const late = withCommit(inner, async (transaction) => {
      await ask(store, 'DELETE', '/media/2');
      return await inner.commit(transaction);
    });
    const result = await new CommandHandler().execute(operation(create(media(1), media(2))), late, Date.now);
    expect(result).toEqual({ ok: false, fault: { kind: 'media-missing', row: 1, mediaId: 2 } });
    expect(await countImages(store, 7)).toEqual({});
  });

  it('is decided anew where the media that was missing is there when it is asked for', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    const inner = openGalleryStore(store, 7);
    const early = withCommit(inner, async (plan, call) =>
      call === 1 ? { kind: 'media-missing' } : await inner.commit(plan),
    );
    const result = await new CommandHandler().execute(operation(create(media(1), {})), early, Date.now);
    expect(result).toMatchObject({ ok: true, value: { rows: { images: [{ mediaId: 1 }, { mediaId: 2 }] } } });
  });

  it('is answered with the recorded result of its Idempotency-Key, although the media was deleted since', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG);
    const record = { scope: 'product:7', key: 'k', fingerprint: 'f' };
    const first = operation(create(media(1)), record);
    await new CommandHandler().execute(first, openGalleryStore(store, 7), Date.now);
    await ask(store, 'DELETE', '/v1.3/products/7/images/1');
    await ask(store, 'DELETE', '/media/1');
    const again = await new CommandHandler().execute(
      operation(create(media(1)), record),
      openGalleryStore(store, 7),
      Date.now,
    );
    expect(again).toMatchObject({ ok: true, value: { isReplay: true } });
  });

  it('accepts uploads and media in one command', async () => {
    const store = await newStore();
    await upload(store, TINY_PNG, { filename: 'mine.png' });
    await new CommandHandler().execute(operation(create({}, media(1), {})), openGalleryStore(store, 7), Date.now);
    const { images } = await ask(store, 'GET', '/v1.3/products/7/images');
    expect(images?.map(({ media_id }) => media_id)).toEqual([2, 1, 3]);
    expect(images?.[1]?.url).toContain('/mine__');
    expect(await countImages(store, 7)).toEqual(allCounts(3));
  });

  it('while the media is deleted either succeeds or fails, and leaves no image without a media', async () => {
    for (let round = 0; round < 10; round += 1) {
      const store = await newStore();
      const { id } = await upload(store, TINY_PNG);
      const [placed, deleted] = await Promise.all([
        storeApi(store, 'POST', '/products/7/images', { json: { media_id: id } }),
        storeApi(store, 'DELETE', `/media/${id}`),
      ]);
      expect([
        [201, 400],
        [400, 200],
      ]).toContainEqual([placed.status, deleted.status]);
      const images = await env.DB.prepare('SELECT count(*) AS n FROM product_images WHERE store_id = ?')
        .bind(store.id)
        .first('n');
      expect(images).toBe(placed.status === 201 ? 1 : 0);
    }
  });

  it('while a text of the media changes shows the newest text in all images', async () => {
    const store = await newStore();
    const { id } = await upload(store, TINY_PNG);
    await place(store, 7, id);
    const changes = Array.from({ length: 6 }, (_, index) =>
      ask(store, 'PUT', `/media/${id}`, { json: { alt_text: `text ${index}` } }),
    );
    const placings = Array.from({ length: 6 }, () => place(store, 7, id));
    await Promise.all([...changes, ...placings]);
    const { images } = await ask(store, 'GET', '/v1.3/products/7/images');
    const { media: rows } = await ask(store, 'GET', `/media/${id}`);
    expect(images).toHaveLength(7);
    expect(new Set(images?.map(({ alt_text }) => alt_text))).toEqual(new Set([rows?.[0]?.alt_text]));
  });
});
