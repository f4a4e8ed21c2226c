import { isBlank } from '../model/alts.ts';
import type { ShownImage } from '../model/shown-product.ts';

/** How many images of gallery `shop` have no text, for each language of their store. */
export type MissingAlts = Readonly<Record<string, number>>;

/**
 * Returns how many images have no text in each of a store's languages.
 *
 * @param imageCount that of gallery `shop`.
 * @param noAltCount how many of these have no text in the default language, which comes first.
 * @param altCounts how many of them have one in each of the others; a language that is not named has none.
 */
export const missingAlts = (
  languages: readonly string[],
  imageCount: number,
  noAltCount: number,
  altCounts: Readonly<Record<string, number>>,
): MissingAlts =>
  Object.fromEntries(
    languages.map((language, index) => [language, index === 0 ? noAltCount : imageCount - (altCounts[language] ?? 0)]),
  );

/** Counts the same among images of any gallery. */
export function countMissingAlts(images: readonly ShownImage[], languages: readonly string[]): MissingAlts {
  const shop = images.filter(({ gallery }) => gallery === 'shop');
  const noAltCount = shop.filter(({ description }) => isBlank(description)).length;
  const altCounts = Object.fromEntries(
    languages.map((language) => [language, shop.filter(({ alts }) => alts[language] !== undefined).length]),
  );
  return missingAlts(languages, shop.length, noAltCount, altCounts);
}
