import { startTimer as platformTimer, type StartTimer } from '../platform/timer.ts';

/** How fast bytes have to come. */
export interface PaceLimits {
  /** The time for all of them. */
  readonly timeoutMs: number;
  /** In each window of this length at least `minBytes` have to come. */
  readonly windowMs: number;
  readonly minBytes: number;
}

/** Watches bytes as they come in. */
export interface Pace {
  /** Aborts when they come too slowly. */
  readonly signal: AbortSignal;
  /** Why it has aborted: no time is left, or too few bytes came in a window. */
  readonly flaw: 'timed-out' | 'stalled' | undefined;
  readonly count: (bytes: number) => void;
  /** Stops the timers; must be called, because a running timer keeps its request alive. */
  stop(): void;
}

/** Starts to watch. */
export function startPace({ timeoutMs, windowMs, minBytes }: PaceLimits, startTimer: StartTimer = platformTimer): Pace {
  const controller = new AbortController();
  let flaw: Pace['flaw'];
  let windowBytes = 0;
  const abort = (reason: 'timed-out' | 'stalled'): void => {
    flaw = reason;
    stop();
    controller.abort();
  };
  const stopTotal = startTimer(() => abort('timed-out'), timeoutMs);
  const startWindow = (): (() => void) =>
    startTimer(() => {
      if (windowBytes < minBytes) return abort('stalled');
      windowBytes = 0;
      stopWindow = startWindow();
    }, windowMs);
  let stopWindow = startWindow();
  const stop = (): void => {
    stopTotal();
    stopWindow();
  };
  return {
    signal: controller.signal,
    get flaw() {
      return flaw;
    },
    count: (bytes) => {
      windowBytes += bytes;
    },
    stop,
  };
}
