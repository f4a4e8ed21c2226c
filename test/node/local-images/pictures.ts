import sharp, { type Sharp } from 'sharp';
import { parseOptions } from '../../../scripts/local-images/options.ts';
import { transformPicture, type ImagesFault } from '../../../scripts/local-images/transform-picture.ts';

/** A colour as its channels. */
export type Pixel = readonly [number, number, number, number];

export const RED: Pixel = [255, 0, 0, 255];
export const GREEN: Pixel = [0, 255, 0, 255];
export const BLUE: Pixel = [0, 0, 255, 255];
export const BLACK: Pixel = [0, 0, 0, 255];
export const WHITE: Pixel = [255, 255, 255, 255];
export const NOTHING: Pixel = [0, 0, 0, 0];

/** The colour of the picture that another one was made from: scaling blurs where two meet. */
export const nearest = ([r, g, b, alpha]: Pixel): Pixel =>
  alpha === 0 ? NOTHING : [r > 127 ? 255 : 0, g > 127 ? 255 : 0, b > 127 ? 255 : 0, alpha];

/** A picture whose quarters are, from the top left, red, green, blue and black. */
export function quarters(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const isRight = at % width >= width / 2;
    const isBelow = Math.floor(at / width) >= height / 2;
    data.set(isBelow ? (isRight ? BLACK : BLUE) : isRight ? GREEN : RED, at * 4);
  }
  return sharp(data, { raw: { width, height, channels: 4 } });
}

/** An animation of one colour a frame, each shown for longer than the one before. */
export async function animation(format: 'gif' | 'webp', size: number, colors: readonly Pixel[]): Promise<Buffer> {
  const frames = colors.map(([r, g, b, alpha]) =>
    sharp({ create: { width: size, height: size, channels: 4, background: { r, g, b, alpha: alpha / 255 } } })
      .png()
      .toBuffer(),
  );
  const joined = sharp(await Promise.all(frames), { join: { animated: true } });
  const timing = { delay: colors.map((_, index) => 100 * (index + 1)), loop: 3 };
  return await (format === 'gif' ? joined.gif(timing) : joined.webp({ ...timing, lossless: true })).toBuffer();
}

/** Noise, in which nothing can be left out without being seen. */
export function noise(size: number): Sharp {
  const data = Buffer.from(Array.from({ length: size * size * 3 }, (_, at) => (at * 7919 * (at % 97)) % 251));
  return sharp(data, { raw: { width: size, height: size, channels: 3 } });
}

/** What the local service makes: the file, or the code of a fault. */
export async function transform(
  source: Uint8Array,
  transforms: readonly object[],
  output: object = { format: 'image/png' },
): Promise<Uint8Array | ImagesFault> {
  const options = parseOptions(transforms, output);
  if (options === undefined) return 9401;
  const made = await transformPicture(source, options);
  return made.ok ? made.value.bytes : made.fault;
}

/** A decoded picture: all its frames below each other. */
export interface Decoded {
  readonly width: number;
  /** The height of one frame. */
  readonly height: number;
  readonly frames: number;
  readonly pixel: (x: number, y: number, frame?: number) => Pixel;
}

/** Decodes what was made. @throws where nothing was. */
export async function decode(made: Uint8Array | ImagesFault): Promise<Decoded> {
  if (typeof made === 'number') throw new Error(`fault ${made}`);
  const { data, info } = await sharp(made, { animated: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const height = info.pageHeight ?? info.height;
  const pixel = (x: number, y: number, frame = 0): Pixel => {
    const at = ((frame * height + y) * info.width + x) * 4;
    const [r = -1, g = -1, b = -1, alpha = -1] = data.subarray(at, at + 4);
    return alpha === 0 ? NOTHING : [r, g, b, alpha];
  };
  return { width: info.width, height, frames: info.pages ?? 1, pixel };
}
