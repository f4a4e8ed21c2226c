import { isBlank } from '../model/alts.ts';
import type { ShownImage } from '../model/shown-product.ts';
import type { Box } from '../model/store.ts';

/** What can be wrong with a product's pictures, for whoever puts its gallery in order, in the order of answers. */
export const PRODUCT_PROBLEMS = ['no-image', 'no-alt', 'too-small', 'duplicate'] as const;
export type ProductProblem = (typeof PRODUCT_PROBLEMS)[number];

/** What problems are found by, of gallery `shop`, which shoppers see first. */
export interface GalleryFacts {
  readonly imageCount: number;
  /** How many images have no description, or a blank one. */
  readonly noAltCount: number;
  /** Whether an image is smaller than the zoom box on both sides. */
  readonly hasTooSmall: boolean;
  /** How many images show bytes that an earlier one of these shows. */
  readonly duplicateCount: number;
}

/** Returns what is wrong with a gallery. */
export function problemsOf(facts: GalleryFacts): readonly ProductProblem[] {
  const isFound: Readonly<Record<ProductProblem, boolean>> = {
    'no-image': facts.imageCount === 0,
    'no-alt': facts.noAltCount > 0,
    'too-small': facts.hasTooSmall,
    duplicate: facts.duplicateCount > 0,
  };
  return PRODUCT_PROBLEMS.filter((problem) => isFound[problem]);
}

/** Finds what is wrong with the pictures of gallery `shop`. */
export function findProblems(images: readonly ShownImage[], zoom: Box): readonly ProductProblem[] {
  const shop = images.filter(({ gallery }) => gallery === 'shop');
  return problemsOf({
    imageCount: shop.length,
    noAltCount: shop.filter(({ description }) => isBlank(description)).length,
    hasTooSmall: shop.some(({ widthPx, heightPx }) => widthPx < zoom.widthPx && heightPx < zoom.heightPx),
    duplicateCount: shop.length - new Set(shop.map(({ media }) => media.blobId)).size,
  });
}
