/** The pauses between two looks, in milliseconds; the last one repeats. */
const PAUSES_MS: readonly [number, ...number[]] = [250, 500, 1_000];

/** How long somebody waits, and what the waiting needs. */
export interface Waiting {
  readonly waitMs: number;
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** Whether the one who waits has gone. */
  readonly isAbandoned: () => boolean;
}

/**
 * Looks until something is found, the time is up, or nobody waits any more, and returns what the last look saw.
 *
 * @param seen what a look saw that was made before.
 */
export async function lookUntilFound<Seen>(
  seen: Seen,
  look: () => Promise<Seen>,
  isFound: (seen: Seen) => boolean,
  { waitMs, nowMs, pause, isAbandoned }: Waiting,
): Promise<Seen> {
  const endMs = nowMs() + waitMs;
  let last = seen;
  for (let looks = 0; !isFound(last) && !isAbandoned() && nowMs() < endMs; looks += 1) {
    const pauseMs = PAUSES_MS[Math.min(looks, PAUSES_MS.length - 1)] ?? PAUSES_MS[0];
    await pause(Math.min(pauseMs, endMs - nowMs()));
    if (!isAbandoned()) last = await look();
  }
  return last;
}
