import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoSeconds, rfcSeconds } from '../../src/platform/time-text.ts';

/** Times from 1970 to 9999, whose years have four digits. */
const times = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31, 23, 59, 59, 999) });

describe('texts of times', () => {
  it('are what the platform makes of any time', () => {
    fc.assert(
      fc.property(times, (timeMs) => {
        expect(isoSeconds(timeMs)).toBe(new Date(timeMs).toISOString().slice(0, 19));
        expect(`${rfcSeconds(timeMs)} GMT`).toBe(new Date(timeMs).toUTCString());
      }),
      { numRuns: 2_000 },
    );
  });

  it('are right at both ends of a day, and after more days than are kept', () => {
    for (let day = 0; day < 1_100; day += 1) isoSeconds(day * 86_400_000);
    expect(isoSeconds(0)).toBe('1970-01-01T00:00:00');
    expect(isoSeconds(86_399_999)).toBe('1970-01-01T23:59:59');
    expect(isoSeconds(86_400_000)).toBe('1970-01-02T00:00:00');
  });
});
