import type { GalleryFault } from '../gallery/faults.ts';
import type { CommandResult, GalleryAddress, KeyLockResult, Operation } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { RemoteFile } from '../ingest/fetch-remote.ts';
import type { Media } from '../model/media.ts';
import type { Result } from '../platform/result.ts';
import type { LibraryChange, LibraryCommit } from './library-changes.ts';
import type { ListingReads } from './listing-reads.ts';
import type { SigningSessions } from './principal.ts';
import type { ImageReads } from './image-reads.ts';

/** The folders that files are uploaded to, so that images can be created from them by path. */
export interface ImportFolders {
  /** Reads a file by its path in the store's folder. Faults: import-missing, file-too-large. */
  read(storeHash: string, path: string): Promise<Result<RemoteFile, IngestFault>>;
}

/** The products' galleries, which execute commands. */
export interface Galleries {
  /**
   * Locks an Idempotency-Key for an operation, or returns the answer that the key has already. Faults:
   * operation-in-progress, key-reused, busy.
   */
  acquireKey(
    address: GalleryAddress,
    record: IdempotencyRecord,
    operationId: string,
  ): Promise<Result<KeyLockResult, GalleryFault>>;
  /** Executes an operation, and releases the lock on its Idempotency-Key. */
  execute(address: GalleryAddress, operation: Operation): Promise<Result<CommandResult, GalleryFault>>;
  /** Releases the lock on an Idempotency-Key whose request failed before its operation was executed. */
  releaseKey(address: GalleryAddress, record: IdempotencyRecord, operationId: string): Promise<void>;
}

/** The stored originals, render sources and renditions. */
export interface PictureStore {
  /**
   * Stores bytes under a key that was never used before; false where the bucket did not confirm it. The bucket refuses
   * bytes that do not have the SHA-256, and remembers it.
   */
  put(key: string, bytes: Uint8Array, contentType: string, sha256?: string): Promise<boolean>;
  /** Removes objects that did not become part of the catalogue. Never throws. */
  discard(keys: readonly string[]): Promise<void>;
  /** Removes the renditions under these prefixes from the bucket and the edge cache. Never throws. */
  dropRenditions(prefixes: readonly string[]): Promise<void>;
}

/** The media library's port to the database. */
export interface MediaLibrary {
  /** Writes a change and its record in one batch, or nothing. Never throws. */
  commit(storeId: number, change: LibraryChange, record: IdempotencyRecord, nowMs: number): Promise<LibraryCommit>;
  /** Finds the unexpired record of a key, with its result; undefined where there is none. */
  findRecord(
    storeId: number,
    scope: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly media: Media } | undefined>;
}

/** Everything outside of the catalogue that it depends on. */
export interface CataloguePorts {
  readonly reads: ImageReads;
  readonly listings: ListingReads;
  readonly sessions: SigningSessions;
  readonly library: MediaLibrary;
  readonly galleries: Galleries;
  readonly pictures: PictureStore;
  /** Fetches a picture from the public internet; a URL longer than `maxCharacters` (default 255) is refused. */
  fetchPicture(url: string, maxCharacters?: number): Promise<Result<RemoteFile, IngestFault>>;
  readonly imports: ImportFolders;
  /** Runs `task` with `byteCount` bytes of the memory budget held by a store. Fault: overloaded, where they are not free. */
  runWithinBudget<T, F>(
    storeHash: string,
    byteCount: number,
    task: () => Promise<Result<T, F>>,
  ): Promise<Result<T, F | IngestFault>>;
  nowMs(): number;
}
