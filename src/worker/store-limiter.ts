import { DurableObject } from 'cloudflare:workers';
import { LeakyBucket } from '../access/leaky-bucket.ts';
import { UrlLocks, type LimiterDecision, type LimiterRequest, type StoreLimiters } from '../access/store-limiter.ts';

/**
 * The Durable Object of one store's leaky bucket and write locks. It holds them in memory, because they expire within
 * seconds; after an eviction the bucket is empty and no URL locked.
 */
export class StoreLimiter extends DurableObject {
  readonly #bucket = new LeakyBucket();
  readonly #locks = new UrlLocks();

  /** Decides whether a request may run; where it may, it is counted and holds its lock. */
  acquire({ isCounted, lock }: LimiterRequest): LimiterDecision {
    const nowMs = Date.now();
    const { level, waitMs } = isCounted ? this.#bucket.take(nowMs) : { level: 0, waitMs: undefined };
    if (waitMs !== undefined) return { kind: 'rate-limited', level, waitMs };
    const isLocked = lock !== undefined && !this.#locks.acquire(lock.url, lock.holder, nowMs);
    return { kind: isLocked ? 'locked' : 'allowed', level };
  }

  /** Releases the lock of a write that has been answered. */
  release(url: string, holder: string): void {
    this.#locks.release(url, holder);
  }
}

/** The store limiters on Durable Objects. Where one does not answer, requests are allowed. */
export class DurableStoreLimiters implements StoreLimiters {
  readonly #namespace: DurableObjectNamespace<StoreLimiter>;

  constructor(namespace: DurableObjectNamespace<StoreLimiter>) {
    this.#namespace = namespace;
  }

  async acquire(storeId: number, request: LimiterRequest): Promise<LimiterDecision> {
    if (!request.isCounted && request.lock === undefined) return { kind: 'allowed', level: 0 };
    try {
      return await this.#open(storeId).acquire(request);
    } catch (error) {
      console.error({ event: 'store-limiter-failed', message: String(error) });
      return { kind: 'allowed', level: 0 };
    }
  }

  async release(storeId: number, url: string, holder: string): Promise<void> {
    try {
      await this.#open(storeId).release(url, holder);
    } catch (error) {
      // The lock expires by itself.
      console.error({ event: 'store-limiter-failed', message: String(error) });
    }
  }

  #open(storeId: number): DurableObjectStub<StoreLimiter> {
    return this.#namespace.getByName(String(storeId));
  }
}
