import {
  sweep,
  type SweepBucket,
  type SweepLag,
  type SweepStore,
  SWEEP_WALKS,
  type SweepWalk,
} from './sweep-storage.ts';

/** How long a run may take. */
const MAX_RUN_MS = 20_000;

/** After this many calls no round begins: one makes up to 510, and the platform allows 1000 of an invocation. */
const MAX_CALLS_PER_RUN = 450;

/** What one run removed in all its rounds, and how far the sweep is behind after it. */
export interface SweepRunReport {
  readonly rounds: number;
  readonly droppedKeys: number;
  readonly orphans: number;
  readonly expiredRows: number;
  readonly objectsSeen: number;
  readonly lag: SweepLag;
}

/** What a run depends on, besides the ports of a round. */
export interface SweepRun {
  readonly nowMs: () => number;
  /** True: new walks through the bucket begin; otherwise those go on that have begun. */
  readonly beginsWalks: boolean;
  /** The walks that are made; all of them where nothing is said. */
  readonly walks?: readonly SweepWalk[];
  /** Returns how many calls to the database and the bucket have been made. */
  readonly callCount: () => number;
}

/**
 * Sweeps in rounds until nothing is due, or the time or the calls of the run are used up; the next run goes on. A walk
 * that comes to its end does not begin again in the same run.
 *
 * @throws what the database and the bucket throw.
 */
export async function sweepInRounds(store: SweepStore, bucket: SweepBucket, run: SweepRun): Promise<SweepRunReport> {
  const endMs = run.nowMs() + MAX_RUN_MS;
  const total = { rounds: 0, droppedKeys: 0, orphans: 0, expiredRows: 0, objectsSeen: 0 };
  let walks = run.beginsWalks ? (run.walks ?? SWEEP_WALKS) : await store.begunWalks();
  for (;;) {
    const round = await sweep(store, bucket, { nowMs: run.nowMs(), isDryRun: false, walks });
    total.rounds += 1;
    total.droppedKeys += round.droppedKeys.length;
    total.orphans += round.orphans.length;
    total.expiredRows += round.expiredRows;
    total.objectsSeen += round.objectsSeen;
    walks = round.openWalks;
    if (round.isComplete || run.nowMs() >= endMs || run.callCount() >= MAX_CALLS_PER_RUN) break;
  }
  return { ...total, lag: await store.lag(run.nowMs()) };
}
