import type { RequestQuota, Store } from '../model/store.ts';
import type { Result } from '../platform/result.ts';
import type { AccessFault } from './faults.ts';

/** A window of time, and how many requests have been counted in it. */
export interface FixedWindow {
  readonly startedAtMs: number;
  readonly requests: number;
}

/** The state of a store's quota after one more request. */
export interface QuotaStatus {
  readonly isGranted: boolean;
  readonly requestsLeft: number;
  /** Milliseconds until the window ends. */
  readonly resetMs: number;
}

/** The quota that a request was counted against, and its state afterwards; the answer's headers show both. */
export interface CountedRequest {
  readonly quota: RequestQuota;
  readonly status: QuotaStatus;
}

/** Counts requests against their store's quota. */
export interface RequestLimiter {
  /** Counts one request; a store without a quota has no limit. Faults: quota-exceeded. */
  take(store: Store): Promise<Result<void, AccessFault>>;
}

/**
 * Counts one request against a quota. Pure. A window begins with the first request after the previous window has ended,
 * so that a client which waits for the reset has the whole quota. A refused request does not count.
 *
 * @returns the window to keep for the next call, and the quota's state.
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
