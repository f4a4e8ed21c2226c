import { DurableObject } from 'cloudflare:workers';
import { LeakyBucket } from '../access/leaky-bucket.ts';
import { UrlLocks } from '../access/store-limiter.ts';

/** What a request wants to be let in for. */
export interface Entry {
  /** The request counts in the store's bucket. */
  readonly isCounted: boolean;
  /** The write that must not run twice at once; undefined for reads. */
  readonly lock: { readonly url: string; readonly holder: string } | undefined;
}

/** How the gate decided. */
export type Admission =
  | { readonly kind: 'open'; readonly filling: number }
  | { readonly kind: 'full'; readonly filling: number; readonly waitMs: number }
  | { readonly kind: 'locked'; readonly filling: number };

/**
 * One object per store: its leaky bucket and the write URLs in flight. All of it is gone within seconds anyway, so it
 * lives in memory: an evicted gate lets everyone in.
 */
export class StoreGate extends DurableObject {
  readonly #bucket = new LeakyBucket();
  readonly #locks = new UrlLocks();

  /** Lets a request in, or says why not. */
  enter({ isCounted, lock }: Entry): Admission {
    const nowMs = Date.now();
    const { filling, waitMs } = isCounted ? this.#bucket.pour(nowMs) : { filling: 0, waitMs: undefined };
    if (waitMs !== undefined) return { kind: 'full', filling, waitMs };
    if (lock !== undefined && !this.#locks.take(lock.url, lock.holder, nowMs)) return { kind: 'locked', filling };
    return { kind: 'open', filling };
  }

  /** The write has been answered. */
  leave(url: string, holder: string): void {
    this.#locks.release(url, holder);
  }
}
