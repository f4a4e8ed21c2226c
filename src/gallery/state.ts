import type { GalleryName } from '../model/product.ts';

/** Images a product, all galleries together (IMG-12). */
export const MAX_IMAGES_PER_PRODUCT = 1000;

/** The range of sort_order (IMG-15). */
export const MIN_SORT_ORDER = -2_147_483_648;
export const MAX_SORT_ORDER = 2_147_483_647;

/** What decisions need to know of an image. */
export interface GalleryImage {
  readonly id: number;
  readonly gallery: GalleryName;
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  readonly revision: number;
}

/** An operation that was committed, and the store's last image id before it. */
export interface DoneOperation {
  readonly operationId: string;
  readonly lastImageIdBefore: number;
}

/** What decisions need to know of a variant's picture. */
export interface GalleryVariant {
  readonly revision: number;
  /** The image of the product that it refers to. */
  readonly imageId: number | undefined;
}

/** The gallery's copy of a product. */
export interface GalleryState {
  /** False until the product's first write or its registration. */
  readonly exists: boolean;
  readonly version: number;
  /** By id, ascending. */
  readonly images: readonly GalleryImage[];
  /** The variants that have, or had, a picture. */
  readonly variants: ReadonlyMap<string, GalleryVariant>;
  /** The last operations that were committed, oldest first. */
  readonly recentOperations: readonly DoneOperation[];
}

type Placed = Pick<GalleryImage, 'id' | 'sortOrder'>;

/** The order in which images show: by sort order, ties by id. */
export function byDisplayOrder(a: Placed, b: Placed): number {
  return a.sortOrder - b.sortOrder || a.id - b.id;
}
