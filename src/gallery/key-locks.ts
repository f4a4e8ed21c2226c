/** A lock that nobody gives back ends by itself, after longer than any upload and fetch of one request may take. */
const KEY_LOCK_LIFETIME_MS = 60_000;

/** How long a second request waits for the first with its key (REQ-3). */
export const KEY_LOCK_WAIT_MS = 5_000;

interface KeyLock {
  readonly lockId: string;
  readonly expiresAtMs: number;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * Which Idempotency-Keys have a request running. A lock keeps a second request from fetching and storing the same
 * bytes again; that a request cannot take effect twice is ensured by the database, so losing locks loses nothing.
 */
export class KeyLocks {
  readonly #locks = new Map<string, KeyLock>();

  /**
   * Waits until the name is free, then takes it.
   *
   * @returns true once taken; false when `waitMs` passed first.
   */
  async acquire(name: string, lockId: string, waitMs = KEY_LOCK_WAIT_MS): Promise<boolean> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const current = this.#locks.get(name);
      // The same lock again is the same request, whose first answer was lost on the way.
      if (current === undefined || current.lockId === lockId || current.expiresAtMs <= Date.now()) {
        this.#locks.set(name, newKeyLock(lockId));
        return true;
      }
      const isReleased = await Promise.race([current.released.then(() => true), elapse(deadline - Date.now())]);
      if (!isReleased) return false;
    }
  }

  /** Gives a lock back; one that was lost meanwhile is left to its new holder. */
  release(name: string, lockId: string): void {
    const current = this.#locks.get(name);
    if (current?.lockId !== lockId) return;
    this.#locks.delete(name);
    current.release();
  }
}

function newKeyLock(lockId: string): KeyLock {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { lockId: lockId, expiresAtMs: Date.now() + KEY_LOCK_LIFETIME_MS, released: promise, release: resolve };
}

function elapse(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), Math.max(ms, 0));
  });
}
