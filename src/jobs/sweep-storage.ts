/** How old bytes may be when they become part of the catalogue; a trigger on `blobs` holds the same number. */
const MAX_UPLOAD_AGE_MS = 10 * 60 * 1000;

/** Keys that lost their last reference wait this long: longer than anything could still begin to refer to them. */
export const DROPPED_GRACE_MS = MAX_UPLOAD_AGE_MS + 5 * 60 * 1000;

/** Objects that no row names wait this long after their upload, for the same reason and with room for clocks. */
export const ORPHAN_GRACE_MS = 60 * 60 * 1000;

/** What one run takes on of each kind; the next goes on where it ended. */
const SWEEP_BATCH = 500;

/** The prefixes that the walk goes through. */
const WALKED_PREFIXES = ['originals/', 'derived/'] as const;
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

/** The catalogue's side of the sweep. */
export interface SweepStore {
  /** Dropped keys older than `beforeMs` that no blob names. */
  droppedKeys(beforeMs: number, limit: number): Promise<readonly DroppedKey[]>;
  forgetDropped(ids: readonly number[]): Promise<void>;
  /** Those of the keys that nothing in the catalogue refers to. */
  unreferenced(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]>;
  startAfter(prefix: WalkedPrefix): Promise<string | undefined>;
  /** Notes where the walk goes on; undefined: from the beginning. */
  setStartAfter(prefix: WalkedPrefix, key: string | undefined): Promise<void>;
  countExpiredOperations(nowMs: number, limit: number): Promise<number>;
  removeExpiredOperations(nowMs: number, limit: number): Promise<number>;
}

/** The bucket's side of the sweep. */
export interface SweepBucket {
  list(
    prefix: string,
    startAfter: string | undefined,
    limit: number,
  ): Promise<{ readonly objects: readonly StoredObject[]; readonly isLast: boolean }>;
  delete(keys: readonly string[]): Promise<void>;
  deletePrefix(prefix: string): Promise<void>;
}

export interface SweepOptions {
  readonly nowMs: number;
  /** Says what would go, and removes nothing. */
  readonly isDryRun: boolean;
}

/** What one run did, or, as a dry run, would have done. */
export interface SweepReport {
  readonly isDryRun: boolean;
  readonly droppedKeys: readonly string[];
  readonly orphans: readonly string[];
  readonly expiredOperations: number;
  readonly objectsSeen: number;
  /** True where another run right now would find nothing more. */
  readonly isComplete: boolean;
}

/**
 * Removes what nothing refers to: dropped keys, orphaned originals and renditions, expired operation records. Safe to
 * run twice at once and to stop anywhere (docs/garbage-collection.md).
 */
export async function sweep(store: SweepStore, bucket: SweepBucket, options: SweepOptions): Promise<SweepReport> {
  const dropped = await sweepDropped(store, bucket, options);
  const walks = [];
  for (const prefix of WALKED_PREFIXES) walks.push(await walk(store, bucket, prefix, options));
  const { nowMs, isDryRun } = options;
  const expired = isDryRun
    ? await store.countExpiredOperations(nowMs, SWEEP_BATCH)
    : await store.removeExpiredOperations(nowMs, SWEEP_BATCH);
  return {
    isDryRun,
    droppedKeys: dropped,
    orphans: walks.flatMap(({ orphans }) => orphans),
    expiredOperations: expired,
    objectsSeen: walks.reduce((sum, { seen }) => sum + seen, 0),
    isComplete: dropped.length < SWEEP_BATCH && expired < SWEEP_BATCH && walks.every(({ isLast }) => isLast),
  };
}

/** Objects first, their rows last: a crash between leaves rows that name nothing, and the next run forgets them. */
async function sweepDropped(store: SweepStore, bucket: SweepBucket, options: SweepOptions): Promise<readonly string[]> {
  const dropped = await store.droppedKeys(options.nowMs - DROPPED_GRACE_MS, SWEEP_BATCH);
  if (!options.isDryRun && dropped.length > 0) {
    await bucket.delete(dropped.filter(({ kind }) => kind === 'object').map(({ key }) => key));
    for (const { kind, key } of dropped) if (kind === 'renditions') await bucket.deletePrefix(key);
    await store.forgetDropped(dropped.map(({ id }) => id));
  }
  return dropped.map(({ key }) => key);
}

interface Walk {
  readonly orphans: readonly string[];
  readonly seen: number;
  readonly isLast: boolean;
}

/**
 * Looks at one page of the bucket; a key that is old enough and that nothing refers to can never be referred to again.
 */
async function walk(
  store: SweepStore,
  bucket: SweepBucket,
  prefix: WalkedPrefix,
  options: SweepOptions,
): Promise<Walk> {
  const page = await bucket.list(prefix, await store.startAfter(prefix), SWEEP_BATCH);
  const old = page.objects.filter(({ uploadedAtMs }) => uploadedAtMs <= options.nowMs - ORPHAN_GRACE_MS);
  const orphans =
    old.length === 0
      ? []
      : await store.unreferenced(
          prefix,
          old.map(({ key }) => key),
        );
  if (!options.isDryRun && orphans.length > 0) await bucket.delete(orphans);
  await store.setStartAfter(prefix, page.isLast ? undefined : page.objects.at(-1)?.key);
  return { orphans, seen: page.objects.length, isLast: page.isLast };
}
