import { readFileSync } from 'node:fs';
import sharp, { type JpegOptions, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../../src/ingest/inspect.ts';
import { jpegPixels } from '../../../src/ingest/placeholder/jpeg-pixels.ts';
import type { Pixels } from '../../../src/ingest/placeholder/pixels.ts';

const read = (name: string): Buffer => readFileSync(`samples/${name}`);

function pixelsOf(bytes: Uint8Array): Pixels | undefined {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) throw new Error(inspected.fault.kind);
  return jpegPixels(bytes, inspected.value);
}

/** The side of the pictures that are compared: a placeholder has half as many waves, and blocks are smaller. */
const SIDE_PX = 16;

/** How far the pixels are from those that sharp makes: the mean of all channels, of 255. */
async function distance(bytes: Uint8Array, pixels: Pixels | undefined): Promise<number> {
  if (pixels === undefined) return Infinity;
  const { widthPx: width, heightPx: height, rgba } = pixels;
  const compared = async (picture: Sharp): Promise<Buffer> => {
    const small = picture.resize({ width: SIDE_PX, height: SIDE_PX, fit: 'fill' });
    return await small.toColourspace('srgb').ensureAlpha().raw().toBuffer();
  };
  const ours = await compared(sharp(rgba, { raw: { width, height, channels: 4 } }));
  const theirs = await compared(sharp(bytes, { autoOrient: true }));
  return ours.reduce((sum, value, at) => sum + Math.abs(value - (theirs[at] ?? 0)), 0) / ours.length;
}

/** A photograph of 800 by 533 pixels. */
const photograph = (): Sharp => sharp(read('cup-large.jpg')).resize(800);

describe('the small pixels of a JPEG are those that sharp makes', () => {
  it.each<[string, JpegOptions, (picture: Sharp) => Sharp]>([
    ['baseline, 4:2:0', {}, (picture) => picture],
    ['baseline, 4:4:4', { chromaSubsampling: '4:4:4' }, (picture) => picture],
    ['with its own codes', { optimizeCoding: true, quality: 95 }, (picture) => picture],
    ['progressive', { progressive: true }, (picture) => picture],
    ['progressive, 4:4:4', { progressive: true, chromaSubsampling: '4:4:4' }, (picture) => picture],
    ['mozjpeg', { mozjpeg: true }, (picture) => picture],
    ['of the poorest quality', { quality: 5 }, (picture) => picture],
    ['grey', {}, (picture) => picture.greyscale()],
    ['grey and progressive', { progressive: true }, (picture) => picture.greyscale()],
    ['upright', {}, (picture) => picture.resize(300, 700)],
    ['of a size that no unit fits', {}, (picture) => picture.resize(601, 399)],
    ['a strip', {}, (picture) => picture.resize(1600, 400, { fit: 'fill' })],
  ])('%s', async (_what, options, make) => {
    const bytes = await make(photograph()).jpeg(options).toBuffer();
    expect(await distance(bytes, pixelsOf(bytes))).toBeLessThan(3);
  });

  it.each([
    'cup-large.jpg',
    'cup-landscape.jpg',
    'cup-portrait-progressive.jpg',
    'brick-tile-grey.jpg',
    'rocket-poster.jpg',
  ])('%s', async (name) => expect(await distance(read(name), pixelsOf(read(name)))).toBeLessThan(3));

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('turned by EXIF orientation %i', async (orientation) => {
    const bytes = await photograph().withMetadata({ orientation }).jpeg().toBuffer();
    const pixels = pixelsOf(bytes);
    expect(pixels && pixels.widthPx > pixels.heightPx).toBe(orientation < 5);
    expect(await distance(bytes, pixels)).toBeLessThan(3);
  });

  it('of a few pixels', async () => {
    const bytes = await sharp({ create: { width: 3, height: 2, channels: 3, background: '#3366cc' } })
      .jpeg()
      .toBuffer();
    expect(await distance(bytes, pixelsOf(bytes))).toBeLessThan(3);
  });

  it('but inks are left to Images, which knows their profile', () => {
    expect(pixelsOf(read('cup-cmyk.jpg'))).toBeUndefined();
  });
});
