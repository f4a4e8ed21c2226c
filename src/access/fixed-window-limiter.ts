import type { RequestQuota, Store } from '../model/store.ts';
import type { Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';

/** A window of time and the requests that were made in it. */
export interface FixedWindow {
  readonly startedAtMs: number;
  readonly requests: number;
}

/** Where a store stands with its quota after one more request. */
export interface QuotaStatus {
  readonly isGranted: boolean;
  readonly requestsLeft: number;
  /** Until the next window. */
  readonly resetMs: number;
}

/** The quota that a request was counted against, for the headers of its answer. */
export interface CountedRequest {
  readonly quota: RequestQuota;
  readonly status: QuotaStatus;
}

/** Counts requests against their store's quota. */
export interface RequestLimiter {
  /** Takes one request; for a store without a quota nothing is done. Faults: quota-exceeded. */
  take(store: Store): Promise<Result<void, AccessFault>>;
}

/**
 * Takes one request from a quota. Pure. A window begins with the first request after the one before it has ended, so
 * that a client which waits for the reset finds the whole quota. A refused request does not count.
 */
export function takeRequest(
  window: FixedWindow | undefined,
  quota: RequestQuota,
  nowMs: number,
): { readonly window: FixedWindow; readonly status: QuotaStatus } {
  const isOver = window === undefined || nowMs >= window.startedAtMs + quota.windowMs || nowMs < window.startedAtMs;
  const current = isOver ? { startedAtMs: nowMs, requests: 0 } : window;
  const isGranted = current.requests < quota.requests;
  const requests = current.requests + (isGranted ? 1 : 0);
  return {
    window: { ...current, requests },
    status: {
      isGranted,
      requestsLeft: Math.max(quota.requests - requests, 0),
      resetMs: current.startedAtMs + quota.windowMs - nowMs,
    },
  };
}
