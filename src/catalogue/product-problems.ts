import type { ShownImage } from '../model/shown-product.ts';
import type { Box } from '../model/store.ts';

/** What is wrong with a product's pictures, for whoever puts its gallery in order. */
export type ProductProblem = 'no-image' | 'no-alt' | 'too-small' | 'duplicate';

/**
 * Finds what is wrong with the pictures of gallery `shop`, which shoppers see first: there are none, one has no alt
 * text, one is smaller than the zoom box on both sides, two have the same bytes.
 */
export function findProblems(images: readonly ShownImage[], zoom: Box): readonly ProductProblem[] {
  const shop = images.filter(({ gallery }) => gallery === 'shop');
  const problems: readonly (readonly [ProductProblem, boolean])[] = [
    ['no-image', shop.length === 0],
    ['no-alt', shop.some(({ description }) => description.trim() === '')],
    ['too-small', shop.some(({ widthPx, heightPx }) => widthPx < zoom.widthPx && heightPx < zoom.heightPx)],
    ['duplicate', new Set(shop.map(({ media }) => media.blobId)).size < shop.length],
  ];
  return problems.flatMap(([problem, isFound]) => (isFound ? [problem] : []));
}
