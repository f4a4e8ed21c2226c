import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GalleryAddress, SentOperation } from '../../src/gallery/operation.ts';
import { productGuid } from '../../src/model/product-guid.ts';
import { noCost } from '../../src/platform/cost.ts';
import { fail } from '../../src/platform/result.ts';
import { DurableGalleries } from '../../src/worker/durable-galleries.ts';
import { allCounts, countImages, operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { loggedEntries, loggedErrors } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const BUSY = fail({ fault: { kind: 'busy', retryAfterSeconds: 2 }, isFinal: false });
const RECORD = { scope: 'product:7', key: 'k', fingerprint: 'f' };

const addressOf = (store: TestStore): GalleryAddress => {
  const product = { storeId: store.id, productId: 7 };
  return { product, guid: productGuid(product) };
};

/** The pauses that were asked for; none of them is waited for. */
let pauses: number[] = [];

beforeEach(() => {
  pauses = [];
  vi.spyOn(scheduler, 'wait').mockImplementation((ms) => {
    pauses.push(ms);
    return Promise.resolve();
  });
});

/** Galleries whose object cannot be reached in the calls that `failure` says. */
function galleriesWith(failure: (call: number) => unknown) {
  const { binding, calls } = failingIn(env.GALLERIES, 'get', failure);
  const cost = noCost();
  return { galleries: new DurableGalleries(binding, cost, undefined), cost, calls };
}

const away = new Error('Durable Object reset because its code was updated.');
const overloaded = Object.assign(new Error('Durable Object is overloaded.'), { overloaded: true });

describe('a gallery that does not answer', () => {
  it('is called again with growing pauses, each time by a new stub, until it does', async () => {
    const store = await newStore();
    const { galleries, cost, calls } = galleriesWith((call) => (call <= 3 ? away : undefined));
    const executed = await galleries.execute(addressOf(store), operation(create({})));
    expect(executed).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1 }] } } });
    expect([calls(), cost.galleryCalls, pauses]).toEqual([4, 4, [50, 100, 200]]);
    const event = { event: 'gallery-call-failed', message: String(away) };
    expect(loggedEntries()).toEqual([event, event, event]);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('is busy after four calls', async () => {
    const store = await newStore();
    const { galleries, calls } = galleriesWith(() => away);
    expect(await galleries.execute(addressOf(store), operation(create({})))).toEqual(BUSY);
    expect([calls(), pauses, loggedEntries().length]).toEqual([4, [50, 100, 200], 4]);
  });

  it('is called again for a key as well', async () => {
    const store = await newStore();
    const { galleries, calls } = galleriesWith((call) => (call === 1 ? away : undefined));
    const locked = await galleries.acquireKey(addressOf(store), RECORD, 'op');
    expect(locked).toEqual({ ok: true, value: { kind: 'free' } });
    expect(calls()).toBe(2);
    expect(loggedErrors()).toEqual(['gallery-call-failed']);
  });

  it.each([new Error('no flag'), Object.assign(new Error('not that'), { overloaded: false }), 'no object', null])(
    'is called again after %s',
    async (error) => {
      const store = await newStore();
      const { galleries, calls } = galleriesWith((call) => (call === 1 ? error : undefined));
      expect(await galleries.execute(addressOf(store), operation(create({})))).toMatchObject({ ok: true });
      expect(calls()).toBe(2);
      expect(loggedErrors()).toEqual(['gallery-call-failed']);
    },
  );

  it('is not called again when it is overloaded: that would make its load worse', async () => {
    const store = await newStore();
    const { galleries, calls } = galleriesWith(() => overloaded);
    expect(await galleries.execute(addressOf(store), operation(create({})))).toEqual(BUSY);
    expect([calls(), pauses]).toEqual([1, []]);
    expect(loggedEntries()).toEqual([{ event: 'gallery-call-failed', message: String(overloaded) }]);
  });

  it('leaves a key to end by itself', async () => {
    const store = await newStore();
    const { galleries, calls } = galleriesWith(() => away);
    await galleries.releaseKey(addressOf(store), RECORD, 'op');
    expect(calls()).toBe(1);
    expect(loggedEntries()).toEqual([{ event: 'release-failed', message: String(away) }]);
  });
});

it('an operation is committed once, though the answer to its first call is lost', async () => {
  const store = await newStore();
  let executions = 0;
  const namespace = new Proxy(env.GALLERIES, {
    get: (target, property) => {
      if (property !== 'get') return (name: string) => target.idFromName(name);
      return (id: DurableObjectId) => {
        const stub = target.get(id);
        return {
          execute: async (address: GalleryAddress, sent: SentOperation) => {
            executions += 1;
            const answer = await stub.execute(address, sent);
            if (executions === 1) throw away;
            return answer;
          },
        };
      };
    },
  });
  const galleries = new DurableGalleries(namespace, noCost(), undefined);
  const executed = await galleries.execute(addressOf(store), operation(create({ description: 'Front' })));
  expect(executed).toMatchObject({ ok: true, value: { rows: { images: [{ id: 1, description: 'Front' }] } } });
  expect(executions).toBe(2);
  expect(await countImages(store, 7)).toEqual(allCounts(1));
  expect(loggedErrors()).toEqual(['gallery-call-failed']);
});

it('a repeat says that it is one, and since when; its refusal is not final', async () => {
  const store = await newStore();
  const sent: SentOperation[] = [];
  const full = fail({ kind: 'product-full', maxImages: 1000 } as const);
  const galleriesAnswering = (failures: number) => {
    const namespace = new Proxy(env.GALLERIES, {
      get: (target, property) => {
        if (property !== 'get') return (name: string) => target.idFromName(name);
        return () => ({
          execute: (_address: GalleryAddress, operation_: SentOperation) => {
            sent.push(operation_);
            if (sent.length <= failures) return Promise.reject(away);
            return Promise.resolve({ result: full, cost: noCost(), bookmark: null });
          },
        });
      },
    });
    return new DurableGalleries(namespace, noCost(), undefined);
  };
  expect(await galleriesAnswering(0).execute(addressOf(store), operation(create({})))).toEqual(
    fail({ fault: full.fault, isFinal: true }),
  );
  sent.length = 0;
  expect(await galleriesAnswering(1).execute(addressOf(store), operation(create({})))).toEqual(
    fail({ fault: full.fault, isFinal: false }),
  );
  expect(sent.map(({ isRepeat }) => isRepeat)).toEqual([false, true]);
  expect(new Set(sent.map(({ sentAtMs }) => sentAtMs)).size).toBe(1);
  expect(loggedErrors()).toEqual(['gallery-call-failed']);
});

it('galleries are made where the location hint says', async () => {
  const hints: unknown[] = [];
  const namespace = new Proxy(env.GALLERIES, {
    get: (target, property) => {
      if (property !== 'get') return (name: string) => target.idFromName(name);
      return (id: DurableObjectId, options: unknown) => {
        hints.push(options);
        return target.get(id);
      };
    },
  });
  const store = await newStore();
  for (const hint of ['weur', undefined] as const) {
    await new DurableGalleries(namespace, noCost(), hint).execute(addressOf(store), operation(create({})));
  }
  expect(hints).toEqual([{ locationHint: 'weur' }, {}]);
});
