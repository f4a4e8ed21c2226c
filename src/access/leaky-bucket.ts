/** Requests that a bucket holds, and how many run out of it a second (SH-12). */
export const BUCKET_SIZE = 200;
export const LEAK_PER_SECOND = 10;

/** How full a store's bucket is after a request. */
export interface BucketLevel {
  /** 0 to BUCKET_SIZE, whole requests. */
  readonly level: number;
  /** Milliseconds until there is room; undefined where the request was allowed. */
  readonly waitMs: number | undefined;
}

/** Counts requests that run out at a steady rate; a request that finds the bucket full is refused and not counted. */
export class LeakyBucket {
  #level = 0;
  #updatedAtMs = 0;

  /** Pours one request in. */
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
