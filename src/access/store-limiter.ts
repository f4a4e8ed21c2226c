/** A lock that nobody gives back ends by itself (SH-13). */
export const LOCK_LIFETIME_MS = 5_000;

/** A request that asks its store's limiter whether it may run. */
export interface LimiterRequest {
  /** The request counts in the store's bucket. */
  readonly isCounted: boolean;
  /** The write that must not run twice at once; undefined for reads. */
  readonly lock: { readonly url: string; readonly holder: string } | undefined;
}

/** What a store's limiter answers; `level` is how full the store's bucket is, in whole requests. */
export type LimiterDecision =
  | { readonly kind: 'allowed'; readonly level: number }
  | { readonly kind: 'rate-limited'; readonly level: number; readonly waitMs: number }
  | { readonly kind: 'locked'; readonly level: number };

/** The limiters of all stores, as the dialects reach them. */
export interface StoreLimiters {
  acquire(storeId: number, request: LimiterRequest): Promise<LimiterDecision>;
  /** Gives the lock on a write URL back. */
  release(storeId: number, url: string, holder: string): Promise<void>;
}

interface Lock {
  readonly holder: string;
  readonly expiresAtMs: number;
  /** Requests of this holder in flight: repeats with one Idempotency-Key run together. */
  readonly count: number;
}

/** Which write URLs have a request in flight. */
export class UrlLocks {
  readonly #locks = new Map<string, Lock>();

  /** Takes the lock; false where another request has it. */
  acquire(url: string, holder: string, nowMs: number): boolean {
    const lock = this.#locks.get(url);
    const isHeld = lock !== undefined && lock.expiresAtMs > nowMs;
    if (isHeld && lock.holder !== holder) return false;
    this.#locks.set(url, { holder, expiresAtMs: nowMs + LOCK_LIFETIME_MS, count: isHeld ? lock.count + 1 : 1 });
    return true;
  }

  /** Gives the lock back; one that has passed to another request meanwhile is left alone. */
  release(url: string, holder: string): void {
    const lock = this.#locks.get(url);
    if (lock?.holder !== holder) return;
    if (lock.count > 1) this.#locks.set(url, { ...lock, count: lock.count - 1 });
    else this.#locks.delete(url);
  }
}
