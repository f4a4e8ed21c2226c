/** How old uploaded bytes may be when they become part of the catalogue; the trigger `blobs_are_fresh` enforces it. */
const MAX_UPLOAD_AGE_MS = 10 * 60 * 1000;

/** How long keys wait after they lost their last reference; after that nothing can begin to refer to them. */
export const DROPPED_GRACE_MS = MAX_UPLOAD_AGE_MS + 5 * 60 * 1000;

/** How long objects without a reference wait after their upload, for the same reason; allows for clocks that differ. */
export const ORPHAN_GRACE_MS = 60 * 60 * 1000;

/** How many things of each kind one round handles. */
const SWEEP_BATCH = 500;

/** The prefixes whose objects the sweep walks through. */
export const WALKED_PREFIXES = ['originals/', 'derived/'] as const;
export type WalkedPrefix = (typeof WALKED_PREFIXES)[number];

/** What the sweep walks through: the bucket, by prefix, and the stores, whose old history and trash go. */
export const SWEEP_WALKS = [...WALKED_PREFIXES, 'history'] as const;
export type SweepWalk = (typeof SWEEP_WALKS)[number];

/** A row of dropped_keys. */
export interface DroppedKey {
  readonly id: number;
  readonly kind: 'object' | 'renditions';
  /** An object's key, or a prefix of renditions. */
  readonly key: string;
}

/** An object of the bucket. */
interface StoredObject {
  readonly key: string;
  readonly uploadedAtMs: number;
}

/** The sweep's port to the database. */
export interface SweepStore {
  /**
   * Lists keys that were dropped before `beforeMs` and that no blob has; those of renditions only once the edge has been
   * purged of them, unless the caller asks for all.
   */
  droppedKeys(beforeMs: number, limit: number, includesUnpurged: boolean): Promise<readonly DroppedKey[]>;
  /** Deletes rows of dropped_keys. */
  removeDroppedRows(ids: readonly number[]): Promise<void>;
  /** Returns those of the keys that nothing in the catalogue refers to. */
  unreferenced(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]>;
  /** Reads the key after which the walk continues; undefined: from the beginning. */
  readCursor(walk: SweepWalk): Promise<string | undefined>;
  /** Saves the key or the store after which the walk continues; undefined: it has come to its end. */
  saveCursor(walk: SweepWalk, key: string | undefined, nowMs: number): Promise<void>;
  /** Returns the walks that have left the beginning and not come to their end. */
  begunWalks(): Promise<readonly SweepWalk[]>;
  /**
   * Removes what is past its time of the next stores after `afterStoreId`: rows of the journal and answers, and images
   * and media in the trash. Of each store and kind `limit` at most.
   */
  removeOldHistory(
    afterStoreId: number,
    options: { nowMs: number; limit: number; isDryRun: boolean },
  ): Promise<HistoryStep>;
  /** Returns how long the oldest thing of each kind has waited to be removed, and the oldest walk to end. */
  lag(nowMs: number): Promise<SweepLag>;
}

/** What one step through the stores has removed, or would have. */
export interface HistoryStep {
  readonly removed: number;
  /** The last store that nothing more is to be removed of; undefined: none after the one that was named. */
  readonly lastStoreId: number | undefined;
  readonly isLast: boolean;
}

/** How far the sweep is behind, in milliseconds; 0 where nothing waits. */
export interface SweepLag {
  readonly droppedKeysMs: number;
  /** How long ago the walk began that is under way; it takes hours in a large bucket. */
  readonly walkMs: number;
}

/** The sweep's port to the bucket. */
export interface SweepBucket {
  list(
    prefix: string,
    startAfter: string | undefined,
    limit: number,
  ): Promise<{ readonly objects: readonly StoredObject[]; readonly isLast: boolean }>;
  delete(keys: readonly string[]): Promise<void>;
  deletePrefixes(prefixes: readonly string[]): Promise<void>;
}

/** The options of one round. */
export interface SweepOptions {
  readonly nowMs: number;
  /** True: the round only reports what it would remove. */
  readonly isDryRun: boolean;
  /** The walks that take a step; all of them where nothing is said. */
  readonly walks?: readonly SweepWalk[];
}

/** What one round removed, or would have removed in a dry run. */
export interface SweepReport {
  readonly isDryRun: boolean;
  readonly droppedKeys: readonly string[];
  readonly orphans: readonly string[];
  /** Rows of the journal, answers, and images and media in the trash. */
  readonly expiredRows: number;
  readonly objectsSeen: number;
  /** The walks that have not come to their end. */
  readonly openWalks: readonly SweepWalk[];
  /** True where another round at this moment would find nothing more. */
  readonly isComplete: boolean;
}

/**
 * Makes one round: removes objects that nothing refers to (dropped keys, orphaned originals and renditions) and what
 * is past its time in journal and trash. Two rounds may overlap, and one may be interrupted anywhere (docs/garbage-collection.md).
 */
export async function sweep(store: SweepStore, bucket: SweepBucket, options: SweepOptions): Promise<SweepReport> {
  const { isDryRun, walks = SWEEP_WALKS } = options;
  const dropped = await sweepDropped(store, bucket, options);
  const steps = [];
  for (const name of walks) {
    const step = name === 'history' ? forgetOld(store, options) : walkBucket(store, bucket, name, options);
    steps.push({ name, ...(await step) });
  }
  const openWalks = steps.filter(({ isLast }) => !isLast).map(({ name }) => name);
  return {
    isDryRun,
    droppedKeys: dropped,
    orphans: steps.flatMap(({ orphans }) => orphans),
    expiredRows: steps.reduce((sum, { expiredRows }) => sum + expiredRows, 0),
    objectsSeen: steps.reduce((sum, { seen }) => sum + seen, 0),
    openWalks,
    isComplete: dropped.length < SWEEP_BATCH && openWalks.length === 0,
  };
}

/**
 * Removes dropped keys and returns them. The objects are removed before the rows that list them, so that after a crash
 * in between the next run finds the rows and removes them.
 */
async function sweepDropped(store: SweepStore, bucket: SweepBucket, options: SweepOptions): Promise<readonly string[]> {
  const dropped = await store.droppedKeys(options.nowMs - DROPPED_GRACE_MS, SWEEP_BATCH, options.isDryRun);
  if (!options.isDryRun && dropped.length > 0) {
    await bucket.delete(dropped.filter(({ kind }) => kind === 'object').map(({ key }) => key));
    await bucket.deletePrefixes(dropped.filter(({ kind }) => kind === 'renditions').map(({ key }) => key));
    await store.removeDroppedRows(dropped.map(({ id }) => id));
  }
  return dropped.map(({ key }) => key);
}

/** The result of one step of a walk. */
interface Walk {
  readonly orphans: readonly string[];
  readonly expiredRows: number;
  readonly seen: number;
  readonly isLast: boolean;
}

/**
 * Removes the orphans of one page of the bucket. An object that is old enough and that nothing refers to cannot be
 * referred to again.
 */
async function walkBucket(
  store: SweepStore,
  bucket: SweepBucket,
  prefix: WalkedPrefix,
  options: SweepOptions,
): Promise<Walk> {
  const page = await bucket.list(prefix, await store.readCursor(prefix), SWEEP_BATCH);
  const old = page.objects.filter(({ uploadedAtMs }) => uploadedAtMs <= options.nowMs - ORPHAN_GRACE_MS);
  const orphans =
    old.length === 0
      ? []
      : await store.unreferenced(
          prefix,
          old.map(({ key }) => key),
        );
  // A dry run leaves the cursor where it is, so that the next run removes what the dry run has reported.
  if (!options.isDryRun) {
    if (orphans.length > 0) await bucket.delete(orphans);
    await store.saveCursor(prefix, page.isLast ? undefined : page.objects.at(-1)?.key, options.nowMs);
  }
  return { orphans, expiredRows: 0, seen: page.objects.length, isLast: page.isLast };
}

/** Removes what is past its time in a few stores. A store with more than one step removes is gone on with. */
async function forgetOld(store: SweepStore, { nowMs, isDryRun }: SweepOptions): Promise<Walk> {
  const afterStoreId = Number((await store.readCursor('history')) ?? 0);
  const step = await store.removeOldHistory(afterStoreId, { nowMs, limit: SWEEP_BATCH, isDryRun });
  if (!isDryRun) {
    const next = step.isLast ? undefined : String(step.lastStoreId ?? afterStoreId);
    await store.saveCursor('history', next, nowMs);
  }
  return { orphans: [], expiredRows: step.removed, seen: 0, isLast: step.isLast };
}
