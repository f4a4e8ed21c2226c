/** A lock that is not released expires after this time, which is longer than any request takes to upload and fetch. */
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
 * Locks on the Idempotency-Keys of running requests. A lock keeps a second request from fetching and storing the same
 * bytes again. That a request takes effect only once is ensured by the database, so losing the locks does no harm.
 */
export class KeyLocks {
  readonly #locks = new Map<string, KeyLock>();

  /**
   * Waits until the lock is free, then acquires it.
   *
   * @param lockId names the holder; the same holder may acquire its lock again.
   * @returns true once the lock is acquired; false after `waitMs` without it.
   */
  async acquire(name: string, lockId: string, waitMs = KEY_LOCK_WAIT_MS): Promise<boolean> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const current = this.#locks.get(name);
      // A request repeats its call with the same lock id where the answer to its first call was lost.
      if (current === undefined || current.lockId === lockId || current.expiresAtMs <= Date.now()) {
        this.#locks.set(name, newKeyLock(lockId));
        return true;
      }
      const isReleased = await Promise.race([current.released.then(() => true), elapse(deadline - Date.now())]);
      if (!isReleased) return false;
    }
  }

  /** Releases a lock; does nothing where it has passed to another holder meanwhile. */
  release(name: string, lockId: string): void {
    const current = this.#locks.get(name);
    if (current?.lockId !== lockId) return;
    this.#locks.delete(name);
    current.release();
  }
}

function newKeyLock(lockId: string): KeyLock {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { lockId, expiresAtMs: Date.now() + KEY_LOCK_LIFETIME_MS, released: promise, release: resolve };
}

/** Resolves to false after `ms` milliseconds. */
function elapse(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), Math.max(ms, 0));
  });
}
