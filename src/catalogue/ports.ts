import type { GalleryFault } from '../gallery/faults.ts';
import type { CommandResult, GalleryAddress, KeyLockResult, Operation } from '../gallery/operation.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { RemoteFile } from '../ingest/remote.ts';
import type { Media } from '../model/media.ts';
import type { Result } from '../platform/result.ts';
import type { LibraryChange, LibraryCommit } from './library-changes.ts';
import type { ListingReads } from './listing-reads.ts';
import type { SigningSessions } from './principal.ts';
import type { CatalogueReads } from './image-reads.ts';

/** The folders that stores upload files to, to make images of later. */
export interface ImportFolders {
  /** Reads a file by its path in the store's folder. Faults: import-missing, file-too-large. */
  read(storeHash: string, path: string): Promise<Result<RemoteFile, IngestFault>>;
}

/** The products' galleries, seen from the Worker. */
export interface Galleries {
  acquireKey(
    address: GalleryAddress,
    record: IdempotencyRecord,
    operationId: string,
  ): Promise<Result<KeyLockResult, GalleryFault>>;
  execute(address: GalleryAddress, operation: Operation): Promise<Result<CommandResult, GalleryFault>>;
  releaseKey(address: GalleryAddress, record: IdempotencyRecord, operationId: string): Promise<void>;
}

/** The bytes that were uploaded, and what was made of them. */
export interface PictureStore {
  /** Stores bytes under a key that was never used before; false where the bucket did not say that it has them. */
  put(key: string, bytes: Uint8Array, contentType: string): Promise<boolean>;
  /** Removes objects that never became part of the catalogue. */
  discard(keys: readonly string[]): Promise<void>;
  /** Removes the stored renditions under these prefixes and what the edge keeps of them. */
  dropRenditions(prefixes: readonly string[]): Promise<void>;
}

/** The media library's side of the database. */
export interface MediaLibrary {
  /** Writes a change and its record in one batch, or nothing. Never throws. */
  commit(storeId: number, change: LibraryChange, record: IdempotencyRecord, nowMs: number): Promise<LibraryCommit>;
  /** The record of a key that still counts. */
  findRecord(
    storeId: number,
    scope: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly media: Media } | undefined>;
}

/** All that the catalogue needs of the world. */
export interface CataloguePorts {
  readonly reads: CatalogueReads;
  readonly listings: ListingReads;
  readonly sessions: SigningSessions;
  readonly library: MediaLibrary;
  readonly galleries: Galleries;
  readonly pictures: PictureStore;
  /** Fetches a picture from the public internet; a URL longer than `maxCharacters` (default 255) is refused. */
  fetchPicture(url: string, maxCharacters?: number): Promise<Result<RemoteFile, IngestFault>>;
  readonly imports: ImportFolders;
  /** Runs `work` while `byteCount` bytes of memory are set aside for it; `overloaded` where there is no room. */
  runWithinBudget<T, F>(byteCount: number, work: () => Promise<Result<T, F>>): Promise<Result<T, F | IngestFault>>;
  nowMs(): number;
}
