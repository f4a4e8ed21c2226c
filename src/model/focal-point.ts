/** What a crop is made around: fractions of a picture's width and height as displayed, from 0 to 1. */
export interface FocalPoint {
  readonly x: number;
  readonly y: number;
}

/** A picture's size in pixels, as displayed. */
export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** A ten-thousandth of a picture is less than a pixel of the largest that is taken. */
const STEPS = 10_000;

/** Proportions count as similar where neither is more than this many times the other. */
const MAX_PROPORTION = 1.1;

/** Returns a focal point with four decimals, as it is kept. */
export const roundFocalPoint = ({ x, y }: FocalPoint): FocalPoint => ({
  x: Math.round(x * STEPS) / STEPS,
  y: Math.round(y * STEPS) / STEPS,
});

/** Whether two focal points are the same; undefined: the middle. */
export const isSameFocalPoint = (a: FocalPoint | undefined, b: FocalPoint | undefined): boolean =>
  a?.x === b?.x && a?.y === b?.y;

/**
 * Whether two pictures have a similar shape, so that a focal point of one most likely means the same thing in the
 * other: their proportions differ by a tenth at most.
 */
export function haveSimilarShape(a: PictureSize, b: PictureSize): boolean {
  const [first, second] = [a.widthPx * b.heightPx, b.widthPx * a.heightPx];
  return first <= second * MAX_PROPORTION && second <= first * MAX_PROPORTION;
}

/** Returns the focal point of a row that has one; both columns are null where it has none. */
export const toFocalPoint = (x: number | null, y: number | null): FocalPoint | undefined =>
  x === null || y === null ? undefined : { x, y };
