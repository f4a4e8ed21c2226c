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
  readCursor(prefix: WalkedPrefix): Promise<string | undefined>;
  /** Saves the key after which the walk continues; undefined: it has come to its end. */
  saveCursor(prefix: WalkedPrefix, key: string | undefined, nowMs: number): Promise<void>;
  /** Returns the walks that have left the beginning and not come to their end. */
  begunWalks(): Promise<readonly WalkedPrefix[]>;
  /** Counts expired idempotency records, up to `limit`. */
  countExpiredOperations(nowMs: number, limit: number): Promise<number>;
  /** Deletes expired idempotency records, `limit` at most, and returns how many. */
  removeExpiredOperations(nowMs: number, limit: number): Promise<number>;
  /** Returns how long the oldest thing of each kind has waited to be removed, and the oldest walk to end. */
  lag(nowMs: number): Promise<SweepLag>;
}

/** How far the sweep is behind, in milliseconds; 0 where nothing waits. */
export interface SweepLag {
  readonly droppedKeysMs: number;
  readonly operationsMs: number;
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
  readonly walks?: readonly WalkedPrefix[];
}

/** What one round removed, or would have removed in a dry run. */
export interface SweepReport {
  readonly isDryRun: boolean;
  readonly droppedKeys: readonly string[];
  readonly orphans: readonly string[];
  readonly expiredOperations: number;
  readonly objectsSeen: number;
  /** The walks that have not come to their end. */
  readonly openWalks: readonly WalkedPrefix[];
  /** True where another round at this moment would find nothing more. */
  readonly isComplete: boolean;
}

/**
 * Makes one round: removes objects that nothing refers to (dropped keys, orphaned originals and renditions) and expired
 * idempotency records. Two rounds may overlap, and one may be interrupted anywhere (docs/garbage-collection.md).
 */
export async function sweep(store: SweepStore, bucket: SweepBucket, options: SweepOptions): Promise<SweepReport> {
  const { nowMs, isDryRun, walks = WALKED_PREFIXES } = options;
  const dropped = await sweepDropped(store, bucket, options);
  const steps = [];
  for (const prefix of walks) steps.push({ prefix, ...(await walk(store, bucket, prefix, options)) });
  const expired = isDryRun
    ? await store.countExpiredOperations(nowMs, SWEEP_BATCH)
    : await store.removeExpiredOperations(nowMs, SWEEP_BATCH);
  const openWalks = steps.filter(({ isLast }) => !isLast).map(({ prefix }) => prefix);
  return {
    isDryRun,
    droppedKeys: dropped,
    orphans: steps.flatMap(({ orphans }) => orphans),
    expiredOperations: expired,
    objectsSeen: steps.reduce((sum, { seen }) => sum + seen, 0),
    openWalks,
    isComplete: dropped.length < SWEEP_BATCH && expired < SWEEP_BATCH && openWalks.length === 0,
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

/** The result of walking through one page. */
interface Walk {
  readonly orphans: readonly string[];
  readonly seen: number;
  readonly isLast: boolean;
}

/**
 * Removes the orphans of one page of the bucket. An object that is old enough and that nothing refers to cannot be
 * referred to again.
 */
async function walk(
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
  return { orphans, seen: page.objects.length, isLast: page.isLast };
}
