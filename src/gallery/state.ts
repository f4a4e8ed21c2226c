import type { FocalPoint } from '../model/focal-point.ts';
import type { GalleryName } from '../model/product.ts';

/** How many images a product may have, in all galleries together (IMG-12). */
export const MAX_IMAGES_PER_PRODUCT = 1000;

/**
 * How many bytes the texts of a product's images may take in an answer, those of their media included; the CHECK
 * product_texts_full holds it.
 */
export const MAX_TEXT_BYTES_PER_PRODUCT = 1_500_000;

/** The range of a sort order: int32 (IMG-15). */
export const MIN_SORT_ORDER = -2_147_483_648;
export const MAX_SORT_ORDER = 2_147_483_647;

/** The part of an image that decisions depend on. */
export interface GalleryImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly focalPoint: FocalPoint | undefined;
  readonly revision: number;
  /** The highest revision that it ever had; undoing can take `revision` back, and new ones go on from this. */
  readonly lastRevision: number;
}

/** The part of a variant's picture that decisions depend on. */
export interface GalleryVariant {
  readonly revision: number;
  readonly lastRevision: number;
  /** The image that it refers to; undefined where it has its own picture, or none. */
  readonly imageId: number | undefined;
}

/** The commands at the end of a product's journal that all belong to one job. */
export interface JobRun {
  readonly jobId: string;
  /** The store's last image id before the first of them: what they created has higher ids. */
  readonly lastImageIdBefore: number;
}

/** A product as decisions see it; the gallery keeps a copy in memory. */
export interface GalleryState {
  /** False until the product's first write or its registration. */
  readonly exists: boolean;
  readonly version: number;
  /** In ascending order of ids. */
  readonly images: readonly GalleryImage[];
  /** The variants that have, or had, a picture. */
  readonly variants: ReadonlyMap<string, GalleryVariant>;
  /** undefined where the last command was not a job's. */
  readonly jobRun: JobRun | undefined;
}

type Placed = Pick<GalleryImage, 'id' | 'sortOrder'>;

/** Compares two images by the order in which they are shown: by sort order, then by id. */
export function byDisplayOrder(a: Placed, b: Placed): number {
  return a.sortOrder - b.sortOrder || a.id - b.id;
}
