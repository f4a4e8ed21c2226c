import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import {
  type DroppedPrefix,
  MAX_PURGES_PER_RUN,
  MAX_TAGS_PER_PURGE,
  planPurges,
  purgeDropped,
  type PurgeStore,
} from '../../src/jobs/purge-edge.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1PurgeStore } from '../../src/storage/purge-store.ts';

/** Dropped prefixes with ids from 1 on. */
const dropped = (prefixes: readonly string[]): readonly DroppedPrefix[] =>
  prefixes.map((prefix, index) => ({ id: index + 1, prefix, droppedAtMs: 1_000 + index }));

const range = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const images = (count: number, productId = 7): readonly string[] =>
  range(count).map((id) => `derived/shop/${productId}/${id}/`);

/** A store in memory, and a platform that takes as many purges as it is told. */
function world(prefixes: readonly string[], taken = Infinity) {
  const rows = dropped(prefixes);
  let purgedId = 0;
  const purged: (readonly string[])[] = [];
  const store: PurgeStore = {
    unpurged: (limit) => Promise.resolve(rows.filter(({ id }) => id > purgedId).slice(0, limit)),
    savePurged: (id) => {
      purgedId = id;
      return Promise.resolve();
    },
  };
  const purge = (tags: readonly string[]) => Promise.resolve(purged.length < taken && purged.push(tags) > 0);
  return { run: () => purgeDropped(store, purge, 61_000), purged, purgedId: () => purgedId };
}

describe('the purge of the edge', () => {
  it('names the images that were dropped, once each, and remembers how far it came [DEL-11]', async () => {
    const { run, purged, purgedId } = world(['derived/shop/7/1/', 'derived/shop/7/1/5/', 'derived/shop/media/3/']);
    expect(await run()).toEqual({ purges: 1, prefixes: 3, lagMs: 0 });
    expect([purged, purgedId()]).toEqual([[['derived-shop-7-1', 'derived-shop-media-3']], 3]);
    expect(await run()).toEqual({ purges: 0, prefixes: 0, lagMs: 0 });
    expect(purged).toHaveLength(1);
  });

  it('stays within what the platform takes of one purge and of one minute, by the finest tags that fit [DEL-11]', () => {
    const fitting = MAX_TAGS_PER_PURGE * MAX_PURGES_PER_RUN;
    const fine = planPurges(dropped(images(fitting)));
    expect(fine.map(({ tags }) => tags.length)).toEqual(range(MAX_PURGES_PER_RUN).map(() => MAX_TAGS_PER_PURGE));
    expect(fine.map(({ lastId }) => lastId)).toEqual([100, 200, 300, 400, 500]);
    const coarse = planPurges(dropped(images(fitting + 1)));
    expect(coarse).toEqual([{ tags: ['derived-shop-7'], lastId: fitting + 1 }]);
  });

  it('names whole stores where the products are too many, and no store that dropped nothing', () => {
    const products = range(501).flatMap((productId) => images(1, productId));
    expect(planPurges(dropped([...products, 'derived/other/1/1/']))).toEqual([
      { tags: ['derived-shop', 'derived-other'], lastId: 502 },
    ]);
  });

  it('leaves to the next run what even by stores is too much for one', async () => {
    const { run, purged } = world(range(750).map((store) => `derived/shop${store}/1/1/`));
    expect(await run()).toEqual({ purges: 5, prefixes: 500, lagMs: 59_500 });
    expect(await run()).toEqual({ purges: 3, prefixes: 250, lagMs: 0 });
    expect(new Set(purged.flat()).size).toBe(750);
    expect(purged.every((tags) => tags.length <= MAX_TAGS_PER_PURGE)).toBe(true);
  });

  it('tries again what was refused, and says for how long it has waited [DEL-11]', async () => {
    const { run, purgedId } = world(images(250), 1);
    expect(await run()).toEqual({ purges: 1, prefixes: 100, lagMs: 59_900 });
    expect(await run()).toEqual({ purges: 0, prefixes: 0, lagMs: 59_900 });
    expect(purgedId()).toBe(100);
  });

  it('never goes back: of two runs at once, the one that came further counts', async () => {
    const store = new D1PurgeStore(new Database(env.DB, noCost()));
    const id = async (): Promise<unknown> =>
      await env.DB.prepare(`SELECT start_after FROM sweep_cursors WHERE prefix = 'purged'`).first('start_after');
    const before = Number(await id());
    await store.savePurged(before + 10);
    await store.savePurged(before + 9);
    expect(await id()).toBe(String(before + 10));
    await env.DB.prepare(`UPDATE sweep_cursors SET start_after = ? WHERE prefix = 'purged'`).bind(before).run();
  });

  it('reads what triggers wrote, and no dropped objects', async () => {
    const store = new D1PurgeStore(new Database(env.DB, noCost()));
    const insert = (kind: string, key: string) =>
      env.DB.prepare('INSERT INTO dropped_keys (kind, key, dropped_at) VALUES (?, ?, 5)').bind(kind, key).run();
    await insert('object', 'originals/purge-test/1.png');
    await insert('renditions', 'derived/purge-test/7/1/');
    const found = (await store.unpurged(1_000_000)).filter(({ prefix }) => prefix.includes('purge-test'));
    expect(found).toEqual([{ id: expect.any(Number), prefix: 'derived/purge-test/7/1/', droppedAtMs: 5 }]);
  });
});
