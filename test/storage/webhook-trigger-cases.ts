import { expect } from 'vitest';
import type { TestStore } from '../support/stores.ts';
import { rows, run } from './sql.ts';
import type { TriggerCases } from './trigger-cases.ts';

/** Inserts a webhook that wants these events, and returns its id. */
async function insertWebhook(store: TestStore, events: readonly string[], productId?: number): Promise<number> {
  const [row] = await rows(
    `INSERT INTO webhooks (store_id, format, events, product_id, url, sealed_secret, created_at, updated_at)
      VALUES (?, 'standard', ?, ?, 'http://x.test', 's', 1, 1) RETURNING id`,
    store.id,
    JSON.stringify(events),
    productId ?? null,
  );
  return Number(row?.['id']);
}

/** Inserts a row of the journal, of a product where one is named. */
async function insertRow(store: TestStore, type: string, productId?: number): Promise<void> {
  const isOfProduct = productId !== undefined;
  const version = isOfProduct ? `(SELECT version + 1 FROM products WHERE store_id = ?1 AND id = ?3)` : 'NULL';
  await run(
    `INSERT INTO journal (store_id, seq, at, operation_id, type, product_id, version, previous_seq, change)
      SELECT ?1, seq, 5, 'o' || seq, ?2, ?3, ${version}, ${isOfProduct ? 0 : 'NULL'}, '{}' FROM next_seq WHERE store_id = ?1`,
    store.id,
    type,
    productId ?? null,
  );
}

async function insertProducts(store: TestStore, ...ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    await run(
      'INSERT INTO products (store_id, id, guid, version, created_at, changed_at) VALUES (?, ?, ?, 0, 1, 1)',
      store.id,
      id,
      crypto.randomUUID(),
    );
  }
}

const handOut = (store: TestStore, position: number) =>
  run('UPDATE webhooks SET position = ?2, handed_at = 9 WHERE store_id = ?1', store.id, position);

const deliveries = (store: TestStore) =>
  rows(
    'SELECT seq, event, product_id, status, due_at FROM webhook_deliveries WHERE store_id = ? ORDER BY id',
    store.id,
  );

async function tokensSayWebhooks(store: TestStore): Promise<readonly unknown[]> {
  const found = await rows(`SELECT store ->> 'has_webhooks' AS has FROM tokens WHERE store_id = ?`, store.id);
  return [...new Set(found.map(({ has }) => has))];
}

/** What the triggers of webhooks and deliveries do. */
export const WEBHOOK_TRIGGERS: TriggerCases = {
  webhooks_hand_out: async (store) => {
    await insertProducts(store, 7, 8);
    await insertWebhook(store, ['images.*', 'job.finished'], undefined);
    for (const [type, productId] of [
      ['images.created', 7],
      ['media.created', undefined],
      ['images.updated', 7],
      ['job.finished', undefined],
      ['images.created', 8],
      ['images.deleted', 8],
    ] as const) {
      await insertRow(store, type, productId);
    }
    await handOut(store, 5);
    const first = [
      { seq: 1, event: 'images.created', product_id: 7, status: 'pending', due_at: 9 },
      { seq: 3, event: 'images.updated', product_id: 7, status: 'pending', due_at: null },
      { seq: 4, event: 'job.finished', product_id: null, status: 'pending', due_at: 9 },
      { seq: 5, event: 'images.created', product_id: 8, status: 'pending', due_at: 9 },
    ];
    expect(await deliveries(store)).toEqual(first);
    await handOut(store, 2);
    expect(await deliveries(store)).toEqual(first);
    await run('DELETE FROM webhooks WHERE store_id = ?', store.id);
    await run('DELETE FROM webhook_deliveries WHERE store_id = ?', store.id);
    await insertWebhook(store, ['*'], 8);
    await handOut(store, 6);
    expect((await deliveries(store)).map(({ seq, due_at }) => [seq, due_at])).toEqual([
      [5, 9],
      [6, null],
    ]);
  },

  webhooks_stop_deliveries: async (store) => {
    const id = await insertWebhook(store, ['*']);
    for (const _ of [1, 2]) await insertRow(store, 'media.created');
    await handOut(store, 2);
    await run(`UPDATE webhook_deliveries SET status = 'delivered', ended_at = 5 WHERE webhook_id = ? AND seq = 1`, id);
    await run('DELETE FROM webhooks WHERE id = ?', id);
    expect((await deliveries(store)).map(({ status }) => status)).toEqual(['delivered', 'given-up']);
  },

  webhook_deliveries_go_on: async (store) => {
    await insertProducts(store, 7, 8);
    await insertWebhook(store, ['*']);
    for (const productId of [7, 7, 7, 8, 8]) await insertRow(store, 'images.updated', productId);
    await handOut(store, 5);
    const due = async () => (await deliveries(store)).map(({ due_at }) => due_at);
    expect(await due()).toEqual([9, null, null, 9, null]);
    for (const [seq, status] of [
      [1, 'delivered'],
      [4, 'given-up'],
    ] as const) {
      await run(
        'UPDATE webhook_deliveries SET status = ?3, ended_at = 11 WHERE store_id = ?1 AND seq = ?2',
        store.id,
        seq,
        status,
      );
    }
    expect(await due()).toEqual([9, 11, null, 9, 11]);
  },

  webhooks_come_to_tokens: async (store) => {
    expect(await tokensSayWebhooks(store)).toEqual([0]);
    await insertWebhook(store, ['*']);
    expect(await tokensSayWebhooks(store)).toEqual([1]);
  },

  webhooks_change_in_tokens: async (store) => {
    const id = await insertWebhook(store, ['*']);
    const set = (status: string) => run('UPDATE webhooks SET status = ?2 WHERE id = ?1', id, status);
    await set('disabled');
    expect(await tokensSayWebhooks(store)).toEqual([0]);
    await set('active');
    expect(await tokensSayWebhooks(store)).toEqual([1]);
  },

  webhooks_leave_tokens: async (store) => {
    const ids = [await insertWebhook(store, ['*']), await insertWebhook(store, ['*'])];
    for (const [index, id] of ids.entries()) {
      expect(await tokensSayWebhooks(store)).toEqual([1]);
      await run('DELETE FROM webhooks WHERE id = ?', id);
      expect(await tokensSayWebhooks(store)).toEqual([index === 0 ? 1 : 0]);
    }
  },
};
