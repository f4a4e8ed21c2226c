import { fail, ok, type Result } from './result.ts';

/**
 * How many bytes of request bodies one isolate holds at a time: six files of 8 MB. An isolate has 128 MB of memory; a
 * body needs up to twice its size while it is read or stored, which leaves 32 MB for code, heap and decoding.
 */
export const MAX_BYTES_IN_MEMORY = 48 * 1024 * 1024;

/** Seconds after which a refused client should try again; most uploads take less. */
const RETRY_AFTER_SECONDS = 2;

/**
 * How long a request waits for memory before it is refused: long enough for a burst, short enough that none pile up.
 */
export const MAX_WAIT_MS = 1_500;

/** The service has no memory free for the request at the moment; nothing is wrong with the request itself. */
export interface OverloadFault {
  readonly kind: 'overloaded';
  readonly retryAfterSeconds: number;
}

/** A part of the budget that is reserved until it is released. */
export interface Reservation {
  /** Returns the bytes to the budget; calling it again does nothing. */
  release(): void;
}

/**
 * Limits the bytes that requests hold in memory at a time. One instance serves all requests of an isolate; those that
 * exceed it are answered 503 with Retry-After (docs/reliability.md).
 */
export class MemoryBudget {
  readonly #maxBytes: number;
  readonly #maxWaitMs: number;
  #heldBytes = 0;
  /** Requests that wait for room, in order of arrival; each tries again when bytes are released. */
  readonly #waiting = new Set<() => void>();

  /** @param maxWaitMs how long `run` waits for room; 0: not at all. */
  constructor(maxBytes: number = MAX_BYTES_IN_MEMORY, maxWaitMs = 0) {
    this.#maxBytes = maxBytes;
    this.#maxWaitMs = maxWaitMs;
  }

  /** How many bytes are reserved now. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  /**
   * Reserves `bytes` until the reservation is released. Prefer `run`, which always releases. Fault: overloaded, where
   * fewer bytes are free, or `bytes` is negative or no number.
   */
  reserve(bytes: number): Result<Reservation, OverloadFault> {
    const fits = bytes >= 0 && this.#heldBytes + bytes <= this.#maxBytes;
    if (!fits) return fail({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS });
    this.#heldBytes += bytes;
    let owedBytes = bytes;
    const release = (): void => {
      this.#heldBytes -= owedBytes;
      owedBytes = 0;
      for (const tryReserve of this.#waiting) tryReserve();
    };
    return ok({ release });
  }

  /**
   * Runs `task` with `bytes` reserved, and releases them however it ends. Fault: overloaded, where the bytes did not
   * become free in time; `task` is not run then.
   */
  async run<T, F>(bytes: number, task: () => Promise<Result<T, F>>): Promise<Result<T, F | OverloadFault>> {
    const reservation = await this.#waitAndReserve(bytes);
    if (!reservation.ok) return reservation;
    try {
      return await task();
    } finally {
      reservation.value.release();
    }
  }

  /** Reserves `bytes` once there is room, in order of arrival. Fault: overloaded, after the longest wait. */
  async #waitAndReserve(bytes: number): Promise<Result<Reservation, OverloadFault>> {
    const canEverFit = bytes >= 0 && bytes <= this.#maxBytes;
    if (this.#waiting.size === 0 || !canEverFit) {
      const reservation = this.reserve(bytes);
      if (reservation.ok || !canEverFit || this.#maxWaitMs === 0) return reservation;
    }
    const { promise, resolve } = Promise.withResolvers<Result<Reservation, OverloadFault>>();
    const finish = (reservation: Result<Reservation, OverloadFault>): void => {
      this.#waiting.delete(tryReserve);
      clearTimeout(timer);
      resolve(reservation);
      for (const tryNext of this.#waiting) tryNext();
    };
    const tryReserve = (): void => {
      const isFirst = this.#waiting.values().next().value === tryReserve;
      const reservation = isFirst ? this.reserve(bytes) : undefined;
      if (reservation?.ok === true) finish(reservation);
    };
    const timer = setTimeout(
      () => finish(fail({ kind: 'overloaded', retryAfterSeconds: RETRY_AFTER_SECONDS })),
      this.#maxWaitMs,
    );
    this.#waiting.add(tryReserve);
    return await promise;
  }
}

/** The budget that all requests of this isolate share: for request bodies, and for originals that are sent. */
export const isolateMemory = new MemoryBudget(MAX_BYTES_IN_MEMORY, MAX_WAIT_MS);
