import type { Media, MediaFolder, Upload } from '../model/media.ts';
import type { NumberedName } from '../model/media-name.ts';
import type { LibraryFault } from './faults.ts';

/** A name that must be free, or one that is numbered until it is. */
export type MediaName =
  { readonly kind: 'exact'; readonly filename: string } | { readonly kind: 'next-free'; readonly name: NumberedName };

/** A media to put into the library. */
export interface NewMedia {
  readonly upload: Upload;
  readonly folder: MediaFolder;
  /** A person put it there: it stays when the last image that shows it goes. */
  readonly isPinned: boolean;
  readonly altText: string;
  readonly name: MediaName;
}

/** What to change of a media; what is undefined stays. */
export interface MediaUpdate {
  readonly mediaId: number;
  /** The stem in URLs stays: a URL of a media never changes. */
  readonly filename: string | undefined;
  readonly folder: MediaFolder | undefined;
  readonly altText: string | undefined;
}

/** One change to a store's library. */
export type LibraryChange =
  | { readonly kind: 'add'; readonly media: NewMedia }
  | { readonly kind: 'update'; readonly update: MediaUpdate }
  | { readonly kind: 'remove'; readonly mediaId: number };

export type LibraryCommit =
  | { readonly kind: 'committed'; readonly media: Media }
  /** The record's key has an answer already: nothing was written. */
  | { readonly kind: 'duplicate-key' }
  /** The database refused: nothing was written. */
  | { readonly kind: 'refused'; readonly fault: LibraryFault }
  /** The answer was lost: the batch was committed, or it was not. */
  | { readonly kind: 'unknown' };
