import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { costOf, type SeenCost } from './support/cost.ts';
import { newStore, type TestStore } from './support/stores.ts';
import { v1 } from './support/v1.ts';

/** What reading or changing the tokens of a store, or what they carry of it, reads and writes in the database. */
const CALLS: Readonly<Record<string, (store: TestStore) => Promise<Response>>> = {
  'GET /v1/tokens': (store) => v1(store, 'GET', '/tokens'),
  'POST /v1/tokens': (store) => v1(store, 'POST', '/tokens', { json: { label: 'feed', scope: 'read' } }),
  'PATCH /v1/store': (store) => v1(store, 'PATCH', '/store', { json: { trashDays: 7 } }),
  'POST /v1/webhooks': (store) =>
    v1(store, 'POST', '/webhooks', { json: { url: 'https://shop.example/hook', events: ['images.updated'] } }),
};

/** Revokes tokens of a store, as if it had made and revoked one after another. */
const revoke = (store: TestStore, count: number): Promise<unknown> =>
  env.DB.prepare(
    `INSERT INTO tokens (digest, store_id, label, scope, created_at, revoked_at)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
      SELECT printf('%064d', ?1 * 1000 + i), ?1, 'old', 'read', 1, 2 FROM n`,
  )
    .bind(store.id, count)
    .run();

describe('tokens that were revoked cost nothing [V1-86, V1-88]', () => {
  // The row behind the end of a range counts as read, where there is one.
  it.each(Object.entries(CALLS))('%s', async (_name, call) => {
    const rowsOf = async (revoked: number): Promise<SeenCost> => {
      const store = await newStore();
      await revoke(store, revoked);
      const response = await call(store);
      expect(response.ok).toBe(true);
      return costOf(response);
    };
    const [few, many] = [await rowsOf(1), await rowsOf(300)];
    expect(many.rowsWritten).toBe(few.rowsWritten);
    expect(many.rowsRead).toBeLessThanOrEqual(few.rowsRead + 1);
  });
});
