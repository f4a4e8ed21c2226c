import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { newUploadUrl, postFile } from '../support/uploads.ts';

const MINUTE_MS = 60_000;

const jobs = new D1JobStore(new Database(env.DB, noCost()));

async function countOf(store: TestStore): Promise<number> {
  const sql = 'SELECT 1 FROM upload_grants WHERE store_id = ?';
  return (await env.DB.prepare(sql).bind(store.id).all()).results.length;
}

it('removes upload URLs ten minutes after they have expired, used or not [V1-64]', async () => {
  const store = await newStore();
  const url = await newUploadUrl(store);
  await newUploadUrl(store, { expiresIn: 60 });
  await postFile(url);
  const nowMs = Date.now();
  const runAfter = async (minutes: number): Promise<number> => {
    await jobs.removeOldItems(nowMs + minutes * MINUTE_MS, 500);
    return await countOf(store);
  };
  expect(await runAfter(10)).toBe(2);
  expect(await runAfter(12)).toBe(1);
  expect(await runAfter(21)).toBe(0);
});

it('removes them in steps, the oldest first [V1-64]', async () => {
  const store = await newStore();
  for (const expiresIn of [600, 60, 300]) await newUploadUrl(store, { expiresIn });
  const laterMs = Date.now() + 60 * MINUTE_MS;
  expect(await jobs.removeOldItems(laterMs, 2)).toBe(true);
  const { results } = await env.DB.prepare('SELECT expires_at - created_at AS ms FROM upload_grants').all();
  expect(results).toEqual([{ ms: expect.closeTo(600_000, -3) }]);
  expect(await jobs.removeOldItems(laterMs, 2)).toBe(false);
  expect(await countOf(store)).toBe(0);
});
