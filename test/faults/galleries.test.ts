import { env } from 'cloudflare:workers';
import { evictDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { Result } from '../../src/platform/result.ts';
import type { Refusal } from '../../src/catalogue/ports.ts';
import { DurableGalleries } from '../../src/worker/durable-galleries.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import type { CommandResult } from '../../src/gallery/operation.ts';
import type { ProductGallery } from '../../src/worker/product-gallery.ts';
import { noCost } from '../../src/platform/cost.ts';
import { create, update } from '../gallery/commands.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage, listImages, v3 } from '../support/v3.ts';
import { Barrier } from './barrier.ts';
import { allCounts, countImages, openGalleryStore, operation, withCommit } from './gallery-store.ts';

type Execute = ProductGallery['execute'];

/** Opens the galleries on the real Durable Objects, with each call replaced by `call`. */
function galleriesWith(call: (execute: Execute, number: number) => Execute) {
  let calls = 0;
  const namespace = {
    idFromName: (name: string) => env.GALLERIES.idFromName(name),
    get: (id: DurableObjectId) => {
      const stub = env.GALLERIES.get(id);
      calls += 1;
      return { execute: call(async (...args) => await stub.execute(...args), calls) };
    },
  };
  const cost = noCost();
  const galleries = new DurableGalleries(namespace as unknown as typeof env.GALLERIES, cost, undefined);
  const addImage = async (store: TestStore): Promise<Result<CommandResult, Refusal>> => {
    const product = { storeId: store.id, productId: 7 };
    const guid = `guid-${store.id}-7`;
    return await galleries.execute({ product, guid }, operation(create({ description: 'Front' })));
  };
  return { addImage, cost };
}

const broken = (): Error => new Error('Network connection lost.');

describe('a call to a Durable Object that fails', () => {
  it('after the command was executed is repeated, and answered with the result', async () => {
    const store = await newStore();
    const { addImage, cost } = galleriesWith((execute, number) => async (...args) => {
      const answer = await execute(...args);
      if (number === 1) throw broken();
      return answer;
    });
    expect(await addImage(store)).toMatchObject({
      ok: true,
      value: { rows: { images: [{ id: 1, description: 'Front' }] } },
    });
    expect(cost.galleryCalls).toBe(2);
    expect(loggedErrors()).toEqual(['gallery-call-failed']);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('before the command was executed is repeated, and the command executed once', async () => {
    const store = await newStore();
    const { addImage } = galleriesWith((execute, number) => (number < 3 ? () => Promise.reject(broken()) : execute));
    expect(await addImage(store)).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    expect(loggedErrors()).toEqual(['gallery-call-failed', 'gallery-call-failed']);
  });

  it.each([
    ['four times', broken, 4],
    ['because the object is overloaded', () => Object.assign(broken(), { overloaded: true }), 1],
  ])('%s is answered busy', async (_when, error, calls) => {
    const { addImage, cost } = galleriesWith(() => () => Promise.reject(error()));
    expect(await addImage(await newStore())).toEqual({
      ok: false,
      fault: { fault: { kind: 'busy', retryAfterSeconds: 2 }, isFinal: false },
    });
    expect(cost.galleryCalls).toBe(calls);
    expect(loggedErrors()).toEqual(Array.from({ length: calls }, () => 'gallery-call-failed'));
  });
});

describe('a Durable Object that is evicted between writes', () => {
  it('loses nothing, because the next write loads the product from the database', async () => {
    const store = await newStore();
    for (const description of ['a', 'b']) await createImage(store, 7, TINY_PNG, { description });
    await evictDurableObject(env.GALLERIES.getByName(`${store.id}:7`));
    const moved = await v3(store, 'PUT', '/catalog/products/7/images/2', { json: { sort_order: 0 } });
    expect(moved.status).toBe(200);
    expect(await listImages(store, 7)).toMatchObject([
      { id: 1, sort_order: 1, description: 'a' },
      { id: 2, sort_order: 0, description: 'b' },
    ]);
  });
});

describe('the queue of a product', () => {
  it('has room for 500 commands, which are executed; further ones are answered busy', async () => {
    const store = await newStore();
    const inner = openGalleryStore(store, 7);
    await new CommandHandler().execute(operation(create({})), inner, Date.now);
    const barrier = new Barrier();
    const handler = new CommandHandler();
    const held = withCommit(inner, async (transaction) => {
      await barrier.pass();
      return await inner.commit(transaction);
    });
    const move = () => handler.execute(operation(update(1, { sortOrder: 5 })), held, Date.now);
    const waiting = Array.from({ length: 500 }, move);
    await barrier.reached();
    expect(await move()).toEqual({ ok: false, fault: { kind: 'busy', retryAfterSeconds: 1 } });
    barrier.open();
    const answers = await Promise.all(waiting);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(500);
  });
});
