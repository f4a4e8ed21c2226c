/** A lock that is not released expires after this time (SH-13). */
export const LOCK_LIFETIME_MS = 5_000;

/** What a store's limiter needs to know of a request to decide whether it may run. */
export interface LimiterRequest {
  /** True where the request counts in the store's leaky bucket. */
  readonly isCounted: boolean;
  /** The URL that the request writes to, which is locked for other holders meanwhile; undefined for reads. */
  readonly lock: { readonly url: string; readonly holder: string } | undefined;
}

/**
 * A limiter's decision; `level` is how full the store's bucket is, in whole requests, and `waitMs` how long to wait.
 */
export type LimiterDecision =
  | { readonly kind: 'allowed'; readonly level: number }
  | { readonly kind: 'rate-limited'; readonly level: number; readonly waitMs: number }
  | { readonly kind: 'locked'; readonly level: number };

/** The limiters of all stores, as the dialects reach them. */
export interface StoreLimiters {
  /** Decides whether a request may run; where it may, it is counted and holds its lock. */
  acquire(storeId: number, request: LimiterRequest): Promise<LimiterDecision>;
  /** Releases the lock on a write URL. */
  release(storeId: number, url: string, holder: string): Promise<void>;
}

interface Lock {
  readonly holder: string;
  readonly expiresAtMs: number;
  /** How many requests of this holder are in flight; repeats with one Idempotency-Key may run at the same time. */
  readonly count: number;
}

/** Locks on the URLs that requests are writing to. */
export class UrlLocks {
  readonly #locks = new Map<string, Lock>();

  /** Acquires the lock on a URL; false where another holder has it. */
  acquire(url: string, holder: string, nowMs: number): boolean {
    const lock = this.#locks.get(url);
    const isHeld = lock !== undefined && lock.expiresAtMs > nowMs;
    if (isHeld && lock.holder !== holder) return false;
    this.#locks.set(url, { holder, expiresAtMs: nowMs + LOCK_LIFETIME_MS, count: isHeld ? lock.count + 1 : 1 });
    return true;
  }

  /** Releases the lock on a URL; does nothing where it has passed to another holder meanwhile. */
  release(url: string, holder: string): void {
    const lock = this.#locks.get(url);
    if (lock?.holder !== holder) return;
    if (lock.count > 1) this.#locks.set(url, { ...lock, count: lock.count - 1 });
    else this.#locks.delete(url);
  }
}
