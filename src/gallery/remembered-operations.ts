import { MAX_RECENT_OPERATIONS } from './evolve.ts';
import type { GalleryState } from './state.ts';

/** How far the clocks of those that send and of those that commit may be apart. */
const MAX_CLOCK_SKEW_MS = 5_000;

/**
 * True where the state still lists every operation since the last one that a batch was sent after. Then an operation
 * that it does not list was not committed.
 *
 * @param lastId the id of that last one; undefined where there was none.
 */
export function remembersSince({ recentOperations }: GalleryState, lastId: string | undefined): boolean {
  if (lastId === undefined) return recentOperations.length < MAX_RECENT_OPERATIONS;
  return recentOperations.some(({ operationId }) => operationId === lastId);
}

/**
 * True where the state still lists every operation since a time. Then an operation that was sent later, and that it does
 * not list, was not committed.
 */
export function remembersTime({ recentOperations }: GalleryState, timeMs: number): boolean {
  const [oldest] = recentOperations;
  if (oldest === undefined || recentOperations.length < MAX_RECENT_OPERATIONS) return true;
  return oldest.committedAtMs < timeMs - MAX_CLOCK_SKEW_MS;
}
