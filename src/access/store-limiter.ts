/** A lock that nobody gives back ends by itself (contract: Shoptet, 423, "≤ 5 s"). */
export const LOCK_LIFETIME_MS = 5_000;

interface Lock {
  readonly holder: string;
  readonly expiresAtMs: number;
  /** Requests of this holder that are inside: repeats with one Idempotency-Key come in together. */
  readonly count: number;
}

/** Which write URLs have a request in flight. */
export class UrlLocks {
  readonly #locks = new Map<string, Lock>();

  /** Takes the lock; false where another request has it. */
  take(url: string, holder: string, nowMs: number): boolean {
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
