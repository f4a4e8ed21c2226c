/** How many requests a bucket holds, and how many leak from it a second (SH-12). */
export const BUCKET_SIZE = 200;
export const LEAK_PER_SECOND = 10;

/** How full a store's bucket is after a request. */
export interface BucketLevel {
  /** From 0 to BUCKET_SIZE, rounded up to whole requests. */
  readonly level: number;
  /** Milliseconds until there is room for the request; undefined where it was allowed. */
  readonly waitMs: number | undefined;
}

/** A rate limit: requests fill the bucket, which leaks at a steady rate. A request that does not fit is not counted. */
export class LeakyBucket {
  #level = 0;
  #updatedAtMs = 0;

  /** Counts one request where there is room for it. */
  take(nowMs: number): BucketLevel {
    const leaked = (Math.max(nowMs - this.#updatedAtMs, 0) / 1000) * LEAK_PER_SECOND;
    this.#level = Math.max(this.#level - leaked, 0);
    this.#updatedAtMs = nowMs;
    const overflow = this.#level + 1 - BUCKET_SIZE;
    if (overflow > 0) return { level: Math.ceil(this.#level), waitMs: (overflow / LEAK_PER_SECOND) * 1000 };
    this.#level += 1;
    return { level: Math.ceil(this.#level), waitMs: undefined };
  }
}
