import { DurableObject } from 'cloudflare:workers';
import { LeakyBucket } from '../access/leaky-bucket.ts';
import { UrlLocks, type LimiterDecision, type LimiterRequest, type StoreLimiters } from '../access/store-limiter.ts';

/**
 * One object per store: its leaky bucket and the write URLs in flight. All of it is gone within seconds anyway, so it
 * lives in memory: an evicted limiter allows everything.
 */
export class StoreLimiter extends DurableObject {
  readonly #bucket = new LeakyBucket();
  readonly #locks = new UrlLocks();

  /** Allows a request, or says why not. */
  acquire({ isCounted, lock }: LimiterRequest): LimiterDecision {
    const nowMs = Date.now();
    const { level, waitMs } = isCounted ? this.#bucket.take(nowMs) : { level: 0, waitMs: undefined };
    if (waitMs !== undefined) return { kind: 'rate-limited', level, waitMs };
    const isLocked = lock !== undefined && !this.#locks.acquire(lock.url, lock.holder, nowMs);
    return { kind: isLocked ? 'locked' : 'allowed', level };
  }

  /** The write has been answered. */
  release(url: string, holder: string): void {
    this.#locks.release(url, holder);
  }
}

/** The limiters as Durable Objects. One that does not answer allows everything: a limit is no reason to be away. */
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
      // The lock ends by itself.
      console.error({ event: 'store-limiter-failed', message: String(error) });
    }
  }

  #open(storeId: number): DurableObjectStub<StoreLimiter> {
    return this.#namespace.getByName(String(storeId));
  }
}
