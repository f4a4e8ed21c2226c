/** A time by which all of some work must be done. */
export interface Deadline {
  /** Milliseconds from its start to its end. */
  readonly timeoutMs: number;
  /** Aborts when the time is over. */
  readonly signal: AbortSignal;
  /** The value of `work`, or undefined when the time is over first; a `work` that rejects rejects this too. */
  before<T>(work: Promise<T>): Promise<T | undefined>;
  /** Stops the clock; must be called, or the timer keeps its request alive. */
  clear(): void;
}

/** Starts a clock of `timeoutMs` milliseconds. */
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

/** Rejects after `timeoutMs` when `promise` has not settled; the work behind it may still be done. */
export async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
