import type { ProductImage, VariantImage } from '../model/product.ts';
import type { Changes } from './changes.ts';
import type { DoneOperation, GalleryState } from './state.ts';

/** The rows that a command is about, as they are after it was committed: what a dialect answers with. */
export interface ResultRows {
  /** By id, ascending; after a deletion those that it was about and that are still there. */
  readonly images: readonly ProductImage[];
  readonly variants: readonly VariantImage[];
  /**
   * The product's thumbnail, or the first image of `shop` where it has none; undefined where the command did not ask
   * for it.
   */
  readonly mainImageId: number | undefined;
}

/** Which rows an outcome shows. */
export interface RowSelection {
  /** Ids of existing images. */
  readonly imageIds: readonly number[];
  readonly variants: readonly string[];
  readonly includesMainImage: boolean;
}

/** The record that an operation with an Idempotency-Key leaves. */
export interface IdempotencyRecord {
  /** The product, or the operation where there is no product. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of method, path, fields and file. */
  readonly fingerprint: string;
}

/** All that one batch writes. */
export interface Transaction {
  readonly operationId: string;
  /** The version that the decision was made on; the batch raises it by one or fails as a whole. */
  readonly expectedVersion: number;
  readonly changes: Changes;
  readonly selection: RowSelection;
  readonly record: IdempotencyRecord | undefined;
  readonly nowMs: number;
}

export type CommitResult =
  | { readonly kind: 'committed'; readonly rows: ResultRows; readonly done: DoneOperation }
  /** Another writer was first: nothing was written. */
  | { readonly kind: 'stale' }
  /** The Idempotency-Key has a record already: nothing was written. */
  | { readonly kind: 'duplicate-key' }
  /** A media to be placed is not in the library: nothing was written. */
  | { readonly kind: 'media-missing' }
  /** Its bytes were uploaded too long ago and may be gone: nothing was written. */
  | { readonly kind: 'upload-expired' }
  /** The answer was lost: the batch was committed, or it was not. */
  | { readonly kind: 'unknown' };

/** The gallery's side of the database, for one product. Everything but `commit` may throw when the database is away. */
export interface GalleryStore {
  load(): Promise<GalleryState>;
  commit(plan: Transaction): Promise<CommitResult>;
  /** The rows of `subject` as they are now, and after them the `createdCount` images that `done` created. */
  readRows(subject: RowSelection, done: DoneOperation, createdCount: number): Promise<ResultRows>;
  /** Those of `mediaIds` that are not in the store's library. */
  missingMedia(mediaIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** The record of a key that still counts. */
  findRecord(
    scope: string,
    key: string,
  ): Promise<{ readonly fingerprint: string; readonly rows: ResultRows } | undefined>;
}
