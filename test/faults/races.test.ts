import { env } from 'cloudflare:workers';
import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { evolve } from '../../src/gallery/evolve.ts';
import { decide } from '../../src/gallery/decide.ts';
import { KEY_LOCK_WAIT_MS } from '../../src/gallery/key-locks.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { GalleryState } from '../../src/gallery/state.ts';
import { create, update } from '../gallery/commands.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, imageForm, listImages, v3 } from '../support/v3.ts';
import { allCounts, countImages, openGalleryStore, operation } from './gallery-store.ts';

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));

async function fill(store: TestStore, productId: number, count: number): Promise<void> {
  const command = create(...times(count, () => ({})));
  await new CommandHandler().execute(operation(command), openGalleryStore(store, productId), Date.now);
}

const post = (
  store: TestStore,
  headers: Record<string, string> = {},
  fields: Record<string, string> = {},
): Promise<Response> => v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, fields), headers });

it('50 parallel creates at 990 images end at exactly 1000 [IMG-12]', async () => {
  const store = await newStore();
  await fill(store, 7, 990);
  const answers = await Promise.all(times(50, () => post(store)));
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(10);
  expect(statuses.filter((status) => status === 422)).toHaveLength(40);
  expect(await countImages(store, 7)).toEqual(allCounts(1000));
});

describe('Idempotency-Key', () => {
  it('sent ten times in parallel gives one image and ten equal answers [REQ-3]', async () => {
    const store = await newStore();
    const answers = await Promise.all(times(10, () => post(store, { 'Idempotency-Key': 'same' })));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(bodies).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('Idempotency-Replayed') === 'true')).toHaveLength(9);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('leaves one stored original after ten parallel uploads with it [REQ-3, IMG-7]', async () => {
    const store = await newStore();
    await Promise.all(times(10, () => post(store, { 'Idempotency-Key': 'same' })));
    const { objects } = await env.BUCKET.list({ prefix: `originals/${store.hash}/` });
    expect(objects).toHaveLength(1);
  });

  it('of a request that fetches and does not end is answered with 409 and Retry-After after five seconds [REQ-3]', async () => {
    const store = await newStore();
    const gallery = env.GALLERIES.getByName(`${store.id}:7`);
    const address = { product: { storeId: store.id, productId: 7 }, guid: 'guid' };
    const record = { scope: 'product:7', key: 'stuck', fingerprint: 'of the first' };
    await gallery.acquireKey(address, record, 'the first');
    const started = Date.now();
    const [headers, json] = [{ 'Idempotency-Key': 'stuck' }, { image_url: 'https://nowhere.invalid/a.png' }];
    const second = await v3(store, 'POST', '/catalog/products/7/images', { headers, json });
    expect([second.status, second.headers.get('Retry-After')]).toEqual([409, '1']);
    expect(Date.now() - started).toBeGreaterThanOrEqual(KEY_LOCK_WAIT_MS - 50);
    await gallery.releaseKey(record, 'the first');
    expect((await post(store, { 'Idempotency-Key': 'stuck' })).status).toBe(200);
  }, 15_000);

  it('is not waited for by a request that brings its bytes: the gallery has them in their turn [REQ-3]', async () => {
    const store = await newStore();
    const gallery = env.GALLERIES.getByName(`${store.id}:7`);
    const address = { product: { storeId: store.id, productId: 7 }, guid: 'guid' };
    const record = { scope: 'product:7', key: 'k', fingerprint: 'of the first' };
    await gallery.acquireKey(address, record, 'the first');
    expect((await post(store, { 'Idempotency-Key': 'k' })).status).toBe(200);
    // Whoever holds the lock, only the record decides.
    expect((await post(store, { 'Idempotency-Key': 'k' })).headers.get('Idempotency-Replayed')).toBe('true');
    await gallery.releaseKey(record, 'the first');
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('of a request that fails can be used by the next request at once [REQ-4]', async () => {
    const store = await newStore();
    const bad = v3(store, 'POST', '/catalog/products/7/images', {
      body: imageForm(new TextEncoder().encode('no picture')),
      headers: { 'Idempotency-Key': 'k' },
    });
    const answers = await Promise.all([bad, post(store, { 'Idempotency-Key': 'k' })]);
    expect(answers.map(({ status }) => status)).toEqual([422, 200]);
  });

  it('is answered from the database after the Durable Object was evicted [REQ-1]', async () => {
    const store = await newStore();
    const first = await post(store, { 'Idempotency-Key': 'kept' });
    await evictDurableObject(env.GALLERIES.getByName(`${store.id}:7`));
    const again = await post(store, { 'Idempotency-Key': 'kept' });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await again.json()).toEqual(await first.json());
  });
});

it('parallel moves have the result of the same moves in some serial order [BC-20]', async () => {
  const store = await newStore();
  for (const _ of times(5, String)) await createImage(store, 7, TINY_PNG);
  const before = await openGalleryStore(store, 7).load();
  const moves = [
    [5, 0],
    [4, 0],
    [1, 3],
    [2, 3],
    [3, 1],
  ] as const;
  await Promise.all(
    moves.map(([id, sort]) => v3(store, 'PUT', `/catalog/products/7/images/${id}`, { json: { sort_order: sort } })),
  );
  const after = (await listImages(store, 7)).map(({ id, sort_order }) => [id, sort_order]);
  const serial = permutations(moves).map((order) => orderAfter(before, order));
  expect(serial).toContainEqual(after);
});

function orderAfter(start: GalleryState, moves: readonly (readonly [number, number])[]): number[][] {
  let state = start;
  for (const [id, sortOrder] of moves) {
    const decision = decide(state, update(id, { sortOrder }), 0);
    if (decision.ok) state = evolve(state, decision.value, { lastImageIdBefore: 0, jobId: undefined });
  }
  return state.images.map(({ id, sortOrder }) => [id, sortOrder]);
}

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) => permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]));
}
