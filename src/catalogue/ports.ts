import type { GalleryFault } from '../gallery/faults.ts';
import type { CommandResult, GalleryAddress, KeyLockResult, Operation } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { RemoteFile } from '../ingest/fetch-remote.ts';
import type { PixelSize } from '../ingest/placeholder/pixels.ts';
import type { Media } from '../model/media.ts';
import type { Lease } from '../platform/memory-budget.ts';
import type { Result } from '../platform/result.ts';
import type { LibraryCommit, LibraryTransaction } from './library-changes.ts';
import type { ListingReads } from './listing-reads.ts';
import type { SigningSessions } from './principal.ts';
import type { ImageReads } from './image-reads.ts';

/** The folders that files are uploaded to, so that images can be created from them by path. */
export interface ImportFolders {
  /** Reads a file by its path in the store's folder. Faults: import-missing, file-too-large. */
  read(storeHash: string, path: string): Promise<Result<RemoteFile, IngestFault>>;
}

/** Why an operation was not executed. */
export interface Refusal {
  readonly fault: GalleryFault;
  /** False where an earlier sending of the operation may have been executed, or may still be. */
  readonly isFinal: boolean;
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
  execute(address: GalleryAddress, operation: Operation): Promise<Result<CommandResult, Refusal>>;
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
  /**
   * Removes the renditions under these prefixes from the bucket; the edge is purged of them within minutes. Never throws.
   */
  dropRenditions(prefixes: readonly string[]): Promise<void>;
}

/** The media library's port to the database. */
export interface MediaLibrary {
  /** Writes a change and its journal row in one batch, or nothing. Never throws. */
  commit(transaction: LibraryTransaction): Promise<LibraryCommit>;
  /** Finds the unexpired record of a key, with its result; undefined where there is none. */
  findRecord(
    storeId: number,
    scope: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly media: Media } | undefined>;
  /** Returns those of `mediaIds` that are not in the store's library. */
  missing(storeId: number, mediaIds: readonly number[]): Promise<ReadonlySet<number>>;
}

/** How a picture is fetched. */
export interface FetchPictureOptions {
  /** A URL that is longer is refused; undefined: the default of 255. */
  readonly maxCharacters: number | undefined;
  /** Is called before memory is allocated, with all the bytes that are then; false: there is no room for them. */
  readonly reserve: (capacityBytes: number) => Promise<boolean>;
}

/** Everything outside of the catalogue that it depends on. */
export interface CataloguePorts {
  readonly reads: ImageReads;
  readonly listings: ListingReads;
  readonly sessions: SigningSessions;
  readonly library: MediaLibrary;
  readonly galleries: Galleries;
  readonly pictures: PictureStore;
  /** Fetches a picture from the public internet. */
  fetchPicture(url: string, options: FetchPictureOptions): Promise<Result<RemoteFile, IngestFault>>;
  readonly imports: ImportFolders;
  /**
   * Has a picture that Images reads scaled to exactly this size, and returns its pixels, four bytes each. Rejects where
   * Images fails.
   */
  scaledPixels(bytes: Uint8Array, size: PixelSize): Promise<Uint8Array>;
  /** Opens the memory of one file that a store has fetched, which may come to `mostBytes`. It must be released. */
  openMemory(storeHash: string, mostBytes: number): Lease;
  nowMs(): number;
}
