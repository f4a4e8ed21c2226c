/** Calls `callback` after `delayMs`, once. Returns what stops it. */
export type StartTimer = (callback: () => void, delayMs: number) => () => void;

/** The platform's own timer. */
export const startTimer: StartTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};

/** Resolves after `delayMs`. */
export const wait = (delayMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, delayMs));

/** Lets everything else of the isolate go on before a long computation does. */
export const giveWay = (): Promise<void> => wait(0);
