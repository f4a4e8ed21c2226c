/** Random numbers that a seed decides, so that a run can be repeated. */
export interface SeededRandom {
  /** A whole number from 0 up to, and without, `below`. */
  int(below: number): number;
  /** True once in `times` on average. */
  once(times: number): boolean;
  pick<T>(items: readonly [T, ...T[]]): T;
}

/** Returns a source of random numbers (mulberry32). */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const int = (below: number): number => next() % below;
  return {
    int,
    once: (times) => int(times) === 0,
    pick: ([first, ...rest]) => {
      const index = int(rest.length + 1);
      return index === 0 ? first : (rest[index - 1] ?? first);
    },
  };
}
