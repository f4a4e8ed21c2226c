import type { FocalPoint } from './focal-point.ts';
import type { PictureFormat } from './picture.ts';

/** Names one product of one store. Commands on one product run one at a time. */
export interface ProductKey {
  readonly storeId: number;
  readonly productId: number;
}

/** A named set of a product's images. */
export type GalleryName = 'shop' | 'shop360';

/** A media placed on a product, with what lists of the vendors' APIs show of it. */
export interface ListedImage {
  readonly id: number;
  readonly productId: number;
  readonly gallery: GalleryName;
  readonly mediaId: number;
  /** An int32. Images are shown in ascending order; ties are broken by id. */
  readonly sortOrder: number;
  readonly isThumbnail: boolean;
  /** Alt text; empty when unset. */
  readonly description: string;
  /** The safe stem of the file's name, for URLs. */
  readonly fileStem: string;
  readonly format: PictureFormat;
  /** Rises whenever the bytes or the focal point change. */
  readonly revision: number;
  readonly createdAtMs: number;
  readonly modifiedAtMs: number;
  /** Pixels of the media as displayed. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** The media's alt text, which some dialects show in place of an empty description; empty when unset. */
  readonly mediaAltText: string;
}

/** A media placed on a product. */
export interface ProductImage extends ListedImage {
  /** What crops are made around; undefined: the middle. */
  readonly focalPoint: FocalPoint | undefined;
}

/** Where an image stands in its product. */
export interface ImagePlace {
  /** Counts from 0 in display order within the gallery. */
  readonly position: number;
  readonly isMain: boolean;
}

/** A variant's picture: its own, a reference to an image of its product, or none since that image was deleted. */
export interface VariantImage {
  readonly productId: number;
  readonly variant: string;
  readonly picture:
    | { readonly kind: 'own'; readonly mediaId: number; readonly fileStem: string; readonly format: PictureFormat }
    | { readonly kind: 'reference'; readonly imageId: number }
    | { readonly kind: 'none' };
  /** Rises with every change of the picture. */
  readonly revision: number;
}

/**
 * Returns the id of a product's main image: its thumbnail, or the first image of `shop` when it has none.
 *
 * @param images those of one gallery or more, in display order.
 */
export function findMainImageId(images: readonly ListedImage[]): number | undefined {
  const shop = images.filter(({ gallery }) => gallery === 'shop');
  return (shop.find(({ isThumbnail }) => isThumbnail) ?? shop[0])?.id;
}
