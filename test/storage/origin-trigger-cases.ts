import { expect } from 'vitest';
import { newStore, type TestStore } from '../support/stores.ts';
import { rows, run } from './sql.ts';
import type { TriggerCases } from './trigger-cases.ts';

const originsOf = async (store: TestStore): Promise<unknown[]> =>
  (await rows('SELECT origin FROM store_origins WHERE store_id = ? ORDER BY origin', store.id)).map(
    ({ origin }) => origin,
  );

const setOrigins = (store: TestStore, ...origins: readonly string[]): Promise<void> =>
  run('UPDATE stores SET settings = ?2 WHERE id = ?1', store.id, JSON.stringify({ origins }));

/** What the triggers on the web origins of stores do. */
export const ORIGIN_TRIGGERS: TriggerCases = {
  stores_get_origins: async () => {
    const store = await newStore({ origins: ['https://a.test', 'https://b.test', 'https://a.test'] });
    expect(await originsOf(store)).toEqual(['https://a.test', 'https://b.test']);
  },

  stores_change_origins: async (store) => {
    const other = await newStore();
    for (const each of [store, other]) await setOrigins(each, 'https://a.test', 'https://b.test');
    await setOrigins(store, 'https://b.test', 'https://c.test');
    expect(await originsOf(store)).toEqual(['https://b.test', 'https://c.test']);
    await run(`UPDATE stores SET settings = '{}' WHERE id = ?`, store.id);
    expect(await originsOf(store)).toEqual([]);
    expect(await originsOf(other)).toEqual(['https://a.test', 'https://b.test']);
  },
};
