import type { Media, MediaFolder, Upload } from '../model/media.ts';
import type { NumberedName } from '../model/media-name.ts';
import type { IdempotencyRecord } from '../gallery/ports.ts';
import type { Actor } from '../model/actor.ts';
import type { LibraryFault } from './faults.ts';

/** A media's file name: exactly this one, which must be free, or the first free one with a number. */
export type MediaName =
  { readonly kind: 'exact'; readonly filename: string } | { readonly kind: 'next-free'; readonly name: NumberedName };

/** A media to put into the library. */
export interface NewMedia {
  readonly upload: Upload;
  readonly folder: MediaFolder;
  /** True where a client uploaded it to the library: it stays when the last image that shows it is deleted. */
  readonly isPinned: boolean;
  readonly altText: string;
  readonly name: MediaName;
}

/** The changes to a media; undefined fields stay as they are. */
export interface MediaUpdate {
  readonly mediaId: number;
  /** Changes the file name only, not the stem in URLs, for a media's URL never changes. */
  readonly filename: string | undefined;
  readonly folder: MediaFolder | undefined;
  readonly altText: string | undefined;
}

/** One change to a store's library. */
export type LibraryChange =
  | { readonly kind: 'add'; readonly media: NewMedia }
  | { readonly kind: 'update'; readonly update: MediaUpdate }
  | { readonly kind: 'remove'; readonly mediaId: number };

/** A change with everything that is written with it. */
export interface LibraryTransaction {
  readonly storeId: number;
  readonly change: LibraryChange;
  readonly operationId: string;
  readonly record: IdempotencyRecord;
  readonly actor: Actor;
  readonly nowMs: number;
}

/** The result of sending a change of the library to the database. */
export type LibraryCommit =
  | { readonly kind: 'committed'; readonly media: Media }
  /** The Idempotency-Key has a record already: nothing was written. */
  | { readonly kind: 'duplicate-key' }
  /** The database refused the change: nothing was written. */
  | { readonly kind: 'refused'; readonly fault: LibraryFault }
  /** The answer was lost: it is unknown whether the batch was committed. */
  | { readonly kind: 'unknown' };
