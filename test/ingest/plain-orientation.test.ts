import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/delivery/render.ts';
import { cleanCopy } from '../../src/ingest/clean-copy.ts';
import { concatenate } from '../../src/ingest/formats/bytes.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { mendPicture } from '../../src/ingest/mend.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import type { Picture } from '../../src/model/picture.ts';
import { images } from '../support/images.ts';
import { sample } from '../support/pictures.ts';
import { renderOrder } from '../support/render-order.ts';
import { scanRange, withWrongAdler } from './damage.ts';
import * as build from './formats/build-pictures.ts';

function inspected(bytes: Uint8Array): Picture {
  const result = inspectPicture(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** What delivery plans by: the size as displayed, and the orientation that it comes from. */
function shown(bytes: Uint8Array): Pick<Picture, 'widthPx' | 'heightPx' | 'orientation'> {
  const { widthPx, heightPx, orientation } = inspected(bytes);
  return { widthPx, heightPx, orientation };
}

function plain(bytes: Uint8Array): Uint8Array {
  const parts = withoutMetadata(bytes, inspected(bytes).format);
  if (parts === undefined) throw new Error('the picture could not be read');
  return concatenate(parts);
}

/** Returns the size of what Images makes of the plain copy of a picture, fitted into 40 × 40 pixels. */
async function renderedSize(bytes: Uint8Array): Promise<string> {
  const order = renderOrder(inspected(bytes).format, 'webp', { widthPx: 40, heightPx: 40 });
  const rendered = await render(images, [plain(bytes)], order);
  if (!rendered.ok) return rendered.fault;
  const { widthPx, heightPx } = shown(rendered.value.bytes);
  return `${widthPx}x${heightPx}`;
}

const insert = (bytes: Uint8Array, at: number, ...parts: readonly (readonly number[])[]): Uint8Array =>
  concatenate([bytes.subarray(0, at), Uint8Array.from(parts.flat()), bytes.subarray(at)]);

const countOf = (bytes: Uint8Array, name: string): number =>
  new TextDecoder('latin1').decode(bytes).split(name).length - 1;

describe('a PNG is turned by the first of its EXIF chunks, wherever it stands:', () => {
  const photo = sample('cup-palette.png');
  const [headEnd, end] = [33, photo.length - 12];
  const exif = (orientation: number): number[] => build.pngChunk('eXIf', build.exifTiff(orientation));

  describe.each<[string, Uint8Array, number, string]>([
    ['before the data', insert(photo, headEnd, exif(6)), 6, '27x40'],
    ['behind the data', insert(photo, end, exif(6)), 6, '27x40'],
    ['two before the data', insert(photo, headEnd, exif(6), exif(1)), 6, '27x40'],
    ['two, the first of them upright', insert(photo, headEnd, exif(1), exif(6)), 1, '40x27'],
    ['two behind the data', insert(photo, end, exif(8), exif(3)), 8, '27x40'],
    ['one before and one behind the data', insert(insert(photo, end, exif(1)), headEnd, exif(6)), 6, '27x40'],
  ])('%s', (_, bytes, orientation, size) => {
    it('by the reader and by Images [DEL-1]', async () => {
      expect(shown(bytes).orientation).toBe(orientation);
      expect(shown(plain(bytes))).toEqual(shown(bytes));
      expect(countOf(plain(bytes), 'eXIf')).toBe(orientation === 1 ? 0 : 1);
      expect(await renderedSize(bytes)).toBe(size);
    });

    it('in the copies that are made of flawed and damaged ones [DEL-1, IMG-25, IMG-32]', async () => {
      const flawed = insert(bytes, headEnd, build.pngChunk('ABCD'));
      const clean = cleanCopy(flawed, inspected(flawed));
      expect(clean && shown(clean)).toEqual(shown(bytes));
      const mended = await mendPicture(withWrongAdler(bytes));
      expect(mended && shown(mended)).toEqual(shown(bytes));
    });
  });
});

describe('a WEBP is turned by its EXIF chunk where it is still:', () => {
  const [still, animation] = [sample('mug-alpha.webp'), sample('box-turntable.webp')];
  const exif = build.riffChunk('EXIF', build.exifTiff(6));
  /** The WEBP with an EXIF chunk at its end, and with the flag for it. */
  const withExif = (webp: Uint8Array): Uint8Array => {
    const whole = insert(webp, webp.length, exif);
    new DataView(whole.buffer).setUint32(4, whole.length - 8, true);
    whole[20] = (whole[20] ?? 0) | 8;
    return whole;
  };
  const oneFrame = build.buildWebp(build.vp8x(0x0a, 30, 20), build.webpFrame(0, 0, 30, 20), exif);

  it.each<[string, Uint8Array, number]>([
    ['a still one', withExif(still), 6],
    ['an animation', withExif(animation), 1],
    ['an animation of one frame', oneFrame, 6],
    ['one without the header that announces other chunks', build.buildWebp(build.vp8(30, 20), exif), 1],
  ])('%s [DEL-1]', (_, bytes, orientation) => {
    expect(shown(bytes).orientation).toBe(orientation);
    expect(shown(plain(bytes))).toEqual(shown(bytes));
    expect(countOf(plain(bytes), 'EXIF')).toBe(orientation === 1 ? 0 : 1);
  });

  it('and Images does the same [DEL-1]', async () => {
    expect(await renderedSize(withExif(still))).toBe('36x40');
    expect(await renderedSize(withExif(animation))).toBe('36x40');
  });
});

describe('a JPEG is turned by EXIF before its first scan:', () => {
  const baseline = sample('cup-landscape.jpg');
  const progressive = sample('cup-portrait-progressive.jpg');
  const exif = (orientation: number): number[] => build.jpegExif(build.exifTiff(orientation));

  it.each<[string, Uint8Array, number, string]>([
    ['at the beginning', insert(baseline, 2, exif(6)), 6, '27x40'],
    ['two', insert(baseline, 2, exif(6), exif(1)), 6, '27x40'],
    ['behind the only scan', insert(baseline, baseline.length - 2, exif(6)), 1, '40x27'],
    ['between two scans', insert(progressive, scanRange(progressive, 0)[1], exif(6)), 1, '26x40'],
    ['before and behind', insert(insert(progressive, progressive.length - 2, exif(1)), 2, exif(6)), 6, '40x26'],
  ])('%s [DEL-1]', async (_, bytes, orientation, size) => {
    expect(shown(bytes).orientation).toBe(orientation);
    expect(shown(plain(bytes))).toEqual(shown(bytes));
    expect(countOf(plain(bytes), 'Exif')).toBe(orientation === 1 ? 0 : 1);
    expect(await renderedSize(bytes)).toBe(size);
    const flawed = insert(bytes, 2, [0]);
    const clean = cleanCopy(flawed, inspected(flawed));
    expect(clean && shown(clean)).toEqual(shown(bytes));
  });
});

describe('a GIF is as large as its screen and its first frame together:', () => {
  const frame = (widthPx: number, heightPx: number, leftPx = 0, topPx = 0): number[] =>
    build.gifImage(widthPx, heightPx).with(1, leftPx).with(3, topPx);

  it.each<[string, Uint8Array, string]>([
    ['a frame inside of the screen', build.buildGif(30, 20, frame(10, 10, 5, 5)), '30x20'],
    ['a larger frame', build.buildGif(30, 20, frame(50, 40)), '50x40'],
    ['a wider frame', build.buildGif(30, 20, frame(50, 10)), '50x20'],
    ['a frame that is moved beyond the screen', build.buildGif(30, 20, frame(30, 20, 10, 5)), '40x25'],
    ['a larger second frame', build.buildGif(30, 20, frame(30, 20), frame(50, 40)), '30x20'],
  ])('%s [IMG-3, DEL-1]', async (_, bytes, size) => {
    const { widthPx, heightPx } = shown(bytes);
    expect(`${widthPx}x${heightPx}`).toBe(size);
    expect(shown(plain(bytes))).toEqual(shown(bytes));
    const screen = new DataView(plain(bytes).buffer);
    expect(`${screen.getUint16(6, true)}x${screen.getUint16(8, true)}`).toBe(size);
    const flawed = bytes.subarray(0, -1);
    const clean = cleanCopy(flawed, inspected(flawed));
    expect(clean && shown(clean)).toEqual(shown(bytes));
    const info = await env.IMAGES.info(new Blob([plain(bytes)]).stream());
    expect('width' in info && `${info.width}x${info.height}`).toBe(size);
  });

  it('the two have the bounds of a picture together [IMG-3]', () => {
    const far = build.buildGif(30, 20, [0x2c, 0xe0, 0x2e, 0, 0, 30, 0, 20, 0, ...frame(30, 20).slice(9)]);
    expect(inspectPicture(far)).toMatchObject({ ok: false, fault: { kind: 'picture-too-large' } });
  });
});
