import type { TokenSnapshot } from '../model/access.ts';
import type { Actor } from '../model/actor.ts';
import type { ImagePlace, ProductImage, VariantImage } from '../model/product.ts';
import type { ShownImage } from '../model/shown-product.ts';
import type { Changes } from './changes.ts';
import type { Shift } from './shift.ts';
import type { MainImage } from './main-image.ts';
import type { JournalEntry } from './journal-entry.ts';
import type { SizesByImage } from './new-picture.ts';
import type { Kept, Past } from './past.ts';
import type { GalleryState } from './state.ts';

/** What the decision knows of created images: kept with their rows, so that a repeated answer is the same. */
export interface CreatedFacts {
  /** The product's version after the command. */
  readonly version: number;
  /** Where the images stood then, in the order of the command. */
  readonly places: readonly ImagePlace[];
  /** As the command has it. */
  readonly note: string;
}

/** Created images with everything that is shown of them, in the order of the command. */
export interface CreatedImages extends CreatedFacts {
  readonly images: readonly ShownImage[];
}

/** The rows that a dialect shows in its answer, as they are after the command was committed. */
export interface ResultRows {
  /** undefined for a command that does not ask for it. */
  readonly created?: CreatedImages;
  /** In ascending order of ids; after a deletion, the images that were skipped. */
  readonly images: readonly ProductImage[];
  readonly variants: readonly VariantImage[];
  /**
   * The id of the product's thumbnail, or of the first image of `shop` where it has none; undefined where the selection
   * does not include it, or there is no image.
   */
  readonly mainImageId: number | undefined;
}

/** Which rows the answer to a command shows, besides the images that it creates. */
export interface RowSelection {
  /** Ids of existing images. */
  readonly imageIds: readonly number[];
  readonly variants: readonly string[];
  readonly includesMainImage: boolean;
  /** What is answered of the created images besides their rows, and with it the facts of their media. */
  readonly created?: CreatedFacts;
}

/** Identifies the record of an operation with an Idempotency-Key; the database stores the result with it. */
export interface IdempotencyRecord {
  /** What the key is unique in: the product, or the kind of operation where there is no product. */
  readonly scope: string;
  readonly key: string;
  /** SHA-256 of method, path, fields and file. */
  readonly fingerprint: string;
}

/** What an Idempotency-Key was used for, and the answer to it. */
export interface RecordedAnswer {
  readonly operationId: string;
  readonly fingerprint: string;
  readonly rows: ResultRows;
}

/** Everything that the one batch of a command writes and reads. */
export interface Transaction {
  readonly operationId: string;
  readonly actor: Actor;
  /** Whether the product had a row when the decision was made, and its version then; another one fails the batch. */
  readonly expected: Pick<GalleryState, 'exists' | 'version'>;
  readonly changes: Changes;
  /** Those of the updated images that one statement shifts; undefined where there are none. */
  readonly shift: Shift | undefined;
  readonly entry: JournalEntry;
  /** The product's main image after it. */
  readonly main: MainImage;
  readonly selection: RowSelection;
  readonly record: IdempotencyRecord | undefined;
  /** The upload URL of which the command uses up one file, by its digest; undefined where it came by none. */
  readonly uploadDigest: string | undefined;
  /** The token that has to be like this for the batch not to fail; undefined: its access was read before. */
  readonly rememberedToken?: TokenSnapshot | undefined;
  readonly nowMs: number;
}

/** The result of sending a batch to the database. */
export type CommitResult =
  | { readonly kind: 'committed'; readonly rows: ResultRows; readonly lastImageIdBefore: number }
  /** The product's version is another one by now: nothing was written. */
  | { readonly kind: 'stale' }
  /** The Idempotency-Key has a record already: nothing was written. */
  | { readonly kind: 'duplicate-key' }
  /** A media to be placed is not in the library: nothing was written. */
  | { readonly kind: 'media-missing' }
  /** The texts of the product's images would be too long: nothing was written. */
  | { readonly kind: 'texts-full' }
  /** The upload URL takes no further file: nothing was written. */
  | { readonly kind: 'upload-used-up' }
  /** The bytes were uploaded so long ago that the sweep may have removed them: nothing was written. */
  | { readonly kind: 'upload-expired' }
  /** The remembered token is another one by now: nothing was written. */
  | { readonly kind: 'token-changed' }
  /** The item of a job whose command it is has ended otherwise: nothing was written. */
  | { readonly kind: 'item-ended' }
  /** The store is being moved to another shard: nothing was written. */
  | { readonly kind: 'store-moving' }
  /** The answer was lost: it is unknown whether the batch was committed. */
  | { readonly kind: 'unknown' };

/** What the journal says of an operation that was committed. */
export interface CommittedOperation {
  /** The store's last image id before it. */
  readonly lastImageIdBefore: number;
  /** As the result of the operation has them. */
  readonly obsoleteIds: readonly number[];
  readonly obsoleteVariants?: readonly string[];
}

/** The gallery's port to the database, for one product. All methods but `commit` throw where the database fails. */
export interface GalleryStore {
  /** Loads the product as decisions need it. */
  load(): Promise<GalleryState>;
  /** Writes the batch of one command. Never throws. */
  commit(transaction: Transaction): Promise<CommitResult>;
  /** Finds an operation among the product's journal rows that are not older than `sinceMs`. */
  findCommitted(operationId: string, sinceMs: number): Promise<CommittedOperation | undefined>;
  /** Reads the selected rows as they are now, and the `createdCount` images that `operation` created. */
  readRows(
    selection: RowSelection,
    operation: Pick<CommittedOperation, 'lastImageIdBefore'>,
    createdCount: number,
  ): Promise<ResultRows>;
  /** Reads how the product was at `version`. */
  readPast(version: number): Promise<Past>;
  /** Reads which of these images are in the trash, and which of these media and of those of the images are kept. */
  readKept(imageIds: readonly number[], mediaIds: readonly number[]): Promise<Kept>;
  /** Reads the sizes of the pictures that these images of the product show. */
  readSizes(imageIds: readonly number[]): Promise<SizesByImage>;
  /** Returns those of `mediaIds` that are not in the store's library. */
  missingMedia(mediaIds: readonly number[]): Promise<ReadonlySet<number>>;
  /** Finds the unexpired record of a key, with its result; undefined where there is none. */
  findRecord(scope: string, key: string): Promise<RecordedAnswer | undefined>;
}
