/** A time limit that several steps share. */
export interface Deadline {
  /** The whole time limit in milliseconds. */
  readonly timeoutMs: number;
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** Resolves to the value of `work`, or to undefined when the time is over first; rejects where `work` rejects. */
  before<T>(work: Promise<T>): Promise<T | undefined>;
  /** Stops the timer; must be called, because a running timer keeps its request alive. */
  clear(): void;
}

/** Starts a deadline that ends in `timeoutMs` milliseconds. */
export function startDeadline(timeoutMs: number): Deadline {
  const controller = new AbortController();
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  const expired = new Promise<undefined>((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return {
    timeoutMs,
    signal,
    before: (work) => Promise.race([work, expired]),
    clear: () => clearTimeout(timer),
  };
}

/**
 * Resolves or rejects as `promise` does, and rejects when that takes longer than `timeoutMs`; the work behind `promise`
 * goes on and may still take effect.
 */
export async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
