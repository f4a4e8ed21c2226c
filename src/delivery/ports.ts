import type { PictureFormat } from '../ingest/picture.ts';
import type { StoreSettings } from '../catalogue/model.ts';
import type { PicturePath } from './picture-path.ts';

/** The current picture behind a path. */
export interface StoredPicture {
  readonly originalKey: string;
  /** What to make renditions from: the original, or the PNG made of it at ingest. */
  readonly renderKey: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** The name that the file came with. */
  readonly originalName: string;
  readonly settings: StoreSettings;
}

/** Finds what a path names: undefined where store, image, revision, stem or extension is not the current one. */
export interface PictureIndex {
  find(path: PicturePath): Promise<StoredPicture | undefined>;
}
