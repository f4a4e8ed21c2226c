import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1DeliveryStore } from '../../src/storage/delivery-store.ts';
import { D1WebhookStore } from '../../src/storage/webhook-store.ts';
import { accessTo, storeWith } from '../support/access.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const NOW_MS = 1_700_000_000_000;
const HOOK = { event: 'job:finished', url: 'http://pictures.test/hook', sendPayload: null };
const database = new Database(env.DB, noCost());
const webhooks = new D1WebhookStore(database, () => NOW_MS);
const deliveries = new D1DeliveryStore(database);

/** Who changes the webhooks of a store. */
const callerOf = ({ id, hash }: TestStore) => accessTo(storeWith({}, { id, hash }));

const create = (store: TestStore) =>
  webhooks.write(callerOf(store), { kind: 'create', webhooks: [HOOK] }, 'sealed key', undefined);

/** A delivery of a store's own webhook that is due, and its number. */
async function due(store: TestStore): Promise<number> {
  await create(store);
  const row = await env.DB.prepare(
    `INSERT INTO webhook_deliveries (store_id, webhook_id, seq, event, instance, created_at, due_at)
      SELECT store_id, id, 1, 'job.finished', 'job', ?2, ?2 FROM webhooks WHERE store_id = ?1 RETURNING id`,
  )
    .bind(store.id, NOW_MS)
    .first<{ id: number }>();
  return row?.id ?? 0;
}

const statusOf = (id: number) =>
  env.DB.prepare('SELECT status, attempt_count FROM webhook_deliveries WHERE id = ?').bind(id).first();

const DAY_MS = 24 * 60 * 60 * 1000;

describe('a delivery', () => {
  it('is not taken before it is due, nor twice at one time', async () => {
    const id = await due(await newStore());
    expect(await deliveries.beginAttempt(id, NOW_MS - 1)).toBeUndefined();
    expect(await deliveries.beginAttempt(id, NOW_MS)).toMatchObject({ id, attempt: 1 });
    expect(await deliveries.beginAttempt(id, NOW_MS)).toBeUndefined();
  });

  it.each(['delivered', 'given-up'] as const)('that is %s is never taken again', async (status) => {
    const id = await due(await newStore());
    const delivery = await deliveries.beginAttempt(id, NOW_MS);
    if (delivery === undefined) throw new Error('not taken');
    await deliveries.recordAttempt(delivery, { status, outcome: 'x', atMs: NOW_MS });
    expect(await deliveries.beginAttempt(id, NOW_MS + DAY_MS)).toBeUndefined();
    expect(await statusOf(id)).toEqual({ status, attempt_count: 1 });
  });

  it('whose webhook is deleted while it is under way stays given up', async () => {
    const store = await newStore();
    const id = await due(store);
    const delivery = await deliveries.beginAttempt(id, NOW_MS);
    if (delivery === undefined) throw new Error('not taken');
    const [webhook] = await webhooks.list(store.id);
    await webhooks.write(callerOf(store), { kind: 'delete', id: webhook?.id ?? 0 }, undefined, undefined);
    await deliveries.recordAttempt(delivery, { status: 'pending', outcome: 'x', atMs: NOW_MS });
    expect(await statusOf(id)).toEqual({ status: 'given-up', attempt_count: 1 });
  });
});

it('two stores may give the same address at the same moment', async () => {
  const stores = [await newStore(), await newStore()];
  for (const store of stores) {
    expect(await create(store)).toMatchObject({ kind: 'written', webhooks: [HOOK] });
    expect(await webhooks.list(store.id)).toHaveLength(1);
  }
});
