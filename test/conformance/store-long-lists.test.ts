import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { costOf } from '../support/cost.ts';
import { fillLibrary } from '../support/library-rows.ts';
import { ask, storeApi } from '../support/store-api.ts';
import { newStore, type TestStore } from '../support/stores.ts';

describe('lists of a store with more rows than are sorted', () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await newStore();
    await fillLibrary(store, 50_001);
    await env.DB.prepare('UPDATE store_counters SET last_image_id = 3000000 WHERE store_id = ?').bind(store.id).run();
  });

  it.each([
    ['/media?order=size:desc', 'order', 'id_min'],
    ['/media?order=media_folder,id', 'order', 'id_min'],
    ['/media?query=filename[ew]:"nothing"', 'query', 'id_min'],
    ['/media?query=size_min:99 OR filename:"file-7.png"&limit=50&page=30', 'query', 'id_min'],
    ['/products/images?limit=50&page=30000', 'page', 'id_min'],
  ])('%s is 400 with the field and what to add [SCALE-4]', async (path, field, advice) => {
    const { request } = await ask(store, 'GET', path.replaceAll('"', '%22'), {}, 400);
    expect(request.error).toMatchObject({ type: 'invalid_request_error', code: 'validation_failed' });
    expect(request.errors).toEqual([{ field, message: expect.stringContaining(advice) as unknown }]);
  });

  it.each([
    ['/media?order=size:desc&query=id_min:49000&limit=50', 50],
    ['/media?order=id:desc&limit=50', 50],
    ['/media?query=filename:%22file-40000.png%22', 1],
    ['/media?query=media_folder:%22product%22&limit=50', 50],
    ['/media?limit=50&page=1001', 1],
    ['/media?limit=50&page=2000', 0],
  ])('%s is answered [SCALE-4]', async (path, count) => {
    const { media } = await ask(store, 'GET', path);
    expect(media).toHaveLength(count);
  });

  it('are walked at the cost of their first page [SCALE-1]', async () => {
    await ask(store, 'GET', '/media?limit=50&page=999');
    const cost = costOf(await storeApi(store, 'GET', '/media?limit=50&page=1000'));
    expect(cost).toMatchObject({ roundTrips: 1, rowsWritten: 0 });
    expect(cost.rowsRead).toBeLessThanOrEqual(55);
  });
});
