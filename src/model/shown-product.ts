import type { Alts } from './alts.ts';
import type { Placeholder } from './media.ts';
import type { PictureFormat } from './picture.ts';
import type { ProductImage, VariantImage } from './product.ts';

/** What is shown of the media that an image or a variant shows. */
export interface MediaFacts {
  readonly mediaId: number;
  /** Equal for two media of a store whose bytes are equal. */
  readonly blobId: number;
  /** The name that the file came with; empty where it came without one. */
  readonly originalName: string;
  readonly format: PictureFormat;
  /** As displayed, after EXIF rotation. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly byteCount: number;
  /** Frames of an animation; 1 for a still picture. */
  readonly frameCount: number;
  /** Null where there is none. */
  readonly placeholder: Placeholder | null;
}

/** A product's main image, as far as lists show it. */
export interface CoverImage extends ProductImage {
  /** Null where there is none. */
  readonly placeholder: Placeholder | null;
}

/** A product image with the facts of its media. */
export interface ShownImage extends ProductImage {
  /** Its texts in other languages, also in those that its store does not have any more. */
  readonly alts: Alts;
  readonly media: MediaFacts;
}

/** A variant's picture, with the facts of its media where the picture is its own. */
export interface ShownVariant extends VariantImage {
  readonly media: MediaFacts | undefined;
}

/** A product with everything that is shown of it. */
export interface ShownProduct {
  /** undefined for a product that was named by a GUID of the shop's own and never had anything stored. */
  readonly productId: number | undefined;
  readonly guid: string;
  /** 0 for a product without a row. */
  readonly version: number;
  /** undefined for a product without a row. */
  readonly changedAtMs: number | undefined;
  /** In the order in which they are shown, `shop` before `shop360`. */
  readonly images: readonly ShownImage[];
  /** In the order of their codes. */
  readonly variants: readonly ShownVariant[];
}
