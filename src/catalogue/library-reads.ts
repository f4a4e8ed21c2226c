import type { Media, MediaFolder, Placeholder } from '../model/media.ts';
import type { PictureFormat } from '../model/picture.ts';
import type { GalleryName } from '../model/product.ts';
import type { WithAccess } from './image-reads.ts';

/** How many media one page of the library looks at, at most, whatever is searched for. */
export const MAX_SCANNED_MEDIA = 2000;

/** The longest text that can be searched for, in characters. */
export const MAX_SEARCH_CHARACTERS = 80;

/** How far the uses of a media are counted, so that one that is shown everywhere costs no more than others. */
export const MAX_COUNTED_USES = 1000;

/** A media of the library with everything that is shown of it. */
export interface LibraryMedia extends Media {
  /** Frames of an animation; 1 for a still picture. */
  readonly frameCount: number;
  /** Null where there is none. */
  readonly placeholder: Placeholder | null;
  /** The SHA-256 of the file as it came, in lower-case hexadecimal. */
  readonly sha256: string;
  /** How many images, and variants with a picture of their own, show it; counted up to MAX_COUNTED_USES. */
  readonly useCount: number;
  readonly createdAtMs: number;
}

/** Which media a list has; what is undefined does not count. */
export interface LibraryFilter {
  /** A part of the file name or of the text, in any case of letters; at most MAX_SEARCH_CHARACTERS. */
  readonly search: string | undefined;
  readonly folder: MediaFolder | undefined;
  readonly format: PictureFormat | undefined;
  /** Only those that nothing shows. */
  readonly isUnused: boolean;
}

/** Media in the order of their ids. */
export interface LibraryPage {
  readonly media: readonly LibraryMedia[];
  /** Where the next page begins; undefined where there is none. */
  readonly nextId: number | undefined;
}

/** A place that shows a media: an image, or a variant with a picture of its own. */
export type MediaUse =
  | { readonly kind: 'image'; readonly productId: number; readonly gallery: GalleryName; readonly imageId: number }
  | { readonly kind: 'variant'; readonly productId: number; readonly variant: string };

/** Reads of the media library; each is one round trip to the database, the caller's access included. */
export interface LibraryReads {
  /**
   * Reads a page that begins with the media `fromId`, or the first after it. It looks at MAX_SCANNED_MEDIA at most, those
   * in the trash included, and so may be shorter than `limit` although there are more.
   */
  list(
    tokenDigest: string,
    filter: LibraryFilter,
    page: { readonly fromId: number; readonly limit: number },
  ): Promise<WithAccess<LibraryPage>>;
  /** Reads one media; undefined where the library has no such media. */
  media(tokenDigest: string, mediaId: number): Promise<WithAccess<LibraryMedia | undefined>>;
  /** Does the same for a store whose access has been checked. */
  mediaOf(storeId: number, mediaId: number): Promise<LibraryMedia | undefined>;
  /**
   * Reads the places that show a media, in the order of their products, images before variants, those after the place
   * `after`. undefined where the library has no such media.
   */
  uses(
    tokenDigest: string,
    mediaId: number,
    page: { readonly after: MediaUse | undefined; readonly limit: number },
  ): Promise<WithAccess<readonly MediaUse[] | undefined>>;
}
