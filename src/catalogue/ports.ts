import type { RequestQuotas } from '../access/quotas.ts';
import type { Claimed, GalleryAddress } from '../gallery/calls.ts';
import type { Executed, Operation } from '../gallery/command-handler.ts';
import type { GalleryFault } from '../gallery/faults.ts';
import type { OperationRecord } from '../gallery/ports.ts';
import type { IngestFault } from '../ingest/faults.ts';
import type { RemoteFile } from '../ingest/remote.ts';
import type { Result } from '../platform/result.ts';
import type { LibraryChange, LibraryCommit } from './library.ts';
import type { ListingReads, SigningSessions } from './listing.ts';
import type { Access, Media, ProductImage } from '../model/model.ts';

/** Part of a list: `offset` images are passed over, at most `limit` follow. */
export interface Page {
  readonly offset: number;
  readonly limit: number;
}

/** A product as lists show it; a product without a row has version 0 and no images. */
export interface ProductSummary {
  readonly exists: boolean;
  readonly version: number;
  /** undefined for a product without a row. */
  readonly changedAtMs: number | undefined;
  readonly shopImageCount: number;
}

/** What a read found, with the access of whoever asks: one round trip for both. */
export interface Found<T> {
  /** undefined: no such token. */
  readonly access: Access | undefined;
  readonly value: T;
}

/** Reads of the catalogue; each is one round trip to the database. */
export interface CatalogueReads {
  access(tokenDigest: string): Promise<Access | undefined>;
  /** A page of gallery `shop` by id, ascending. */
  imagePage(
    tokenDigest: string,
    productId: number,
    page: Page,
  ): Promise<Found<{ readonly product: ProductSummary; readonly images: readonly ProductImage[] }>>;
  image(
    tokenDigest: string,
    productId: number,
    imageId: number,
  ): Promise<Found<{ readonly product: ProductSummary; readonly image: ProductImage | undefined }>>;
  /** A product without its images: two rows. */
  product(tokenDigest: string, productId: number): Promise<Found<ProductSummary>>;
  /** How many images gallery `shop` has in the whole store of the token: two rows. */
  storeImageCount(tokenDigest: string): Promise<Found<number>>;
}

/** The folders that stores upload files to, to make images of later. */
export interface ImportFolders {
  /** Reads a file by its path in the store's folder. Faults: import-missing, file-too-large. */
  read(storeHash: string, path: string): Promise<Result<RemoteFile, IngestFault>>;
}

/** The products' galleries, seen from the Worker. */
export interface Galleries {
  claim(address: GalleryAddress, record: OperationRecord, operationId: string): Promise<Result<Claimed, GalleryFault>>;
  execute(address: GalleryAddress, operation: Operation): Promise<Result<Executed, GalleryFault>>;
  release(address: GalleryAddress, record: OperationRecord, operationId: string): Promise<void>;
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
  commit(storeId: number, change: LibraryChange, record: OperationRecord, nowMs: number): Promise<LibraryCommit>;
  /** The record of a key that still counts. */
  recall(
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
  /** Counts the requests of stores that have a quota. */
  readonly quotas: RequestQuotas;
  /** Runs `work` while `byteCount` bytes of memory are set aside for it; `ingest-busy` where there is no room. */
  holdBytes<T, F>(byteCount: number, work: () => Promise<Result<T, F>>): Promise<Result<T, F | IngestFault>>;
  nowMs(): number;
}
