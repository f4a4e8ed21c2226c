import { expect, it } from 'vitest';
import { lookUntilFound } from '../../src/catalogue/await-events.ts';

/** Waits on a clock that only the pauses move; something is found at the given look, counted from 1. */
async function awaiting(waitMs: number, foundAt: number, leavesAfter = Infinity) {
  const pauses: number[] = [];
  let nowMs = 5_000;
  let looks = 0;
  const look = (): Promise<number> => {
    looks += 1;
    return Promise.resolve(looks);
  };
  const seen = await lookUntilFound(0, look, (found) => found >= foundAt, {
    waitMs,
    nowMs: () => nowMs,
    pause: (ms) => {
      pauses.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    isAbandoned: () => pauses.length >= leavesAfter,
  });
  return { seen, pauses };
}

it('who does not wait looks once', async () => {
  expect(await awaiting(0, 1)).toEqual({ seen: 0, pauses: [] });
});

it('what is there at once is not waited for', async () => {
  expect(await awaiting(20_000, 0)).toEqual({ seen: 0, pauses: [] });
});

it('who waits looks after growing pauses, until something is there', async () => {
  expect(await awaiting(20_000, 5)).toEqual({ seen: 5, pauses: [250, 500, 1_000, 1_000, 1_000] });
});

it('who waits in vain looks once more when the time is up', async () => {
  expect(await awaiting(2_000, 99)).toEqual({ seen: 4, pauses: [250, 500, 1_000, 250] });
});

it('for one who has gone nothing is looked up any more', async () => {
  expect(await awaiting(20_000, 99, 3)).toEqual({ seen: 2, pauses: [250, 500, 1_000] });
});
