import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanCopy } from '../../src/ingest/clean-copy.ts';
import { concatenate } from '../../src/ingest/formats/bytes.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { MAX_FRAMES, MAX_PIXELS, MAX_SIDE_PX } from '../../src/ingest/limits.ts';
import type { Picture } from '../../src/model/picture.ts';
import { needsRenderSource, makeRenderSource } from '../../src/ingest/render-source.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import { bmpPixels, buildBmp } from './formats/build-bmp.ts';
import * as build from './formats/build-pictures.ts';
import { readPng } from './formats/read-png.ts';

const xbmHeader = '#define a_width 9\n#define a_height 2\nstatic unsigned char a_bits[] = ';

/** One small file of each kind in which every byte counts: no padding, nothing behind the end. */
const FILES: Readonly<Record<string, Uint8Array>> = {
  jpeg: build.buildJpeg(build.jpegExif(build.exifTiff(6)), build.jpegFrame(30, 20), build.jpegScan()),
  'progressive jpeg': build.buildJpeg(build.jpegFrame(30, 20, 3, 0xc2), build.jpegScan(), build.jpegScan(1)),
  png: build.buildPng(
    build.pngHeader(3, 2, 8, 3),
    build.pngChunk('PLTE', [1, 2, 3]),
    build.pngChunk('tRNS', [0]),
    build.pngChunk('eXIf', build.exifTiff(3)),
    build.pngData,
  ),
  gif: build.buildGif(3, 2, build.gifControl(true), build.gifImage(3, 2), build.gifImage(3, 2)),
  'lossy webp': build.buildWebp(build.vp8(30, 20)),
  'lossless webp': build.buildWebp(build.vp8l(30, 20, true)),
  'animated webp': build.buildWebp(build.vp8x(2, 30, 20), build.webpFrame(0, 0, 30, 20), build.webpFrame(2, 2, 8, 8)),
  'bmp of 24 bits': buildBmp({
    widthPx: 4,
    heightPx: 2,
    bits: 24,
    data: bmpPixels(Array(12).fill(7), Array(12).fill(9)),
  }),
  'bmp of 4 bits': buildBmp({
    widthPx: 8,
    heightPx: 2,
    bits: 4,
    headerBytes: 12,
    palette: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    data: bmpPixels([0x01, 0x10, 0, 0], [0, 0, 0x11, 0x11]),
  }),
  'bmp with masks': buildBmp({
    widthPx: 2,
    heightPx: 1,
    bits: 32,
    compression: 3,
    headerBytes: 124,
    masks: [0xff0000, 0xff00, 0xff, 0xff000000],
    data: bmpPixels([1, 2, 3, 4, 5, 6, 7, 8]),
  }),
  'bmp of runs': buildBmp({
    widthPx: 4,
    heightPx: 3,
    bits: 8,
    compression: 1,
    data: Uint8Array.of(4, 1, 0, 0, 0, 3, 1, 2, 3, 0, 0, 2, 1, 0, 2, 1, 0, 1),
  }),
  'bmp of 4-bit runs': buildBmp({
    widthPx: 9,
    heightPx: 3,
    bits: 4,
    compression: 2,
    data: Uint8Array.of(9, 0x12, 0, 2, 2, 1, 0, 5, 1, 2, 3, 0, 0, 1),
  }),
  wbmp: Uint8Array.of(0, 0, 9, 2, 1, 2, 3, 4),
  'xbm of X11': build.textBytes(`${xbmHeader}{ 0x01, /* two */ 2, -3, 04 }`),
  'xbm of X10': build.textBytes(`${xbmHeader.replace('char', 'short')}{0x1234,7}`),
};

/** Where the GIF may end without its trailer: behind the first of its two images, and behind the second. */
const WHOLE_GIF_BYTES = [13 + 8 + 21, 13 + 8 + 21 + 21];

/** Returns whether two pictures have the same size as displayed, and the same way up. */
const isShownAlike = (one: Picture, other: Picture): boolean =>
  one.widthPx === other.widthPx && one.heightPx === other.heightPx && one.orientation === other.orientation;

/** What is wrong with a clean copy: another picture than the upload, or one that is not clean. */
const flawInCopy = (copy: Uint8Array | undefined, picture: Picture): string | undefined => {
  if (copy === undefined) return undefined;
  const inspected = inspectPicture(copy);
  if (!inspected.ok) return `a copy that is refused: ${JSON.stringify(inspected.fault)}`;
  if (cleanCopy(copy, inspected.value) !== undefined) return 'a copy that is not clean';
  return isShownAlike(inspected.value, picture) ? undefined : 'a copy of another size, or turned otherwise';
};

/** What is wrong with the parts that are left without metadata: another picture than the upload. */
const flawInPlain = (bytes: Uint8Array, picture: Picture): string | undefined => {
  const parts = withoutMetadata(bytes, picture.format);
  if (parts === undefined) return undefined;
  const inspected = inspectPicture(concatenate(parts));
  if (!inspected.ok) return `parts that are refused: ${JSON.stringify(inspected.fault)}`;
  return isShownAlike(inspected.value, picture) ? undefined : 'parts of another size, or turned otherwise';
};

/** What is wrong with a picture that was taken: sizes over the limits, or no true PNG where one is needed. */
const flawInPicture = async (bytes: Uint8Array, picture: Picture): Promise<string | undefined> => {
  const { widthPx, heightPx, frameCount } = picture;
  if (Math.min(widthPx, heightPx, frameCount) < 1) return 'an empty picture';
  if (Math.max(widthPx, heightPx) > MAX_SIDE_PX || widthPx * heightPx > MAX_PIXELS) return 'too many pixels';
  if (frameCount > MAX_FRAMES) return 'too many frames';
  if (!needsRenderSource(picture)) {
    return flawInCopy(cleanCopy(bytes, picture), picture) ?? flawInPlain(cleanCopy(bytes, picture) ?? bytes, picture);
  }
  const png = await makeRenderSource(bytes, picture);
  if (!png.ok) return `no render source: ${JSON.stringify(png.fault)}`;
  const inspected = inspectPicture(png.value);
  const isSameSize = inspected.ok && inspected.value.widthPx === widthPx && inspected.value.heightPx === heightPx;
  if (widthPx * heightPx < 10_000) await readPng(png.value);
  return isSameSize ? undefined : 'a render source of another size';
};

/** What must not happen whatever the bytes are; a throw is a flaw too, as it fails the test. */
const flawIn = async (bytes: Uint8Array): Promise<string | undefined> => {
  const inspected = inspectPicture(bytes);
  if (inspected.ok) return await flawInPicture(bytes, inspected.value);
  const { kind } = inspected.fault;
  return /^picture-(unsupported|corrupt|too-large)$/.test(kind) ? undefined : `an odd fault: ${kind}`;
};

describe.each(Object.entries(FILES))('%s', (name, file) => {
  it('is taken whole', () => {
    expect(inspectPicture(file)).toMatchObject({
      ok: true,
      value: { format: name.match(/jpeg|png|gif|webp|wbmp|bmp|xbm/)?.[0] },
    });
  });

  it('is refused when cut off anywhere [IMG-4]', () => {
    for (let length = 0; length < file.length; length++) {
      const isTaken = name === 'gif' && WHOLE_GIF_BYTES.includes(length);
      expect.soft(inspectPicture(file.subarray(0, length)).ok, `${length} bytes`).toBe(isTaken);
    }
  });

  it('harms nobody, whatever its bytes are changed to', async () => {
    const change = fc.tuple(
      fc.nat(file.length - 1),
      fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 1, 0x7f, 0x80, 0xff)),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = file.slice();
        for (const [at, value] of changes) bytes[at] = value;
        expect(await flawIn(bytes)).toBeUndefined();
      }),
      { numRuns: 150 },
    );
  });

  it('harms nobody with parts left out, doubled or added', async () => {
    const cut = fc.nat(file.length);
    await fc.assert(
      fc.asyncProperty(cut, cut, fc.uint8Array({ maxLength: 12 }), async (headBytes, tailAt, added) => {
        expect(
          await flawIn(Uint8Array.of(...file.subarray(0, headBytes), ...added, ...file.subarray(tailAt))),
        ).toBeUndefined();
      }),
      { numRuns: 100 },
    );
  });
});

it('harms nobody with bytes of no kind', async () => {
  const beginnings = Object.values(FILES).map((file) => [...file.subarray(0, 4)]);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom([], ...beginnings), fc.uint8Array({ maxLength: 200 }), async (beginning, rest) => {
      expect(await flawIn(Uint8Array.of(...beginning, ...rest))).toBeUndefined();
    }),
    { numRuns: 1_000 },
  );
});
