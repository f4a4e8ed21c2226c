import { expect } from 'vitest';
import { WIDTH_LADDER } from '../../src/delivery/width-ladder.ts';
import { parseSettings } from '../../src/model/settings.ts';
import type { TestStore } from '../support/stores.ts';
import { refusal, rows, run } from './sql.ts';
import type { TriggerCases } from './trigger-cases.ts';

const configure = (store: TestStore, settings: object): Promise<void> =>
  run('UPDATE stores SET settings = ? WHERE id = ?', JSON.stringify(settings), store.id);

async function offered(store: TestStore): Promise<ReadonlyMap<string, unknown>> {
  const found = await rows('SELECT size, name FROM offered_sizes WHERE store_id = ?', store.id);
  return new Map(found.map(({ size, name }) => [String(size), name]));
}

const DEFAULT_SIZES = (() => {
  const { presets, cuts } = parseSettings('{}');
  return [...Object.values(presets), ...Object.values(cuts)].map(({ widthPx, heightPx }) => `${widthPx}.${heightPx}`);
})();

/** What the triggers on the sizes of a store do. */
export const SIZE_TRIGGERS: TriggerCases = {
  stores_offer_sizes: async (store) => {
    expect([...(await offered(store)).keys()].toSorted()).toEqual(DEFAULT_SIZES.toSorted());
  },

  stores_offer_changed_sizes: async (store) => {
    const card = { name: 'card', widthPx: 300, heightPx: 400, fit: 'cover' };
    const sheet = { name: 'sheet', widthPx: 500, heightPx: 500, fit: 'pad', background: '#ABCDEF' };
    await configure(store, { sizes: [card, sheet], presets: { tiny: { widthPx: 50, heightPx: 50 } } });
    await configure(store, { sizes: [{ name: 'wide', widthPx: 640, heightPx: 200 }] });
    const sizes = await offered(store);
    for (const size of [...DEFAULT_SIZES, '50.50', '640.200']) expect(sizes.has(size)).toBe(true);
    expect([sizes.get('300.400.cover'), sizes.get('500.500.pad-abcdef')]).toEqual(['card', 'sheet']);
    for (const width of WIDTH_LADDER) {
      expect(sizes.get(`${width}.${Math.round((width * 400) / 300)}.cover`)).toBeNull();
      expect(sizes.get(`${width}.${width}.pad-abcdef`)).toBeNull();
    }
    expect(sizes.size).toBe(DEFAULT_SIZES.length + 2 + 2 + 2 * WIDTH_LADDER.length);

    const many = (from: number) =>
      Array.from({ length: 32 }, (_, index) => ({
        name: `n${index}`,
        widthPx: 960,
        heightPx: 480,
        fit: 'pad',
        background: `#${String(from * 100 + index).padStart(6, '0')}`,
      }));
    for (let from = 1; from <= 7; from += 1) await configure(store, { sizes: many(from) });
    const last = JSON.stringify({ sizes: many(8) });
    expect(await refusal('UPDATE stores SET settings = ? WHERE id = ?', last, store.id)).toContain('too_many_sizes');
  },
};
