import { countMissingAlts, type MissingAlts } from '../../catalogue/missing-alts.ts';
import { findProblems, type ProductProblem } from '../../catalogue/product-problems.ts';
import { type NamedUrls, namedUrls, srcsetOf } from '../../delivery/size-urls.ts';
import { imagePath, variantPath } from '../../delivery/urls.ts';
import { type Alts, shownAlts } from '../../model/alts.ts';
import type { FocalPoint } from '../../model/focal-point.ts';
import { findMainImageId, type GalleryName, type ImagePlace } from '../../model/product.ts';
import type { CoverImage, ShownImage, ShownProduct, ShownVariant } from '../../model/shown-product.ts';
import type { Store } from '../../model/store.ts';
import { toWireMedia, type WireMedia } from './wire-media.ts';
import { toWireTime } from './wire-time.ts';

/** A product image. */
export interface WireImage {
  readonly id: number;
  readonly gallery: GalleryName;
  /** Counts from 0 in display order within the gallery. */
  readonly position: number;
  readonly isMain: boolean;
  /** The text in the default language; empty where there is none. */
  readonly alt: string;
  /** The texts in the other languages of the store. */
  readonly alts: Alts;
  /** Fractions of width and height as displayed; null: the middle. */
  readonly focalPoint: FocalPoint | null;
  readonly revision: number;
  readonly media: WireMedia;
  readonly urls: NamedUrls;
  /** The value of the attribute srcset. */
  readonly srcset: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/**
 * A variant's picture: `imageId` where it refers to an image of the product, the others where it has its own.
 */
export interface WireVariant {
  readonly variant: string;
  readonly imageId: number | null;
  readonly media: WireMedia | null;
  readonly urls: NamedUrls | null;
  readonly srcset: string | null;
}

/** A product's main image, with all that a list shows of it. */
export interface WireCover {
  readonly imageId: number;
  readonly thumbHash: string | null;
  readonly color: string | null;
  readonly width: number;
  readonly height: number;
  readonly urls: NamedUrls;
  /** The value of the attribute srcset. */
  readonly srcset: string;
  readonly alt: string;
}

/** A product without its images. */
export interface WireProduct {
  readonly id: number | null;
  readonly guid: string;
  readonly version: number;
  readonly changedAt: string | null;
  readonly imageCount: number;
  /** How many images of gallery `shop` have no text, by the languages of the store. */
  readonly missingAlts: MissingAlts;
  readonly cover: WireCover | null;
  readonly problems: readonly ProductProblem[];
}

/** Returns a product image as it is shown. `origin` is the first part of its URLs. */
export function toWireImage(image: ShownImage, place: ImagePlace, store: Store, origin: string): WireImage {
  const path = imagePath(store.hash, image, 'original');
  return {
    id: image.id,
    gallery: image.gallery,
    position: place.position,
    isMain: place.isMain,
    alt: image.description,
    alts: shownAlts(image.alts, store.settings.languages),
    focalPoint: image.focalPoint ?? null,
    revision: image.revision,
    media: toWireMedia(image.media),
    urls: namedUrls(path, store, origin),
    srcset: srcsetOf(path, image.widthPx, origin),
    createdAt: toWireTime(image.createdAtMs),
    updatedAt: toWireTime(image.modifiedAtMs),
  };
}

/** Returns all images of a product as they are shown, in its order. */
export function toWireImages({ images }: ShownProduct, store: Store, origin: string): readonly WireImage[] {
  const mainId = findMainImageId(images);
  const counts = { shop: 0, shop360: 0 };
  return images.map((image) => {
    const position = counts[image.gallery];
    counts[image.gallery] += 1;
    return toWireImage(image, { position, isMain: image.id === mainId }, store, origin);
  });
}

/** Returns a variant's picture as it is shown. */
export function toWireVariant(variant: ShownVariant, store: Store, origin: string): WireVariant {
  const { picture, media } = variant;
  const path = picture.kind === 'own' ? variantPath(store.hash, variant, picture, 'original') : undefined;
  return {
    variant: variant.variant,
    imageId: picture.kind === 'reference' ? picture.imageId : null,
    media: media === undefined ? null : toWireMedia(media),
    urls: path === undefined ? null : namedUrls(path, store, origin),
    srcset: path === undefined || media === undefined ? null : srcsetOf(path, media.widthPx, origin),
  };
}

/** Returns a product as it is shown without its images. */
export function toWireProduct(product: ShownProduct, store: Store, origin: string): WireProduct {
  const { productId, guid, version, changedAtMs, images } = product;
  const mainId = findMainImageId(images);
  const main = images.find(({ id }) => id === mainId);
  return {
    id: productId ?? null,
    guid,
    version,
    changedAt: changedAtMs === undefined ? null : toWireTime(changedAtMs),
    imageCount: images.length,
    missingAlts: countMissingAlts(images, store.settings.languages),
    cover: main === undefined ? null : toWireCover({ ...main, placeholder: main.media.placeholder }, store, origin),
    problems: findProblems(images, store.settings.presets.zoom),
  };
}

/** Returns a product's main image as it is shown beside the product. `origin` is the first part of its URLs. */
export function toWireCover(main: CoverImage, store: Store, origin: string): WireCover {
  const path = imagePath(store.hash, main, 'original');
  return {
    imageId: main.id,
    thumbHash: main.placeholder?.thumbHash ?? null,
    color: main.placeholder?.color ?? null,
    width: main.widthPx,
    height: main.heightPx,
    urls: namedUrls(path, store, origin),
    srcset: srcsetOf(path, main.widthPx, origin),
    alt: main.description,
  };
}

/** Returns a product with all its images and variants, as GET of one product shows it. */
export function toWireWholeProduct(
  product: ShownProduct,
  store: Store,
  origin: string,
): WireProduct & { readonly images: readonly WireImage[]; readonly variants: readonly WireVariant[] } {
  return {
    ...toWireProduct(product, store, origin),
    images: toWireImages(product, store, origin),
    variants: product.variants.map((variant) => toWireVariant(variant, store, origin)),
  };
}
