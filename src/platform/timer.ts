/** Calls `callback` after `delayMs`, once. Returns what stops it. */
export type StartTimer = (callback: () => void, delayMs: number) => () => void;

/** The platform's own timer. */
export const startTimer: StartTimer = (callback, delayMs) => {
  const timer = setTimeout(callback, delayMs);
  return () => clearTimeout(timer);
};
