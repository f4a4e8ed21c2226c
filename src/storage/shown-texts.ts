/** How many bytes of texts a page of a list shows, at most, unless its first item alone has more. */
export const MAX_SHOWN_TEXT_BYTES = 4_000_000;

/** A text of so many bytes at most is always shown: a page has 250 items at most. */
export const SHORT_TEXT_BYTES = 16_000;

/**
 * Returns how many of the first items of a page can be shown together, and at least one.
 *
 * @param bytes the lengths of their texts.
 */
export function fittingCount(bytes: readonly number[]): number {
  let sum = 0;
  const tooMany = bytes.findIndex((length) => (sum += length) > MAX_SHOWN_TEXT_BYTES);
  return tooMany === -1 ? bytes.length : Math.max(tooMany, 1);
}
