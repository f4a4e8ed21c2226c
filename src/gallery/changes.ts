import type { Alts, AltsPatch } from '../model/alts.ts';
import type { FocalPoint } from '../model/focal-point.ts';
import type { Upload } from '../model/media.ts';
import type { PictureFormat } from '../model/picture.ts';
import type { GalleryName } from '../model/product.ts';
import type { MediaSource, VariantPicture } from './commands.ts';

/** An image row to insert; the database assigns its id. */
export interface InsertedImage {
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly description: string;
  readonly alts: Alts;
  readonly focalPoint: FocalPoint | undefined;
  readonly source: MediaSource;
  readonly revision: number;
}

/** A media that is kept already, with what an image that shows it says of it. */
export interface KeptMedia {
  readonly mediaId: number;
  readonly fileStem: string;
  readonly format: PictureFormat;
}

/** What an image shows from now on: uploaded bytes, those that it showed earlier, or the same ones as before. */
type ShownBytes =
  | { readonly kind: 'upload'; readonly upload: Upload }
  | { readonly kind: 'earlier'; readonly media: KeptMedia }
  | { readonly kind: 'same' };

/** Another picture of an image: other bytes or another focal point, under a revision of its own. */
export type NewPicture = ShownBytes & { readonly revision: number; readonly focalPoint: FocalPoint | undefined };

/** What becomes of an image's texts in other languages: some of them change, or all are set as they were. */
export type AltsChange =
  { readonly kind: 'patch'; readonly patch: AltsPatch } | { readonly kind: 'whole'; readonly alts: Alts };

/** An image row to update, with its sort order and thumbnail flag as they are to be. */
export interface UpdatedImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** undefined: unchanged. */
  readonly description: string | undefined;
  /** Absent: unchanged. */
  readonly alts?: AltsChange | undefined;
  /** undefined: unchanged. */
  readonly picture: NewPicture | undefined;
}

/** An image that comes back from the trash. */
export interface RestoredImage {
  /** What of it may change on the way, as it is in the trash. */
  readonly trashed: Pick<RestoredImage, 'sortOrder' | 'isThumbnail' | 'media' | 'focalPoint' | 'revision'>;
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** undefined: as it is in the trash. */
  readonly description: string | undefined;
  /** Absent: as they are in the trash. */
  readonly alts?: Alts | undefined;
  readonly media: KeptMedia;
  readonly focalPoint: FocalPoint | undefined;
  readonly revision: number;
  readonly lastRevision: number;
}

/** What a variant shows: what a command gives it, a media that it showed earlier, or nothing. */
export type SetPicture =
  VariantPicture | { readonly kind: 'earlier'; readonly media: KeptMedia } | { readonly kind: 'none' };

/** A variant's picture to set or to clear. */
export interface SetVariantImage {
  readonly variant: string;
  readonly picture: SetPicture;
  readonly revision: number;
}

/** The rows that a command changes: the result of a decision. */
export interface Changes {
  readonly inserted: readonly InsertedImage[];
  /** In ascending order of ids. */
  readonly updated: readonly UpdatedImage[];
  readonly deleted: readonly { readonly id: number; readonly gallery: GalleryName }[];
  readonly restored: readonly RestoredImage[];
  /** At most one of them has uploaded bytes. */
  readonly variants: readonly SetVariantImage[];
}

export const NO_CHANGES: Changes = { inserted: [], updated: [], deleted: [], restored: [], variants: [] };

/** Returns whether a text of an image changes. */
export const hasTexts = ({ description, alts }: UpdatedImage | RestoredImage): boolean =>
  description !== undefined || alts !== undefined;

/** True where there is nothing to write. */
export function hasNoChanges(changes: Changes): boolean {
  return Object.values(changes).every((rows: readonly unknown[]) => rows.length === 0);
}
