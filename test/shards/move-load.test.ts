import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { runStoreMove } from '../../src/worker/run-store-move.ts';
import { TINY_PNG } from '../support/pictures.ts';
import type { TestStore } from '../support/stores.ts';
import { v1 } from '../support/v1.ts';
import { imageForm, listImages, v3 } from '../support/v3.ts';
import { ageLeftRows, dump, move, newStoreIn } from './shards.ts';

/** What a client was told, and what it may find. */
interface Model {
  /** The descriptions of images whose creation was acknowledged. */
  readonly acknowledged: Set<string>;
  readonly refusals: Response[];
  isOver: boolean;
}

async function write(store: TestStore, model: Model, name: string): Promise<void> {
  for (let number = 0; !model.isOver; number += 1) {
    const description = `${name}${number}`;
    const headers = { 'Idempotency-Key': description };
    for (;;) {
      const body = imageForm(TINY_PNG, { description });
      const response = await v3(store, 'POST', '/catalog/products/7/images', { body, headers });
      if (response.status === 200) break;
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('busy')]);
      expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
      model.refusals.push(response);
      await new Promise((wake) => setTimeout(wake, 5));
      if (model.isOver) return;
    }
    model.acknowledged.add(description);
  }
}

/** Reads until it is over: never a failure, and never less than had been acknowledged before. */
async function read(store: TestStore, model: Model): Promise<number> {
  let reads = 0;
  while (!model.isOver) {
    const known = [...model.acknowledged];
    const response = await v3(store, 'GET', '/catalog/products/7/images?limit=250');
    const { data } = await response.json<{ data: { description: string }[] }>();
    const found = new Set(data.map(({ description }) => description));
    expect([response.status, known.filter((description) => !found.has(description))]).toEqual([200, []]);
    expect((await v1(store, 'GET', '/products/7')).status).toBe(200);
    reads += 1;
  }
  return reads;
}

describe('a move under load', () => {
  it('never fails a read, and loses and doubles nothing that was acknowledged [SHARD-7, SHARD-10]', async () => {
    const store = await newStoreIn('DB');
    const model: Model = { acknowledged: new Set(), refusals: [], isOver: false };
    await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG, { description: 'first' }) });
    model.acknowledged.add('first');
    const clients = [write(store, model, 'a'), write(store, model, 'b'), read(store, model)];
    for (const to of ['DB_2', 'DB_3'] as const) {
      const count = model.acknowledged.size;
      while (model.acknowledged.size < count + 4) await new Promise((wake) => setTimeout(wake, 1));
      expect(await move(store, to)).toMatchObject({ phase: 'moved' });
    }
    const count = model.acknowledged.size;
    while (model.acknowledged.size < count + 4) await new Promise((wake) => setTimeout(wake, 1));
    model.isOver = true;
    await Promise.all(clients);
    const found = (await listImages(store, 7)).map(({ description }) => description);
    expect(found.toSorted()).toEqual([...new Set(found)].toSorted());
    expect([...model.acknowledged].filter((description) => !found.includes(description))).toEqual([]);
    expect(model.refusals.length).toBeGreaterThan(0);
    const { journal = [] } = await dump('DB_3', store.id);
    expect(journal).toHaveLength(found.length);
  }, 60_000);

  it('goes for two stores in opposite directions at once, and by two that ask at once [SHARD-11]', async () => {
    const [here, there] = [await newStoreIn('DB'), await newStoreIn('DB_2')];
    for (const store of [here, there]) {
      await v3(store, 'POST', '/catalog/products/7/images', { body: imageForm(TINY_PNG) });
    }
    const dumps = [await dump('DB', here.id), await dump('DB_2', there.id)];
    const ask = (store: TestStore, to: string) =>
      runStoreMove(env, { storeHash: store.hash, to, isAbort: false }, Date.now());
    await Promise.all([ask(here, 'DB_2'), ask(here, 'DB_2'), ask(there, 'DB'), ask(there, 'DB')]);
    expect([await move(here, 'DB_2'), await move(there, 'DB')]).toMatchObject([
      { phase: 'moved', shard: 'DB_2' },
      { phase: 'moved', shard: 'DB' },
    ]);
    expect([await dump('DB_2', here.id), await dump('DB', there.id)]).toEqual(dumps);
    for (const shard of ['DB', 'DB_2'] as const) await ageLeftRows(shard);
  });
});
