import type { PictureFormat } from '../model/picture.ts';
import type { GalleryName } from '../model/product.ts';
import type { StoreSettings } from '../model/store.ts';
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

/** The picture that an image has now, with what its paths are made of. */
export interface CurrentPicture extends StoredPicture {
  readonly productId: number;
  readonly fileStem: string;
  readonly revision: number;
}

/** Finds what a path names: undefined where store, image, revision, stem or extension is not the current one. */
export interface PictureIndex {
  find(path: PicturePath): Promise<StoredPicture | undefined>;
  /** Finds an image by its number alone, as names without a revision do. */
  findImage(storeHash: string, gallery: GalleryName, imageId: number): Promise<CurrentPicture | undefined>;
}
