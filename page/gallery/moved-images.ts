import type { GalleryView } from './view.ts';

/**
 * Returns the images that have to have moved at least for one order to become the other: all but the longest row of
 * images that still follow each other as before. Whoever moves one image of a thousand changes the places of many.
 */
export function findMoved(now: GalleryView, before: GalleryView): readonly number[] {
  const indexes = new Map(before.images.map(({ id }, index) => [id, index]));
  const known = now.images.flatMap(({ id }) => {
    const index = indexes.get(id);
    return index === undefined ? [] : [{ id, index }];
  });
  const kept = new Set(longestIncreasing(known.map(({ index }) => index)));
  return known.flatMap(({ id, index }) => (kept.has(index) ? [] : [id]));
}

/** Returns the longest row of numbers that increase, out of numbers that are all different (patience sorting). */
function longestIncreasing(numbers: readonly number[]): readonly number[] {
  // The smallest number that a row of each length ends with, and what comes before each number in its row.
  const ends: number[] = [];
  const previous = new Map<number, number | undefined>();
  for (const each of numbers) {
    const length = countBelow(ends, each);
    previous.set(each, ends[length - 1]);
    ends[length] = each;
  }
  const row: number[] = [];
  for (let each = ends.at(-1); each !== undefined; each = previous.get(each)) row.push(each);
  return row;
}

/** Counts the numbers below a bound, in a list that increases. */
function countBelow(increasing: readonly number[], bound: number): number {
  let [low, high] = [0, increasing.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((increasing[middle] ?? bound) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
