import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeRequest, type FixedWindow } from '../../src/access/fixed-window-limiter.ts';

const quota = { requests: 3, windowMs: 1_000 };

describe('a quota of three requests a second', () => {
  it('begins its window with the first request', () => {
    expect(takeRequest(undefined, quota, 5_000)).toEqual({
      window: { startedAtMs: 5_000, requests: 1 },
      status: { isGranted: true, requestsLeft: 2, resetMs: 1_000 },
    });
  });

  it('refuses the fourth request, which does not count', () => {
    const full = { startedAtMs: 5_000, requests: 3 };
    expect(takeRequest(full, quota, 5_999)).toEqual({
      window: full,
      status: { isGranted: false, requestsLeft: 0, resetMs: 1 },
    });
  });

  it('begins a new window when the window is over, or the clock was set back', () => {
    const full = { startedAtMs: 5_000, requests: 3 };
    for (const nowMs of [6_000, 4_999]) {
      expect(takeRequest(full, quota, nowMs).window).toEqual({ startedAtMs: nowMs, requests: 1 });
    }
  });

  it('leaves no requests after it was lowered below those already made', () => {
    const { status } = takeRequest({ startedAtMs: 5_000, requests: 3 }, { requests: 1, windowMs: 1_000 }, 5_001);
    expect(status).toMatchObject({ isGranted: false, requestsLeft: 0 });
  });

  it('grants three requests at most in every window, whenever they come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 900 }), { maxLength: 60 }), (pausesMs) => {
        let window: FixedWindow | undefined;
        let nowMs = 0;
        const granted = new Map<number, number>();
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          const taken = takeRequest(window, quota, nowMs);
          window = taken.window;
          const { startedAtMs } = window;
          if (taken.status.isGranted) granted.set(startedAtMs, (granted.get(startedAtMs) ?? 0) + 1);
          expect(taken.status.resetMs).toBeGreaterThan(0);
        }
        for (const count of granted.values()) expect(count).toBeLessThanOrEqual(quota.requests);
      }),
    );
  });
});
