import { env } from 'cloudflare:workers';
import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { GalleryAddress } from '../../src/gallery/operation.ts';
import type { IdempotencyRecord } from '../../src/gallery/ports.ts';
import { productGuid } from '../../src/model/product-guid.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { ProductGallery } from '../../src/worker/product-gallery.ts';
import { operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const RECORD: IdempotencyRecord = { scope: 'product:7', key: 'k', fingerprint: 'f' };
const OTHER: IdempotencyRecord = { ...RECORD, fingerprint: 'of another request' };
const FREE = ok({ kind: 'free' });

const galleryOf = (store: TestStore) => env.GALLERIES.getByName(`${store.id}:7`);
const addressOf = (store: TestStore): GalleryAddress => {
  const product = { storeId: store.id, productId: 7 };
  return { product, guid: productGuid(product) };
};

describe('acquireKey', () => {
  it('gives a key that was never used', async () => {
    const store = await newStore();
    const { result } = await galleryOf(store).acquireKey(addressOf(store), RECORD, 'a');
    expect(result).toEqual(FREE);
  });

  it('answers with what the key did before, and keeps nobody waiting for it', async () => {
    const store = await newStore();
    const gallery = galleryOf(store);
    await gallery.execute(addressOf(store), operation(create({}), RECORD));
    for (const operationId of ['a', 'b']) {
      const { result } = await gallery.acquireKey(addressOf(store), RECORD, operationId);
      expect(result).toMatchObject({ ok: true, value: { kind: 'answered', executed: { isReplay: true } } });
    }
  });

  it('refuses the key of another request, and keeps nobody waiting for it', async () => {
    const store = await newStore();
    const gallery = galleryOf(store);
    await gallery.execute(addressOf(store), operation(create({}), RECORD));
    for (const operationId of ['a', 'b']) {
      const { result } = await gallery.acquireKey(addressOf(store), OTHER, operationId);
      expect(result).toEqual(fail({ kind: 'key-reused' }));
    }
  });

  it('is busy while the database is away, keeps nobody waiting for the key, and says so in the log', async () => {
    const store = await newStore();
    const seen = await runInDurableObject(galleryOf(store), async (_instance, state) => {
      const session = env.DB.withSession('first-primary');
      const { binding } = failingIn(session, 'batch', (call) => (call <= 2 ? new Error('away') : undefined));
      const DB = new Proxy(env.DB, {
        get: (target, property) => (property === 'withSession' ? () => binding : Reflect.get(target, property)),
      });
      const gallery = new ProductGallery(state, { ...env, DB });
      const results = [];
      for (const operationId of ['a', 'b', 'c']) {
        results.push((await gallery.acquireKey(addressOf(store), RECORD, operationId)).result);
      }
      return results;
    });
    const busy = fail({ kind: 'busy', retryAfterSeconds: 1 });
    expect(seen).toEqual([busy, busy, FREE]);
    const event = { event: 'gallery-recall-failed', message: 'Error: away' };
    expect(loggedEntries()).toEqual([event, event]);
  });
});

describe('execute', () => {
  it('gives the key back that its operation held, whatever came of it', async () => {
    const store = await newStore();
    const gallery = galleryOf(store);
    const refused = operation({ kind: 'delete', gallery: 'shop', imageIds: [9] }, RECORD);
    await gallery.acquireKey(addressOf(store), RECORD, refused.operationId);
    const { result } = await gallery.execute(addressOf(store), refused);
    expect(result).toMatchObject({ ok: false, fault: { kind: 'image-not-found' } });
    expect((await gallery.acquireKey(addressOf(store), RECORD, 'next')).result).toEqual(FREE);
  });
});
