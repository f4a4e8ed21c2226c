import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { fail, ok, type Result } from '../../src/platform/result.ts';
import { parseColor, type Color } from './color.ts';
import { planTransform, type Plan, type Size } from './geometry.ts';
import type { Options, Output, Transform } from './options.ts';

/** What the hosted service takes. */
const MAX_INPUT_BYTES = 20_000_000;
const MAX_PIXELS = 100_000_000;
const INPUT_FORMATS: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'gif', 'heif']);

/** The quality of the hosted service where none is asked for. */
const DEFAULT_QUALITY = 85;

/**
 * How hard AVIF is compressed, of 9. At 4, which sharp takes by itself, a picture of 800 pixels takes two seconds; at 1
 * a fifth of one, for a seventh more bytes.
 */
const AVIF_EFFORT = 1;

const WHITE: Color = { r: 255, g: 255, b: 255, alpha: 1 };

/** A picture that was made. */
export interface MadePicture {
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/**
 * Why there is no picture, by the codes of the hosted service: 9401 what was asked for is not valid or not supported
 * here, 9412 no picture, 9413 too large, 9420 damaged, 9520 a format that is not read.
 */
export type ImagesFault = 9401 | 9412 | 9413 | 9420 | 9520;

/** A picture on its way from one transformation to the next. */
interface Picture extends Size {
  readonly pixels: Sharp;
  readonly frames: Frames | undefined;
  /** What is known of its transparency: sharp puts one colour behind a picture, and does so before it surrounds it. */
  readonly ground: 'unknown' | 'opaque' | 'open-margins';
}

/** What an animation has besides its pixels. */
interface Frames {
  readonly count: number;
  readonly delay: number[];
  readonly loop: number;
}

/** Makes a picture of another one as the hosted service does. All metadata is left out, and colours become sRGB. */
export async function transformPicture(
  source: Uint8Array,
  options: Options,
): Promise<Result<MadePicture, ImagesFault>> {
  if (source.length === 0) return fail(9412);
  if (source.length > MAX_INPUT_BYTES) return fail(9413);
  const opened = await openPicture(source, options.output);
  if (!opened.ok) return opened;
  let picture = opened.value;
  try {
    for (const [index, transform] of options.transforms.entries()) {
      if (index > 0) picture = await settled(picture);
      const next = await transformed(picture, transform);
      if (!next.ok) return next;
      picture = next.value;
    }
    const made = await encoded(picture, options.output);
    return made === undefined ? fail(9401) : ok(made);
  } catch {
    // What is wrong with a file shows only while it is decoded, which is what libvips does last.
    return fail(9420);
  }
}

async function openPicture(source: Uint8Array, output: Output): Promise<Result<Picture, ImagesFault>> {
  const metadata = await sharp(source, { limitInputPixels: false })
    .metadata()
    .catch(() => undefined);
  if (metadata === undefined) return fail(9412);
  if (!INPUT_FORMATS.has(metadata.format)) return fail(9520);
  const { pages = 1, delay = [], loop = 0 } = metadata;
  const isAnimated = pages > 1 && output.anim && (output.format === 'image/webp' || output.format === 'image/gif');
  // Animations are not turned: sharp does not do it, and no camera makes them.
  // Colours are put around and behind a picture in its own colour space: a grey one would get grey ones.
  const isGrey = metadata.channels < 3;
  const size = isAnimated ? { width: metadata.width, height: metadata.height } : metadata.autoOrient;
  const frames = isAnimated ? { count: pages, delay, loop } : undefined;
  if (size.width * size.height * (frames?.count ?? 1) > MAX_PIXELS) return fail(9413);
  const how: SharpOptions = isAnimated ? { animated: true } : { autoOrient: true };
  const pixels = sharp(source, { ...how, limitInputPixels: MAX_PIXELS, failOn: 'warning' });
  const opened: Picture = { pixels, width: size.width, height: size.height, frames, ground: 'unknown' };
  return ok(isGrey ? await settled(opened).catch(() => opened) : opened);
}

/** The pixels that a transformation has left, for sharp takes one transformation at a time. */
async function settled({ pixels, width, height, frames }: Picture): Promise<Picture> {
  const { data, info } = await pixels.toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const raw = { width: info.width, height: info.height, channels: 4, pageHeight: height } as const;
  return { pixels: sharp(data, { raw, animated: frames !== undefined }), width, height, frames, ground: 'unknown' };
}

async function transformed(picture: Picture, transform: Transform): Promise<Result<Picture, ImagesFault>> {
  const plan = planTransform(picture, transform);
  const color = transform.background === undefined ? undefined : await parseColor(transform.background);
  if (plan === undefined || (color === undefined && transform.background !== undefined)) return fail(9401);
  const frameCount = picture.frames?.count ?? 1;
  const pixelCounts = [plan.scaled, plan.canvas].map(({ width, height }) => width * height * frameCount);
  if (Math.max(...pixelCounts) > MAX_PIXELS) return fail(9413);
  const isPadded = plan.canvas.width > plan.crop.width || plan.canvas.height > plan.crop.height;
  const arrangedPixels = arranged(picture.pixels, plan, color ?? WHITE);
  const { frames } = picture;
  // A colour that lets nothing through is put behind the picture; another one only surrounds it.
  if (color?.alpha === 1)
    return ok({ ...plan.canvas, frames, ground: 'opaque', pixels: arrangedPixels.flatten({ background: color }) });
  const ground = isPadded && color !== undefined ? 'open-margins' : 'unknown';
  return ok({ ...plan.canvas, frames, ground, pixels: arrangedPixels });
}

/** The steps of a plan. All sizes are settled beforehand, so that sharp does the same to every frame of an animation. */
function arranged(pixels: Sharp, { source, trim, scaled, crop, canvas }: Plan, surroundings: Color): Sharp {
  const left = Math.floor((canvas.width - crop.width) / 2);
  const top = Math.floor((canvas.height - crop.height) / 2);
  // A JPEG that is not cut first is decoded at a fraction of its size, where that is enough.
  const isWhole = trim.width === source.width && trim.height === source.height;
  return (isWhole ? pixels : pixels.extract(trim))
    .resize({ ...scaled, fit: 'fill' })
    .extract(crop)
    .extend({
      left,
      top,
      right: canvas.width - crop.width - left,
      bottom: canvas.height - crop.height - top,
      background: surroundings,
    });
}

/** Puts a colour behind a picture that may be transparent. */
async function underlaid(picture: Picture, color: Color): Promise<Sharp> {
  if (picture.ground === 'opaque') return picture.pixels;
  const { pixels } = picture.ground === 'open-margins' ? await settled(picture) : picture;
  return pixels.flatten({ background: color });
}

/** Returns the file, or undefined where its background is no colour. */
async function encoded(picture: Picture, output: Output): Promise<MadePicture | undefined> {
  const text = output.background ?? (output.format === 'image/jpeg' ? 'white' : undefined);
  const color = text === undefined ? undefined : await parseColor(text);
  if (color === undefined && text !== undefined) return undefined;
  const made = color === undefined ? picture.pixels : await underlaid(picture, color);
  const quality = Math.round(output.quality ?? DEFAULT_QUALITY);
  const { delay, loop } = picture.frames ?? {};
  const animation = { ...(delay?.length ? { delay } : {}), ...(loop === undefined ? {} : { loop }) };
  switch (output.format) {
    case 'image/avif':
      return await file(made.avif({ quality, effort: AVIF_EFFORT }), output.format);
    case 'image/gif':
      // Not the colours of the source: the background may not be one of them.
      return await file(made.gif({ ...animation, reuse: false }), output.format);
    case 'image/jpeg':
      return await file(made.jpeg({ quality }), output.format);
    case 'image/png':
      return await file(made.png(), output.format);
    case 'image/webp':
      return await file(made.webp({ quality, ...animation }), output.format);
    case 'rgba':
      return await file(made.toColourspace('srgb').ensureAlpha().raw(), 'application/octet-stream');
    default:
      return output.format satisfies never;
  }
}

const file = async (made: Sharp, contentType: string): Promise<MadePicture> => ({
  bytes: await made.toBuffer(),
  contentType,
});
