import type { PictureFormat } from './picture.ts';

/** A folder of the library; file names are unique in a folder. */
export type MediaFolder = 'general' | 'product';

/** An uploaded file in the store's library. Its bytes never change. */
export interface Media {
  readonly id: number;
  readonly folder: MediaFolder;
  readonly filename: string;
  /** The safe stem of the file name, for URLs. */
  readonly fileStem: string;
  /** Empty when unset. */
  readonly altText: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly updatedAtMs: number;
}

/** What can be shown of a picture before it has come. */
export interface Placeholder {
  /** A ThumbHash (https://evanw.github.io/thumbhash/) in base64, about 25 bytes. */
  readonly thumbHash: string;
  /** The dominant colour, `#rrggbb`. */
  readonly color: string;
}

/** Bytes that have been stored in the bucket and inspected, but are not part of the catalogue yet. */
export interface Upload {
  readonly originalKey: string;
  /**
   * The key of the render source, the PNG made where the Images service cannot read the format; null for the others.
   */
  readonly renderKey: string | null;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly frameCount: number;
  readonly hasAlpha: boolean;
  /** Null where none could be made. */
  readonly placeholder: Placeholder | null;
  /** The file's name as the client sent it; shown to people, never part of a URL. */
  readonly originalName: string;
  readonly fileStem: string;
  readonly uploadedAtMs: number;
}
