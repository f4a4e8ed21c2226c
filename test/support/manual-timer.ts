import type { StartTimer } from '../../src/platform/timer.ts';

/** A timer whose time passes only when the test says so. */
export function manualTimer(): { readonly startTimer: StartTimer; readonly pass: (ms: number) => void } {
  let nowMs = 0;
  const due = new Map<object, { readonly atMs: number; readonly callback: () => void }>();
  const next = (untilMs: number) =>
    [...due].filter(([, { atMs }]) => atMs <= untilMs).toSorted(([, a], [, b]) => a.atMs - b.atMs)[0];
  return {
    startTimer: (callback, delayMs) => {
      const key = {};
      due.set(key, { atMs: nowMs + delayMs, callback });
      return () => due.delete(key);
    },
    pass: (ms) => {
      const untilMs = nowMs + ms;
      for (let found = next(untilMs); found !== undefined; found = next(untilMs)) {
        const [key, { atMs, callback }] = found;
        due.delete(key);
        nowMs = atMs;
        callback();
      }
      nowMs = untilMs;
    },
  };
}
