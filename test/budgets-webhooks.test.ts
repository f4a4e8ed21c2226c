import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { StoreRunner } from '../src/jobs/store-runner.ts';
import { noCost } from '../src/platform/cost.ts';
import { Database } from '../src/platform/database.ts';
import { D1DeliveryStore } from '../src/storage/delivery-store.ts';
import { D1JobStore } from '../src/storage/job-store.ts';
import { D1ShownProducts } from '../src/storage/shown-products.ts';
import { costOf } from './support/cost.ts';
import { fillProduct } from './support/fill.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';
import { v3 } from './support/v3.ts';
import { createWebhook, Receiver } from './support/webhooks.ts';

/** Runs a store's runner, and returns what that cost in the database. */
async function costOfRun(store: TestStore, receiver: Receiver) {
  const cost = noCost();
  const database = new Database(env.DB, cost);
  receiver.nowMs = Math.max(receiver.nowMs, Date.now());
  const ports = {
    deliveries: new D1DeliveryStore(database),
    jobs: new D1JobStore(database),
    shownProducts: new D1ShownProducts(database, Date.now),
  };
  await new StoreRunner(receiver.deps(ports), store.id).run();
  return cost;
}

const change = (store: TestStore, description: string) =>
  v3(store, 'PUT', '/catalog/products/7/images/1', { json: { description } });

it('telling one webhook of one event takes six round trips, and three rows an image of the product', async () => {
  const store = await newStore();
  const receiver = new Receiver();
  await fillProduct(store, 7, 40);
  await createWebhook(store, { events: ['images.*'] });
  await costOfRun(store, receiver);
  await change(store, 'new');
  const cost = await costOfRun(store, receiver);
  expect(receiver.taken).toHaveLength(1);
  expect(cost.d1RoundTrips).toBe(6);
  expect(cost.d1RowsRead).toBeLessThanOrEqual(3 * 40 + 55);
  expect(cost.d1RowsWritten).toBeLessThanOrEqual(12);
});

it('a run of a store that has nothing to tell takes three round trips, and writes nothing', async () => {
  const store = await newStore();
  const receiver = new Receiver();
  const without = await costOfRun(store, receiver);
  expect(without).toMatchObject({ d1RoundTrips: 3, d1RowsWritten: 0 });
  expect(without.d1RowsRead).toBeLessThanOrEqual(8);
  await createWebhook(store, { events: ['images.*'] });
  await costOfRun(store, receiver);
  const withWebhook = await costOfRun(store, receiver);
  expect(withWebhook).toMatchObject({ d1RoundTrips: 3, d1RowsWritten: 0 });
  expect(withWebhook.d1RowsRead).toBeLessThanOrEqual(20);
});

it('a command costs a store with webhooks no row more than one without', async () => {
  const [store, other] = [await newStore(), await newStore()];
  for (const each of [store, other]) await fillProduct(each, 7, 3);
  await createWebhook(store);
  const { id } = await createWebhook(other);
  await v1(other, 'PATCH', `/webhooks/${id}`, { json: { status: 'disabled' } });
  for (const each of [store, other]) await change(each, 'first');
  const [told, untold] = [costOf(await change(store, 'new')), costOf(await change(other, 'new'))];
  expect(told).toEqual(untold);
});
