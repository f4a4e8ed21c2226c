import type { Media } from '../model/media.ts';
import type { FocalPoint } from '../model/focal-point.ts';
import type { PictureFormat } from '../model/picture.ts';
import type { GalleryName } from '../model/product.ts';
import type { Box, StoreSettings } from '../model/store.ts';
import type { PicturePath } from './picture-path.ts';

/** The stored files and settings of a picture. */
export interface StoredPicture {
  readonly originalKey: string;
  /** The key of the file that renditions are made from: the original, or the PNG made from it at ingest. */
  readonly renderKey: string;
  readonly format: PictureFormat;
  readonly byteCount: number;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Frames of an animation; 1 for a still picture. */
  readonly frameCount: number;
  /** The file name at upload. */
  readonly originalName: string;
  readonly settings: StoreSettings;
  /** When Images last refused it and nothing of it could be mended; undefined: never. */
  readonly refusedAtMs: number | undefined;
  /** What crops are made around, with this revision; undefined: the middle, as for every media and variant. */
  readonly focalPoint: FocalPoint | undefined;
}

/** Whether an original may be mended now: by the one that asks, by nobody at the moment, or by nobody for an hour. */
export type MendClaim = 'claimed' | 'being-mended' | 'refused' | 'mended';

/** Remembers what became of originals that Images refused. */
export interface RefusedOriginals {
  /**
   * Claims the mending of a picture for a minute, unless somebody else mends it, has mended it since it was read, or
   * found less than `refusalCountsMs` ago that nothing of it can be mended.
   */
  claim(
    picture: Pick<StoredPicture, 'originalKey' | 'renderKey'>,
    nowMs: number,
    refusalCountsMs: number,
  ): Promise<MendClaim>;
  /**
   * Has renditions made from another object from now on; null: from the original. Returns false where that was not
   * stored, because the picture is gone or has another render source by now.
   */
  replaceRenderSource(
    picture: Pick<StoredPicture, 'originalKey' | 'renderKey'>,
    renderKey: string | null,
  ): Promise<boolean>;
  /** Remembers that nothing can be made of it. */
  remember(picture: Pick<StoredPicture, 'originalKey'>, atMs: number): Promise<void>;
}

/** A picture with what the store offers of the size that was asked for. */
export interface FoundPicture extends StoredPicture {
  /**
   * The size of the store that the requested one is, or whose proportions it has at a width of the ladder. undefined: the
   * store has never offered it.
   */
  readonly offered: Box | undefined;
}

/** The current picture of an image, with the parts of its URLs. */
export interface CurrentPicture extends StoredPicture {
  readonly productId: number;
  readonly fileStem: string;
  readonly revision: number;
  /** The first revision that its present bytes have had; a later focal point gave them others. */
  readonly firstRevision: number;
}

/** The media that a store shows in place of pictures that do not exist. */
export interface PlaceholderMedia {
  readonly media: Pick<Media, 'id' | 'fileStem' | 'format'>;
  readonly settings: StoreSettings;
}

/** Finds the stored files of pictures. */
export interface PictureIndex {
  /**
   * Finds the picture of a path. Returns undefined unless store, owner, stem and extension are the current ones, and
   * the revision is the current one, or one that the image had before with the same bytes, and another focal point.
   */
  find(path: PicturePath): Promise<FoundPicture | undefined>;
  /**
   * Finds an image by its id alone, for the URLs of cuts, which have no revision. Returns undefined when it does not
   * exist.
   */
  findImage(storeHash: string, gallery: GalleryName, imageId: number): Promise<CurrentPicture | undefined>;
  /** Returns whether the store has offered boxes of this size, now or earlier. */
  hasOffered(storeHash: string, box: Box): Promise<boolean>;
  /** Finds the media that a store shows in place of pictures that do not exist. */
  findPlaceholder(storeHash: string): Promise<PlaceholderMedia | undefined>;
}
