/** An image of gallery `shop` that could be the product's thumbnail. */
export interface Candidate {
  readonly id: number;
  /** As it was before the command. */
  readonly isThumbnail: boolean;
  /** What the command asks for; undefined where it says nothing. */
  readonly wanted: boolean | undefined;
}

/**
 * Which image is the product's thumbnail after a command: the last one that asks for it, else the one that was
 * and is not asked to step down; a product's only image always is it (contract: BigCommerce section 1).
 *
 * @returns its id, or undefined where the product has none.
 */
export function settleThumbnail(candidates: readonly Candidate[]): number | undefined {
  const [only, second] = candidates;
  if (only !== undefined && second === undefined) return only.id;
  const asking = candidates.findLast((candidate) => candidate.wanted === true);
  return (asking ?? candidates.find((candidate) => candidate.isThumbnail && candidate.wanted !== false))?.id;
}
