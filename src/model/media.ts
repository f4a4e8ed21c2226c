import type { PictureFormat } from './picture.ts';

/** A part of the library; names are unique in one. */
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

/** Bytes that lie in the bucket under a new key, described, and not yet part of the catalogue. */
export interface Upload {
  readonly originalKey: string;
  /** The PNG made for formats that the Images service cannot read. */
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
  /** The name that the file came with, for people. */
  readonly originalName: string;
  readonly fileStem: string;
  readonly uploadedAtMs: number;
}
