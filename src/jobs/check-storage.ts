import {
  checkFile,
  type BucketFinding,
  type CheckedFile,
  type FileFault,
  type NamedObject,
  type ReadBytes,
} from './check-file.ts';
import { ORPHAN_GRACE_MS, type WalkedPrefix } from './sweep-storage.ts';

/** How many objects one page looks at, and how many where their bytes are read: up to 8 MB each. */
const PAGE_OBJECTS = 500;
const HASHED_PAGE_OBJECTS = 25;

/** After this many faults a page ends: each is looked into, and may be mended, which takes several calls. */
const MAX_FAULTS_PER_PAGE = 50;

/** How long the sweep may take to come to an orphan after its grace: its walk through a large bucket takes a day. */
const SWEEP_LAG_MS = 24 * 60 * 60 * 1000;

/** Which page to look at, and what to do. */
export interface CheckOptions {
  readonly prefix: WalkedPrefix;
  /** The key after which the page begins; undefined: the first page. */
  readonly after: string | undefined;
  readonly nowMs: number;
  /** Whether every original is read and hashed. Otherwise the hash that the bucket noted at the upload counts. */
  readonly readsBytes: boolean;
  readonly repairs: boolean;
}

/** What one page has shown. */
export interface CheckReport {
  readonly findings: readonly BucketFinding[];
  readonly objectsSeen: number;
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined;
}

/** The check's port to the database. */
export interface CheckStore {
  /** What blobs name, in the order of keys, from after `after` up to `upTo`. */
  namedObjects(after: string, upTo: string, limit: number): Promise<readonly NamedObject[]>;
  /** Returns those of the keys that nothing refers to and that the sweep does not know of yet. */
  orphans(prefix: WalkedPrefix, keys: readonly string[]): Promise<readonly string[]>;
  /** Says in words which images show an original. */
  shownBy(originalKey: string): Promise<string>;
  /**
   * Keeps later uploads of equal bytes from being taken for an original that is lost: they would share its blob, and be
   * lost as well.
   */
  setAside(originalKey: string): Promise<void>;
  /** Makes this the size of an original, and of the media that show it. */
  correctSize(originalKey: string, byteCount: number): Promise<void>;
  /** Has the sweep remove these objects. */
  queueForSweep(keys: readonly string[]): Promise<void>;
}

/** The check's port to the bucket. */
export interface CheckBucket {
  list(
    prefix: string,
    startAfter: string | undefined,
    limit: number,
  ): Promise<{ readonly files: readonly CheckedFile[]; readonly isLast: boolean }>;
  head(key: string): Promise<CheckedFile | undefined>;
  /** Reads an object. */
  readBytes(key: string): Promise<Exclude<ReadBytes, 'not-read'>>;
}

/** What the check needs of the world. */
export interface CheckDeps {
  readonly store: CheckStore;
  readonly bucket: CheckBucket;
  /** Makes a lost render source again; returns false where the original does not allow it. */
  readonly remakeRenderSource: (named: NamedObject) => Promise<boolean>;
}

/**
 * Compares one page of the bucket with what the database says of it, in both directions: every blob has its objects,
 * with the right size and hash, and every object belongs to something, or the sweep will come to it. Both are walked in
 * the order of their keys, so that a page costs one listing and one question to the database, however large both are.
 */
export async function checkStorage(deps: CheckDeps, options: CheckOptions): Promise<CheckReport> {
  const { prefix, after } = options;
  const limit = options.readsBytes ? HASHED_PAGE_OBJECTS : PAGE_OBJECTS;
  const page = await deps.bucket.list(prefix, after, limit);
  const listedTo = page.isLast ? `${prefix}\u{10ffff}` : (page.files.at(-1)?.key ?? prefix);
  const named = prefix === 'originals/' ? await deps.store.namedObjects(after ?? prefix, listedTo, limit) : [];
  const faults = await checkNamed(deps, options, named, page.files);
  const namedTo = named.length === limit ? (named.at(-1)?.key ?? listedTo) : listedTo;
  const upTo = faults.endedAt ?? namedTo;
  const files = page.files.filter(({ key }) => key <= upTo);
  const findings = [...faults.findings, ...(await checkOrphans(deps, options, named, files))];
  const isLast = page.isLast && upTo === listedTo;
  return { findings, objectsSeen: files.length, next: isLast ? undefined : upTo };
}

/** What is wrong with the objects that blobs name, and the key after which no more was looked at. */
interface NamedFaults {
  readonly findings: readonly BucketFinding[];
  readonly endedAt: string | undefined;
}

async function checkNamed(
  deps: CheckDeps,
  { readsBytes, repairs }: CheckOptions,
  named: readonly NamedObject[],
  files: readonly CheckedFile[],
): Promise<NamedFaults> {
  const byKey = new Map(files.map((file) => [file.key, file]));
  const findings: BucketFinding[] = [];
  for (const object of named) {
    // What the listing does not have may have come since.
    const file = byKey.get(object.key) ?? (await deps.bucket.head(object.key));
    const isRead = readsBytes && object.kind === 'original' && file !== undefined;
    const fault = checkFile(object, file, isRead ? await deps.bucket.readBytes(object.key) : 'not-read');
    if (fault === undefined) continue;
    const { finding } = fault;
    const isMended = repairs && (await mendFault(deps, object, file, fault));
    findings.push({
      ...finding,
      detail: `${finding.detail}; ${await deps.store.shownBy(object.originalKey)}`,
      isMended,
    });
    if (findings.length === MAX_FAULTS_PER_PAGE) return { findings, endedAt: object.key };
  }
  return { findings, endedAt: undefined };
}

/** Does what can be done about a fault. Returns whether it is mended with that. */
async function mendFault(
  { store, remakeRenderSource }: CheckDeps,
  object: NamedObject,
  file: CheckedFile | undefined,
  { mend }: FileFault,
): Promise<boolean> {
  switch (mend) {
    case 'set-aside':
      await store.setAside(object.originalKey);
      return false;
    case 'correct-size':
      if (file === undefined) return false;
      await store.correctSize(object.originalKey, file.byteCount);
      return true;
    case 'remake-render-source':
      return await remakeRenderSource(object);
    default:
      return mend satisfies never;
  }
}

async function checkOrphans(
  { store }: CheckDeps,
  { prefix, nowMs, repairs }: CheckOptions,
  named: readonly NamedObject[],
  files: readonly CheckedFile[],
): Promise<readonly BucketFinding[]> {
  const known = new Set(named.map(({ key }) => key));
  const old = files.filter(
    ({ key, uploadedAtMs }) => !known.has(key) && uploadedAtMs <= nowMs - ORPHAN_GRACE_MS - SWEEP_LAG_MS,
  );
  if (old.length === 0) return [];
  const orphans = await store.orphans(
    prefix,
    old.map(({ key }) => key),
  );
  if (repairs && orphans.length > 0) await store.queueForSweep(orphans);
  return orphans.map((key) => ({
    check: 'orphaned-objects',
    place: key,
    detail: 'nothing refers to it, and the sweep has not come to it in a day',
    advice: 'It is noted for the sweep; see that the schedule runs.',
    canBeMended: true,
    isMended: repairs,
  }));
}
