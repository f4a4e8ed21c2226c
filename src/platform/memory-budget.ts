import { fail, ok, type Result } from './result.ts';

/**
 * Bytes of bodies that one isolate holds at a time: six files of 8 MB. An isolate has 128 MB for everything; a body
 * costs up to twice its size while it is read or handed to storage, which leaves 32 MB for code, heap and decoding.
 */
export const MAX_BYTES_IN_MEMORY = 48 * 1024 * 1024;

/**
 * Seconds after which a refused client should try again: longer than most uploads, far less than a client's patience.
 */
const RETRY_AFTER_SECONDS = 2;

/** How long work waits for room before its client is sent away: a burst of uploads passes, a flood does not pile up. */
export const MAX_WAIT_MS = 1_500;

/** There is no room for more work of this kind right now; nothing is wrong with the request. */
export interface OverloadFault {
  readonly kind: 'overloaded';
  readonly retryAfterSeconds: number;
}

/** A share of the budget, held until it is released. */
export interface Lease {
  /** Gives the bytes back; a second time does nothing. */
  release(): void;
}

/**
 * The bytes in flight in one isolate; one instance serves all its requests (docs/reliability.md, memory:
 * 503 with Retry-After beyond it).
 */
export class MemoryBudget {
  readonly #maxBytes: number;
  readonly #maxWaitMs: number;
  #heldBytes = 0;
  /** Work that waits for room, first come first served; each looks again when bytes come back. */
  readonly #waiting = new Set<() => void>();

  /** @param maxWaitMs how long `hold` waits for room; 0: not at all. */
  constructor(maxBytes: number = MAX_BYTES_IN_MEMORY, maxWaitMs = 0) {
    this.#maxBytes = maxBytes;
    this.#maxWaitMs = maxWaitMs;
  }

  /** Bytes held now, 0 to the maximum. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Sets `bytes` aside until the lease is released; `overloaded` when that is more than is free, and for what is no
   * number of bytes. Prefer `hold`, which cannot forget the release.
   */
  reserve(bytes: number): Result<Lease, OverloadFault> {
    const fits = bytes >= 0 && this.#heldBytes + bytes <= this.#maxBytes;
    if (!fits) return fail({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.#heldBytes += bytes;
    let owedBytes = bytes;
    const release = (): void => {
      this.#heldBytes -= owedBytes;
      owedBytes = 0;
      for (const look of this.#waiting) look();
    };
    return ok({ release });
  }

  /** Runs `work` with `bytes` set aside, and gives them back however it ends; `overloaded` without running it where no
   * room came free in time. */
  async run<T, F>(bytes: number, work: () => Promise<Result<T, F>>): Promise<Result<T, F | OverloadFault>> {
    const lease = await this.#reserveSoon(bytes);
    if (!lease.ok) return lease;
    try {
      return await work();
    } finally {
      lease.value.release();
    }
  }

  /** Takes `bytes` once there is room, in the order of asking, or gives up after the longest wait. */
  async #reserveSoon(bytes: number): Promise<Result<Lease, OverloadFault>> {
    const canEverFit = bytes >= 0 && bytes <= this.#maxBytes;
    if (this.#waiting.size === 0 || !canEverFit) {
      const lease = this.reserve(bytes);
      if (lease.ok || !canEverFit || this.#maxWaitMs === 0) return lease;
    }
    const { promise, resolve } = Promise.withResolvers<Result<Lease, OverloadFault>>();
    const settle = (lease: Result<Lease, OverloadFault>): void => {
      this.#waiting.delete(look);
      clearTimeout(timer);
      resolve(lease);
      for (const next of this.#waiting) next();
    };
    const look = (): void => {
      const isFirst = this.#waiting.values().next().value === look;
      const lease = isFirst ? this.reserve(bytes) : undefined;
      if (lease?.ok === true) settle(lease);
    };
    const timer = setTimeout(
      () => settle(fail({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS })),
      this.#maxWaitMs,
    );
    this.#waiting.add(look);
    return await promise;
  }
}

/**
 * All requests of this isolate share its memory, and so one budget: bodies on their way in, originals on their way out.
 */
export const isolateMemory = new MemoryBudget(MAX_BYTES_IN_MEMORY, MAX_WAIT_MS);
