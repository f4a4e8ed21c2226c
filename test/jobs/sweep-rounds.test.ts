import { describe, expect, it } from 'vitest';
import { sweepInRounds } from '../../src/jobs/sweep-rounds.ts';
import type { DroppedKey, SweepBucket, SweepStore, SweepWalk } from '../../src/jobs/sweep-storage.ts';

const LAG = { droppedKeysMs: 1, walkMs: 3 };

/** A store with this much to remove, and a bucket of as many pages; every call takes a second. */
function world({ dropped = 0, old = 0, pages = 0 }) {
  let [droppedLeft, oldLeft, calls] = [dropped, old, 0];
  const cursors = new Map<SweepWalk, number>();
  const called = <T>(value: T): Promise<T> => {
    calls += 1;
    return Promise.resolve(value);
  };
  const store: SweepStore = {
    droppedKeys: (_beforeMs, limit) => {
      const count = Math.min(droppedLeft, limit);
      return called(Array.from({ length: count }, (_, id): DroppedKey => ({ id, kind: 'object', key: `k${id}` })));
    },
    removeDroppedRows: (ids) => called(void (droppedLeft -= ids.length)),
    unreferenced: () => called([]),
    readCursor: (prefix) => called(cursors.get(prefix)?.toString()),
    saveCursor: (prefix, key) =>
      called(void (key === undefined ? cursors.delete(prefix) : cursors.set(prefix, Number(key)))),
    begunWalks: () => called([...cursors.keys()]),
    removeOldHistory: (_afterStoreId, { limit }) => {
      const removed = Math.min(oldLeft, limit);
      oldLeft -= removed;
      return called({ removed, lastStoreId: undefined, isLast: oldLeft === 0 });
    },
    lag: () => called(LAG),
  };
  const bucket: SweepBucket = {
    list: (_prefix, startAfter) => {
      const page = Number(startAfter ?? 0) + 1;
      return called({ objects: [{ key: String(page), uploadedAtMs: 0 }], isLast: page >= pages });
    },
    delete: () => called(undefined),
    deletePrefixes: () => called(undefined),
  };
  const run = (beginsWalks: boolean, msPerCall = 0) =>
    sweepInRounds(store, bucket, { nowMs: () => 1e12 + calls * msPerCall, beginsWalks, callCount: () => calls });
  return { run, cursors, left: () => [droppedLeft, oldLeft] };
}

describe('a scheduled sweep', () => {
  it('goes on until nothing is due', async () => {
    const { run, left } = world({ dropped: 1_700, old: 2_100 });
    expect(await run(true)).toEqual({
      rounds: 5,
      droppedKeys: 1_700,
      orphans: 0,
      expiredRows: 2_100,
      objectsSeen: 2,
      lag: LAG,
    });
    expect(left()).toEqual([0, 0]);
  });

  it('walks through the bucket and the stores once where walks begin, and not at all where none has begun', async () => {
    const begun = await world({ pages: 7, old: 600 }).run(true);
    expect([begun.rounds, begun.objectsSeen, begun.expiredRows]).toEqual([7, 14, 600]);
    const none = await world({ pages: 7, old: 600 }).run(false);
    expect([none.rounds, none.objectsSeen, none.expiredRows]).toEqual([1, 0, 0]);
  });

  it('goes on with the walk through the stores where it has begun', async () => {
    const { run, cursors, left } = world({ old: 600 });
    cursors.set('history', 3);
    expect(await run(false)).toMatchObject({ rounds: 2, expiredRows: 600, objectsSeen: 0 });
    expect([cursors.size, left()]).toEqual([0, [0, 0]]);
  });

  it('ends when its time is up, and the next one goes on with the walks', async () => {
    const { run, cursors } = world({ pages: 30 });
    const first = await run(true, 500);
    expect(first.rounds).toBeLessThan(30);
    expect(cursors.size).toBe(2);
    let seen = first.objectsSeen;
    for (let runs = 0; runs < 20 && cursors.size > 0; runs += 1) seen += (await run(false, 500)).objectsSeen;
    expect([seen, cursors.size]).toEqual([60, 0]);
  });

  it('ends before its calls are more than the platform allows', async () => {
    const { run, left } = world({ dropped: 1_000_000 });
    const { rounds } = await run(false);
    expect(rounds).toBeGreaterThan(50);
    expect(rounds).toBeLessThan(250);
    expect(left()[0]).toBe(1_000_000 - rounds * 500);
  });
});
