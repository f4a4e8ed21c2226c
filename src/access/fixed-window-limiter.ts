import type { RequestQuota } from '../model/model.ts';

/** A window of time and the requests that were made in it. */
export interface QuotaWindow {
  readonly startedAtMs: number;
  readonly requests: number;
}

/** Where a store stands with its quota after one more request. */
export interface QuotaStanding {
  readonly isGranted: boolean;
  readonly requestsLeft: number;
  /** Until the next window. */
  readonly resetMs: number;
}

/**
 * Takes one request from a quota. Pure. A window begins with the first request after the one before it has ended, so
 * that a client which waits for the reset finds the whole quota. A refused request does not count.
 */
export function takeRequest(
  window: QuotaWindow | undefined,
  quota: RequestQuota,
  nowMs: number,
): { readonly window: QuotaWindow; readonly standing: QuotaStanding } {
  const isOver = window === undefined || nowMs >= window.startedAtMs + quota.windowMs || nowMs < window.startedAtMs;
  const current = isOver ? { startedAtMs: nowMs, requests: 0 } : window;
  const isGranted = current.requests < quota.requests;
  const requests = current.requests + (isGranted ? 1 : 0);
  return {
    window: { ...current, requests },
    standing: {
      isGranted,
      requestsLeft: Math.max(quota.requests - requests, 0),
      resetMs: current.startedAtMs + quota.windowMs - nowMs,
    },
  };
}
