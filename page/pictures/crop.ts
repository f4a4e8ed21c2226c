/** A width and a height, in pixels or as proportions. */
interface Box {
  readonly width: number;
  readonly height: number;
}

/** A point of a picture, in fractions of its width and height. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export const MIDDLE: Point = { x: 0.5, y: 0.5 };

/**
 * Returns which part of a picture a size of the fit `cover` shows, as the service cuts it: the largest part of the
 * proportions of the size, with the focal point as near to its middle as it can be (DEL-14).
 */
export function cropOf(
  picture: Box,
  focalPoint: Point,
  size: Box,
): Box & { readonly left: number; readonly top: number } {
  const ratio = size.width / size.height;
  const width = Math.min(picture.width, pixels(picture.height * ratio));
  const height = Math.min(picture.height, pixels(picture.width / ratio));
  return {
    left: startOf(focalPoint.x * picture.width, width, picture.width),
    top: startOf(focalPoint.y * picture.height, height, picture.height),
    width,
    height,
  };
}

/** Returns the same as the value of `object-position` for `object-fit: cover` in a box of those proportions. */
export function objectPosition(picture: Box, focalPoint: Point, size: Box): string {
  const { left, top, width, height } = cropOf(picture, focalPoint, size);
  return `${percentOf(left, picture.width - width)} ${percentOf(top, picture.height - height)}`;
}

const percentOf = (start: number, room: number): string => (room <= 0 ? '50%' : `${(100 * start) / room}%`);

const startOf = (centre: number, length: number, whole: number): number =>
  Math.round(Math.min(Math.max(centre - length / 2, 0), whole - length));

const pixels = (length: number): number => Math.max(1, Math.round(length));

/** The service keeps focal points with four decimals. */
const DECIMALS = 4;

/** Returns a point as the service keeps it: inside the picture, and null for the middle. */
export function toFocalPoint({ x, y }: Point): Point | null {
  const [keptX, keptY] = [x, y].map((each) => Number(Math.min(Math.max(each, 0), 1).toFixed(DECIMALS)));
  if (keptX === undefined || keptY === undefined || (keptX === 0.5 && keptY === 0.5)) return null;
  return { x: keptX, y: keptY };
}
