import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { StoreRunner } from '../../src/jobs/store-runner.ts';
import { D1DeliveryStore } from '../../src/storage/delivery-store.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, guidOf } from '../support/shoptet.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { v1 } from '../support/v1.ts';
import { createImage, v3 } from '../support/v3.ts';
import { createWebhook, HOOK_URL, listDeliveries, listWebhooks, type Received, Receiver } from '../support/webhooks.ts';
import { Barrier } from './barrier.ts';
import { type Death, dyingWorker } from './dying-worker.ts';
import { type Loss, lossyDatabase } from './lossy-database.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** Makes a store with a webhook for everything, and creates an image for each product, in this order. */
async function storeWithEvents(...productIds: readonly number[]): Promise<{ store: TestStore; webhookId: number }> {
  const store = await newStore();
  const { id } = await createWebhook(store, { events: ['images.*'] });
  await createImages(store, ...productIds);
  return { store, webhookId: id };
}

async function createImages(store: TestStore, ...productIds: readonly number[]): Promise<void> {
  for (const productId of productIds) await createImage(store, productId, TINY_PNG);
}

/** Returns what was told of each product, by the versions in it, in the order in which it was. */
function versionsByProduct(received: readonly Received[]): Readonly<Record<string, readonly unknown[]>> {
  const versions: Record<string, unknown[]> = {};
  for (const { event } of received) {
    const version = 'version' in event.data ? event.data['version'] : undefined;
    (versions[String(event.productId)] ??= []).push(version);
  }
  return versions;
}

const once = (items: readonly unknown[]): readonly unknown[] => [...new Set(items)];

/** More calls than a run makes that tells of three events: looking, handing out, four for each event, asking what is next. */
const CALLS = 16;
const DEATHS = Array.from({ length: CALLS }, (_, index) => index + 1).flatMap((number): Death[] => [
  { call: number, when: 'before' },
  { call: number, when: 'after' },
]);

it.each(DEATHS)(
  'a runner that dies $when call $call loses no event, and tells none out of order [V1-47]',
  async (death) => {
    const { store } = await storeWithEvents(7, 7, 8);
    const receiver = new Receiver();
    const worker = dyingWorker(receiver.deps(), death);
    await new StoreRunner(worker.deps, store.id).run().catch(() => undefined);
    receiver.nowMs += HOUR_MS;
    await receiver.run(store);
    const told = versionsByProduct(receiver.taken);
    expect({ 7: once(told['7'] ?? []), 8: once(told['8'] ?? []) }).toEqual({ 7: [1, 2], 8: [1] });
    expect(receiver.taken.length).toBeLessThanOrEqual(4);
    loggedErrors();
  },
);

it('a run that tells of three events makes no more calls than the deaths above cover', async () => {
  const { store } = await storeWithEvents(7, 7, 8);
  const receiver = new Receiver();
  const worker = dyingWorker(receiver.deps(), { call: 99, when: 'before' });
  await new StoreRunner(worker.deps, store.id).run();
  expect(worker.calls()).toBeLessThanOrEqual(CALLS);
  expect(receiver.taken).toHaveLength(3);
});

const LOSSES = [1, 2, 3, 4, 5].flatMap((batch) =>
  (['answer', 'request'] as const).map((loss) => [loss, batch] as const),
);

it.each<readonly [Loss, number]>(LOSSES)(
  'a lost %s of batch %i loses no event, and tells none that did not happen [V1-47]',
  async (loss, batch) => {
    const { store } = await storeWithEvents(7, 7, 8);
    const receiver = new Receiver();
    const deliveries = new D1DeliveryStore(lossyDatabase(new Map([[batch, loss]])));
    await receiver.run(store, { deliveries }).catch(() => undefined);
    receiver.nowMs += HOUR_MS;
    await receiver.run(store);
    const told = versionsByProduct(receiver.taken);
    expect({ 7: once(told['7'] ?? []), 8: once(told['8'] ?? []) }).toEqual({ 7: [1, 2], 8: [1] });
    loggedErrors();
  },
);

describe('two runners at once', () => {
  it('tell each event once [V1-47]', async () => {
    const { store } = await storeWithEvents(1, 2, 3, 1, 2, 3, 1, 2);
    const receiver = new Receiver();
    await Promise.all([receiver.run(store), receiver.run(store), receiver.run(store)]);
    expect(receiver.received).toHaveLength(8);
    expect(versionsByProduct(receiver.taken)).toEqual({ 1: [1, 2, 3], 2: [1, 2, 3], 3: [1, 2] });
  });

  it('do not tell what happened later of a product while the other still tells what was before [V1-48]', async () => {
    const { store } = await storeWithEvents(7, 7);
    const receiver = new Receiver();
    const barrier = new Barrier();
    receiver.takes = async () => {
      if (receiver.received.length === 1) await barrier.pass();
      return true;
    };
    const first = receiver.run(store);
    await barrier.reached();
    await receiver.run(store);
    expect(receiver.received).toHaveLength(1);
    barrier.open();
    await first;
    expect(versionsByProduct(receiver.taken)).toEqual({ 7: [1, 2] });
  });
});

describe.each([1, 2, 3])('with seed %i, a receiver that fails at random', (seed) => {
  it('hears of each event once, and of those of a product in their order [V1-48]', async () => {
    const random = seededRandom(seed);
    const products = Array.from({ length: 12 }, () => 1 + random.int(3));
    const { store } = await storeWithEvents(...products);
    const receiver = new Receiver();
    receiver.takes = ({ event }) => {
      const earlier = receiver.received.filter((other) => other.event.productId === event.productId);
      const isNext = earlier.every(
        (other) =>
          other.event.seq <= event.seq && (other.event.seq === event.seq || receiver.seqs.includes(other.event.seq)),
      );
      expect(isNext).toBe(true);
      return random.once(2);
    };
    await receiver.runOn(store, 40);
    const told = versionsByProduct(receiver.taken);
    for (const productId of new Set(products)) {
      const count = products.filter((other) => other === productId).length;
      expect(told[String(productId)]).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    }
  });
});

describe('a receiver that does not answer well', () => {
  it('hears of an event for three days, with growing pauses, and then of the next one [V1-48]', async () => {
    const { store, webhookId } = await storeWithEvents(7, 7);
    const receiver = new Receiver();
    receiver.takes = ({ event }) => event.seq === 3;
    const times: number[] = [];
    for (let run = 0; run < 12 && receiver.taken.length === 0; run += 1) {
      const dueAtMs = await receiver.run(store);
      times.push(receiver.nowMs);
      receiver.nowMs = dueAtMs ?? receiver.nowMs;
    }
    const days = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / DAY_MS;
    expect(days).toBeGreaterThan(2.9);
    expect(days).toBeLessThan(3.1);
    expect(receiver.seqs).toEqual([3]);
    expect((await listDeliveries(store, webhookId)).map(({ seq, status }) => [seq, status])).toEqual([
      [3, 'delivered'],
      [2, 'given-up'],
    ]);
  });

  it('hears of everything once it is mended [V1-48]', async () => {
    const { store } = await storeWithEvents(7, 8, 7, 9);
    const receiver = new Receiver();
    receiver.takes = () => false;
    await receiver.runOn(store, 4);
    receiver.takes = () => true;
    await receiver.runOn(store, 4);
    expect(receiver.seqs.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
  });

  it('is not told anything any more after a week of failures, until somebody enables it [V1-46]', async () => {
    const { store, webhookId } = await storeWithEvents(7);
    const receiver = new Receiver();
    receiver.takes = () => false;
    const status = async () => (await listWebhooks(store))[0];
    const beganMs = receiver.nowMs;
    await receiver.run(store);
    while (receiver.nowMs < beganMs + 7 * DAY_MS - HOUR_MS) {
      expect(await status()).toMatchObject({ status: 'active', disabledReason: null });
      await createImages(store, 8);
      receiver.nowMs += 12 * HOUR_MS;
      await receiver.run(store);
    }
    receiver.nowMs = beganMs + 8 * DAY_MS;
    await receiver.run(store);
    const since = new Date(beganMs).toISOString().slice(0, 10);
    expect(await status()).toMatchObject({
      status: 'disabled',
      disabledReason: expect.stringMatching(new RegExp(`^Every attempt since ${since}T[\\d:]+Z has failed\\.$`)),
    });
    receiver.takes = () => true;
    receiver.nowMs += 3 * DAY_MS;
    expect(await receiver.run(store)).toBeUndefined();
    expect(receiver.taken).toEqual([]);
    await v1(store, 'PATCH', `/webhooks/${webhookId}`, { json: { status: 'active' } });
    await receiver.run(store);
    expect(receiver.taken.length).toBeGreaterThan(10);
    expect(await status()).toMatchObject({ status: 'active', disabledReason: null });
  });

  it('hears of other products although it refuses one, however much waits for that one [V1-48]', async () => {
    const { store } = await storeWithEvents();
    const receiver = new Receiver();
    receiver.takes = ({ event }) => event.productId !== 7;
    await createImages(store, 7);
    for (let index = 0; index < 360; index += 1) {
      await v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description: String(index) } });
    }
    await createImages(store, 8);
    for (let run = 0; run < 6; run += 1) await receiver.run(store);
    expect(receiver.taken.map(({ event }) => event.productId)).toContain(8);
  });

  it('is told at once what waited while somebody had disabled it, not only when it was to be tried again [V1-46]', async () => {
    const { store, webhookId } = await storeWithEvents(7);
    const receiver = new Receiver();
    receiver.takes = () => false;
    await receiver.run(store);
    receiver.nowMs += 11_000;
    await receiver.run(store);
    receiver.takes = () => true;
    for (const status of ['disabled', 'active']) {
      await v1(store, 'PATCH', `/webhooks/${webhookId}`, { json: { status } });
    }
    expect(receiver.taken).toEqual([]);
    await receiver.run(store);
    expect(receiver.taken.length).toBeGreaterThan(0);
  });

  it('is not disabled where one attempt of the week has succeeded [V1-46]', async () => {
    const { store } = await storeWithEvents(7);
    const receiver = new Receiver();
    for (let day = 0; day < 10; day += 1) {
      receiver.takes = () => day === 4;
      await createImages(store, 100 + day);
      receiver.nowMs += DAY_MS;
      await receiver.run(store);
    }
    expect(await listWebhooks(store)).toMatchObject([{ status: 'active' }]);
  });

  it('of the Shoptet API is never disabled', async () => {
    const store = await newStore();
    await call(store, 'POST', '/webhooks', { json: { data: [{ event: 'job:finished', url: HOOK_URL }] } });
    const receiver = new Receiver();
    receiver.takes = () => false;
    for (let day = 0; day < 10; day += 1) {
      await createByJob(store, guidOf(store, 7), 'shop', [{}]);
      receiver.nowMs += DAY_MS;
      await receiver.run(store);
    }
    const sql = 'SELECT status, failing_since > 0 AS fails FROM webhooks WHERE store_id = ?';
    expect(await env.DB.prepare(sql).bind(store.id).first()).toEqual({ status: 'active', fails: 1 });
  });

  it('has a bounded number of deliveries waiting, and hears of all the others later [V1-47]', async () => {
    const { store, webhookId } = await storeWithEvents();
    await v1(store, 'PATCH', `/webhooks/${webhookId}`, { json: { events: ['media.*'] } });
    await env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399)
        INSERT INTO journal (store_id, seq, at, operation_id, type, change)
        SELECT ?1, (SELECT seq FROM next_seq WHERE store_id = ?1) + i, 5, 'o' || i, 'media.created', '{"mediaId":1}' FROM n`,
    )
      .bind(store.id)
      .run();
    const waiting = () =>
      env.DB.prepare(`SELECT count(*) AS n FROM webhook_deliveries WHERE store_id = ? AND status = 'pending'`)
        .bind(store.id)
        .first<number>('n');
    const receiver = new Receiver();
    receiver.takes = () => false;
    await receiver.run(store);
    expect(await waiting()).toBeGreaterThan(90);
    expect(await waiting()).toBeLessThan(201);
    receiver.takes = () => true;
    receiver.nowMs += HOUR_MS;
    await receiver.run(store);
    expect(await waiting()).toBe(0);
    expect(receiver.seqs).toHaveLength(400);
    expect(new Set(receiver.seqs).size).toBe(400);
  });
});

it('a webhook does not hear of an event that the journal does not keep any more, and the log says so [V1-47]', async () => {
  const { store, webhookId } = await storeWithEvents(7);
  const receiver = new Receiver();
  receiver.takes = () => false;
  await receiver.run(store);
  await createImages(store, 8);
  await env.DB.prepare('DELETE FROM journal WHERE store_id = ? AND seq <= 2').bind(store.id).run();
  receiver.takes = () => true;
  await receiver.runOn(store, 2);
  expect(receiver.seqs).toEqual([3]);
  const log = await listDeliveries(store, webhookId);
  expect(log.map(({ status, attempts }) => [status, attempts.at(-1)?.outcome])).toEqual([
    ['delivered', 'Status 200.'],
    ['given-up', 'The journal does not keep the event any more.'],
  ]);
});

it('a finished job is told to a webhook of each format, from the same row of the journal [SH-47, V1-43]', async () => {
  const store = await newStore();
  await createWebhook(store, { events: ['job.finished'] });
  await call(store, 'POST', '/webhooks', { json: { data: [{ event: 'job:finished', url: `${HOOK_URL}/shoptet` }] } });
  const { jobId } = await createByJob(store, guidOf(store, 7), 'shop', [{}]);
  const receiver = new Receiver();
  await receiver.run(store);
  const bodies = receiver.taken.map(({ url, body }) => [url, JSON.parse(body) as object]);
  expect(Object.fromEntries(bodies)).toEqual({
    [HOOK_URL]: expect.objectContaining({ type: 'job.finished', by: { jobId } }),
    [`${HOOK_URL}/shoptet`]: expect.objectContaining({ event: 'job:finished', eventInstance: jobId }),
  });
});

describe('the schedule', () => {
  const wakes = async (store: TestStore, nowMs = Date.now()): Promise<boolean> =>
    (await new D1JobStore(lossyDatabase(new Map())).storesToWake(nowMs, 10_000)).includes(store.id);

  it('wakes stores whose webhooks lag behind the journal, and those with deliveries that are due [V1-49]', async () => {
    const { store, webhookId } = await storeWithEvents();
    const idle = await newStore();
    await createImages(idle, 7);
    const receiver = new Receiver();
    await receiver.run(store);
    expect([await wakes(store), await wakes(idle)]).toEqual([false, false]);
    await createImages(store, 7);
    expect(await wakes(store)).toBe(true);
    receiver.takes = () => false;
    const dueAtMs = await receiver.run(store);
    expect([await wakes(store, (dueAtMs ?? 0) - 1), await wakes(store, dueAtMs)]).toEqual([false, true]);
    await v1(store, 'PATCH', `/webhooks/${webhookId}`, { json: { status: 'disabled' } });
    expect(await wakes(store, (dueAtMs ?? 0) + DAY_MS)).toBe(false);
  });
});
