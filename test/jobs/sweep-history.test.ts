import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { Command } from '../../src/gallery/commands.ts';
import { CommandHandler } from '../../src/gallery/command-handler.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1SweepStore } from '../../src/storage/sweep-store.ts';
import { openGalleryStore, operation } from '../faults/gallery-store.ts';
import { create } from '../gallery/commands.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const NOW_MS = Date.now();

/** Writes journal rows of these ages in days, oldest number first. */
async function journalOf(store: TestStore, agesDays: readonly number[]): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO journal (store_id, seq, at, operation_id, type, change)
      SELECT ?1, key + 1, ?3 - value * ${DAY_MS}, 'op' || key, 'media.created', '{}' FROM json_each(?2)`,
  )
    .bind(store.id, JSON.stringify(agesDays), NOW_MS)
    .run();
}

const numbersOf = async (store: TestStore): Promise<readonly unknown[]> =>
  (await env.DB.prepare('SELECT seq FROM journal WHERE store_id = ? ORDER BY seq').bind(store.id).all()).results.map(
    ({ seq }) => seq,
  );

/** Makes one step through the stores from this one on. */
const step = (store: TestStore, { limit = 500, isDryRun = false } = {}) =>
  new D1SweepStore(new Database(env.DB, noCost())).removeOldHistory(store.id - 1, { nowMs: NOW_MS, limit, isDryRun });

it('the journal is kept for 30 days where a store says nothing, and for as many as it says', async () => {
  const [usual, short] = [await newStore(), await newStore({ historyDays: 2 })];
  for (const store of [usual, short]) await journalOf(store, [31, 29, 3, 1, 0]);
  expect(await step(usual)).toEqual({ removed: 4, lastStoreId: short.id, isLast: true });
  expect([await numbersOf(usual), await numbersOf(short)]).toEqual([
    [2, 3, 4, 5],
    [4, 5],
  ]);
});

it('the last row of a journal stays however old it is, for numbers go on from it', async () => {
  const store = await newStore();
  await journalOf(store, [90, 80, 70]);
  await step(store);
  expect(await numbersOf(store)).toEqual([3]);
  expect(await step(store)).toMatchObject({ removed: 0, isLast: true });
});

it('an old row behind one that is still kept waits for that one, so that the numbers have no gap', async () => {
  const store = await newStore();
  await journalOf(store, [31, 30.1, 29.9, 30.1, 29, 0]);
  await step(store);
  expect(await numbersOf(store)).toEqual([3, 4, 5, 6]);
});

it('a store with more than one step removes is gone on with', async () => {
  const store = await newStore();
  await journalOf(
    store,
    Array.from({ length: 25 }, () => 40),
  );
  for (const left of [15, 5, 1]) {
    const { isLast } = await step(store, { limit: 10 });
    expect([isLast, (await numbersOf(store)).length]).toEqual([left === 1, left]);
  }
});

it('numbers that go on far later after a restore are removed across the gap', async () => {
  const store = await newStore();
  await journalOf(store, [40]);
  const insert = `INSERT INTO journal (store_id, seq, at, operation_id, type, change) VALUES (?, ?, ?, ?, ?, '{}')`;
  const old = NOW_MS - 40 * DAY_MS;
  await env.DB.batch([
    env.DB.prepare(insert).bind(store.id, 1_000_001, old, 'restored', 'store.restored'),
    env.DB.prepare(insert).bind(store.id, 1_000_002, old, 'after', 'media.created'),
    env.DB.prepare(insert).bind(store.id, 1_000_003, NOW_MS, 'last', 'media.created'),
  ]);
  await step(store);
  expect(await numbersOf(store)).toEqual([1_000_003]);
});

it('a dry run says how many rows it would remove, and removes none', async () => {
  const store = await newStore();
  await journalOf(store, [40, 40, 0]);
  expect(await step(store, { isDryRun: true })).toMatchObject({ removed: 2 });
  expect(await numbersOf(store)).toEqual([1, 2, 3]);
});

it('a product whose old rows are gone goes back as far as the others reach, and no further [V1-25, V1-28]', async () => {
  const store = await newStore();
  const gallery = openGalleryStore(store, 7);
  const handler = new CommandHandler();
  const run = (command: Command, atMs: number) => handler.execute(operation(command), gallery, () => atMs);
  for (const [index, ageDays] of [40, 35, 5, 1].entries()) {
    await run(create({ description: `${index}` }), NOW_MS - ageDays * DAY_MS);
  }
  await step(store);
  expect(await numbersOf(store)).toEqual([3, 4]);
  const lost = { what: 'history', toVersion: 1 };
  expect(await run({ kind: 'undo', toVersion: 1 }, NOW_MS)).toEqual({ ok: false, fault: { kind: 'past-lost', lost } });
  expect((await run({ kind: 'undo', toVersion: 2 }, NOW_MS)).ok).toBe(true);
  expect((await gallery.load()).images.map(({ id }) => id)).toEqual([1, 2]);
});
