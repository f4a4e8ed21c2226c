/** A claim that nobody gives back ends by itself: longer than any upload and fetch of one request may take. */
const CLAIM_LIFETIME_MS = 60_000;

/** How long a second request waits for the first with its key (design: "Idempotency-Key"). */
export const CLAIM_WAIT_MS = 5_000;

interface Claim {
  readonly claimId: string;
  readonly expiresAtMs: number;
  readonly released: Promise<void>;
  readonly release: () => void;
}

/**
 * Which Idempotency-Keys have a request running. A claim keeps a second request from fetching and storing the same
 * bytes again; that it cannot take effect twice is the database's doing, so losing claims loses nothing.
 */
export class Claims {
  readonly #claims = new Map<string, Claim>();

  /**
   * Waits until the name is free, then takes it.
   *
   * @returns true once taken; false when `waitMs` passed first.
   */
  async take(name: string, claimId: string, waitMs = CLAIM_WAIT_MS): Promise<boolean> {
    const deadline = Date.now() + waitMs;
    for (;;) {
      const current = this.#claims.get(name);
      // The same claim again is the same request, whose first answer was lost on the way.
      if (current === undefined || current.claimId === claimId || current.expiresAtMs <= Date.now()) {
        this.#claims.set(name, newClaim(claimId));
        return true;
      }
      const isReleased = await Promise.race([current.released.then(() => true), elapse(deadline - Date.now())]);
      if (!isReleased) return false;
    }
  }

  /** Gives a claim back; one that was lost meanwhile is left to its new holder. */
  release(name: string, claimId: string): void {
    const current = this.#claims.get(name);
    if (current?.claimId !== claimId) return;
    this.#claims.delete(name);
    current.release();
  }
}

function newClaim(claimId: string): Claim {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { claimId, expiresAtMs: Date.now() + CLAIM_LIFETIME_MS, released: promise, release: resolve };
}

function elapse(ms: number): Promise<false> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(false), Math.max(ms, 0));
  });
}
