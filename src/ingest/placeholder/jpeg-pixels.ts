import type { Picture } from '../../model/picture.ts';
import { readSmallJpeg, type SmallComponent, type SmallJpeg } from '../formats/jpeg-small.ts';
import { smallSize, type Pixels, type PixelSize } from './pixels.ts';

/** The first coefficient of a block is eight times its mean, from which half of the brightness was taken. */
const DC_SCALE = 8;
const HALF = 128;

type Color = readonly [red: number, green: number, blue: number];

/**
 * Returns a JPEG's small pixels, upright, from the means of its blocks. A profile of other colours than sRGB is not
 * looked at. Undefined where the JPEG cannot be read in that way.
 */
export function jpegPixels(bytes: Uint8Array, picture: Picture): Pixels | undefined {
  const stored = smallSize({ widthPx: picture.rawWidthPx, heightPx: picture.rawHeightPx });
  const small = readSmallJpeg(bytes);
  const toColor = small && colorOf(small);
  if (small === undefined || toColor === undefined) return undefined;
  return turned({ ...stored, rgba: paint(small.components, toColor, stored) }, small.orientation);
}

function paint(
  components: readonly SmallComponent[],
  toColor: (levels: readonly number[]) => Color,
  { widthPx, heightPx }: PixelSize,
): Uint8Array {
  const rgba = new Uint8Array(widthPx * heightPx * 4);
  const planes = components.map((component) => planeOf(component, { widthPx, heightPx }));
  const levels = components.map(() => 0);
  for (let pixel = 0; pixel < widthPx * heightPx; pixel++) {
    for (let index = 0; index < planes.length; index++) levels[index] = planes[index]?.[pixel] ?? HALF;
    const color = toColor(levels);
    const at = pixel * 4;
    rgba[at] = toByte(color[0]);
    rgba[at + 1] = toByte(color[1]);
    rgba[at + 2] = toByte(color[2]);
    rgba[at + 3] = 255;
  }
  return rgba;
}

/** Returns the levels of a component, pixel by pixel. */
function planeOf({ grid, quantum = 0 }: SmallComponent, { widthPx, heightPx }: PixelSize): Float64Array {
  const plane = new Float64Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      const mean = grid.mean(x / widthPx, y / heightPx, (x + 1) / widthPx, (y + 1) / heightPx);
      plane[y * widthPx + x] = (mean * quantum) / DC_SCALE + HALF;
    }
  }
  return plane;
}

/** Returns stored pixels as they are displayed. */
function turned({ widthPx, heightPx, rgba }: Pixels, orientation: number): Pixels {
  if (orientation === 1) return { widthPx, heightPx, rgba };
  const [width, height] = orientation > 4 ? [heightPx, widthPx] : [widthPx, heightPx];
  const upright = new Uint8Array(rgba.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [across, down] = placeAsStored(x, y, width - 1 - x, height - 1 - y, orientation);
      const from = (down * widthPx + across) * 4;
      upright.set(rgba.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { widthPx: width, heightPx: height, rgba: upright };
}

/** Where a pixel is stored that is displayed so far from the left, the top, the right and the bottom. */
function placeAsStored(
  left: number,
  top: number,
  right: number,
  bottom: number,
  orientation: number,
): readonly [across: number, down: number] {
  switch (orientation) {
    case 2:
      return [right, top];
    case 3:
      return [right, bottom];
    case 4:
      return [left, bottom];
    case 5:
      return [top, left];
    case 6:
      return [top, right];
    case 7:
      return [bottom, right];
    case 8:
      return [bottom, left];
    default:
      return [left, top];
  }
}

/** Returns how a picture's components make a colour; undefined for inks, which nobody can show without their profile. */
function colorOf({ components, isRgb }: SmallJpeg): ((levels: readonly number[]) => Color) | undefined {
  switch (components.length) {
    case 1:
      return ([grey = 0]) => [grey, grey, grey];
    case 3:
      return isRgb ? ([red = 0, green = 0, blue = 0]) => [red, green, blue] : fromYcc;
    default:
      return undefined;
  }
}

const fromYcc = ([luma = 0, blueness = 0, redness = 0]: readonly number[]): Color => [
  luma + 1.402 * (redness - HALF),
  luma - 0.344_136 * (blueness - HALF) - 0.714_136 * (redness - HALF),
  luma + 1.772 * (blueness - HALF),
];

const toByte = (level: number): number => Math.round(Math.min(255, Math.max(0, level)));
