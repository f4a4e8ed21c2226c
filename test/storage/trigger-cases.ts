import { expect } from 'vitest';
import type { TestStore } from '../support/stores.ts';
import { imageForm, v3 } from '../support/v3.ts';
import { run } from './sql.ts';

/** What triggers do, by their names, each on a new store. */
export type TriggerCases = Readonly<Record<string, (store: TestStore) => Promise<void>>>;

/** Lets deleted images and replaced bytes go at once from now on. */
export const keepNoTrash = (store: TestStore): Promise<void> =>
  run(`UPDATE stores SET settings = '{"trashDays":0}' WHERE id = ?`, store.id);

/** Gives a variant of product 7 a picture of its own, which becomes a media nobody kept. */
export async function setOwnPicture(store: TestStore, bytes: Uint8Array): Promise<void> {
  const response = await v3(store, 'POST', '/catalog/products/7/variants/3/image', { body: imageForm(bytes) });
  expect(response.status).toBe(200);
}

/** Inserts a job whose items wait, and returns its id. */
export async function insertJob(store: TestStore, itemCount: number): Promise<string> {
  const id = crypto.randomUUID();
  await run(
    `INSERT INTO jobs (id, store_id, endpoint, language, origin, item_count, result_key, created_at, expires_at)
      VALUES (?1, ?2, '/', 'cs', 'http://vitrine.test', ?3, ?1, 1, 2)`,
    id,
    store.id,
    itemCount,
  );
  for (let index = 0; index < itemCount; index += 1) {
    await run(
      `INSERT INTO job_items (job_id, idx, store_id, task, host, turn, due_at) VALUES (?, ?, ?, '{}', '', 0, 1)`,
      id,
      index,
      store.id,
    );
  }
  return id;
}
