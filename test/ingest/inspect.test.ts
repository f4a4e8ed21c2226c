import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { MAX_FRAMES } from '../../src/ingest/limits.ts';
import * as build from './formats/build-pictures.ts';
import { summarizeInspection } from './summarize-inspection.ts';

const { buildGif, buildJpeg, buildPng, buildWebp, textBytes } = build;

const plainJpeg = (widthPx = 30, heightPx = 20): Uint8Array =>
  buildJpeg(build.jpegFrame(widthPx, heightPx), build.jpegScan());

describe('JPEG [IMG-1, IMG-4]', () => {
  it.each<[string, Uint8Array, string]>([
    ['baseline', plainJpeg(), 'jpeg 30x20 1'],
    ['grey', buildJpeg(build.jpegFrame(8, 9, 1), build.jpegScan(1)), 'jpeg 8x9 1'],
    ['CMYK', buildJpeg(build.jpegFrame(8, 9, 4), build.jpegScan(4)), 'jpeg 8x9 1'],
    ['progressive', buildJpeg(build.jpegFrame(8, 9, 3, 0xc2), build.jpegScan(), build.jpegScan(1)), 'jpeg 8x9 1'],
    ['one scan a colour', buildJpeg(build.jpegFrame(8, 9), build.jpegScan(1), build.jpegScan(1)), 'jpeg 8x9 1'],
    ['fill bytes', buildJpeg([0xff, 0xff], build.jpegFrame(8, 9), build.jpegScan()), 'jpeg 8x9 1'],
    ['bytes behind the end', Uint8Array.of(...plainJpeg(), 0, 1, 2), 'jpeg 30x20 1'],
    ['another picture behind the end', Uint8Array.of(...plainJpeg(), ...plainJpeg(5, 5)), 'jpeg 30x20 1'],
    ['no picture', buildJpeg(), 'picture-corrupt'],
    ['no scan', buildJpeg(build.jpegFrame(8, 9)), 'picture-corrupt'],
    ['an empty scan', buildJpeg(build.jpegFrame(8, 9), build.jpegScan(3, [])), 'picture-corrupt'],
    ['a scan before the frame', buildJpeg(build.jpegScan(), build.jpegFrame(8, 9)), 'picture-corrupt'],
    ['two frames', buildJpeg(build.jpegFrame(8, 9), build.jpegFrame(8, 9), build.jpegScan()), 'picture-corrupt'],
    ['a wrong frame length', buildJpeg(build.jpegSegment(0xc0, [8, 0, 1, 0, 1, 3])), 'picture-corrupt'],
    [
      'a sampling factor of 0',
      buildJpeg(build.jpegSegment(0xc0, [8, 0, 1, 0, 1, 1, 1, 0x01, 0]), build.jpegScan(1)),
      'picture-corrupt',
    ],
    [
      '12 bits',
      buildJpeg(build.jpegSegment(0xc1, [12, 0, 1, 0, 1, 1, 1, 0x11, 0]), build.jpegScan(1)),
      'picture-unsupported',
    ],
    ['a segment of length 1', buildJpeg([0xff, 0xe0, 0, 1]), 'picture-corrupt'],
    ['bytes between segments', buildJpeg(build.jpegFrame(8, 9), [0], build.jpegScan()), 'jpeg 8x9 1'],
    ['lossless', buildJpeg(build.jpegFrame(8, 9, 3, 0xc3), build.jpegScan()), 'picture-unsupported'],
    ['no height', buildJpeg(build.jpegFrame(8, 0), build.jpegScan()), 'picture-corrupt'],
    ['the longest sides', plainJpeg(12_000, 8_333), 'jpeg 12000x8333 1'],
    ['too many pixels', plainJpeg(12_000, 8_334), 'picture-too-large'],
    ['too wide', plainJpeg(12_001, 1), 'picture-too-large'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });

  it('finds an early picture inside of its EXIF block no end of the whole', () => {
    const thumbnail = [...build.exifTiff(1), ...plainJpeg()];
    const whole = buildJpeg(build.jpegExif(thumbnail), build.jpegFrame(8, 9, 3, 0xc2), build.jpegScan());
    expect(summarizeInspection(whole)).toBe('jpeg 8x9 1');
    expect(summarizeInspection(whole.subarray(0, -2))).toBe('picture-corrupt');
  });
});

describe('EXIF orientation', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('%i', (orientation) => {
    const isSideways = orientation >= 5;
    for (const order of ['II', 'MM'] as const) {
      const tiff = build.exifTiff(orientation, order);
      const pictures = [
        buildJpeg(build.jpegExif(tiff), build.jpegFrame(30, 20), build.jpegScan()),
        buildPng(build.pngHeader(30, 20), build.pngChunk('eXIf', tiff), build.pngData),
        buildWebp(build.vp8x(8, 30, 20), build.vp8(30, 20), build.riffChunk('EXIF', tiff)),
      ];
      for (const bytes of pictures) {
        expect(inspectPicture(bytes)).toMatchObject({
          value: {
            orientation,
            rawWidthPx: 30,
            rawHeightPx: 20,
            widthPx: isSideways ? 20 : 30,
            heightPx: isSideways ? 30 : 20,
          },
        });
      }
    }
  });

  it.each([
    ['0', build.exifTiff(0)],
    ['9', build.exifTiff(9)],
    ['a cut-off block', build.exifTiff(6).slice(0, 15)],
    ['a directory far away', [...build.exifTiff(6).slice(0, 4), 0xff, 0xff, 0xff, 0xff]],
    ['no byte order', [1, 2, 3, 4]],
  ])('%s means upright', (_, tiff) => {
    const bytes = buildJpeg(build.jpegExif(tiff), build.jpegFrame(30, 20), build.jpegScan());
    expect(inspectPicture(bytes)).toMatchObject({ value: { orientation: 1, widthPx: 30 } });
  });
});

describe('PNG [IMG-1, IMG-4]', () => {
  /** A header whose byte at `at` is another, with its checksum. */
  const headerWith = (at: number, value: number): number[] =>
    build.pngChunk('IHDR', build.pngHeader(3, 2).slice(8, 21).with(at, value));
  const palette = build.pngChunk('PLTE', [1, 2, 3]);
  const frame = build.pngChunk('fcTL', Array<number>(26).fill(0));
  const manyFrames = Array.from({ length: MAX_FRAMES + 1 }, () => frame).flat();
  const animation = build.pngChunk('acTL', [0, 0, 0, 2, 0, 0, 0, 0]);
  const wrongCheck = buildPng(build.pngHeader(3, 2), build.pngData).map((byte, at) => (at === 29 ? byte ^ 1 : byte));

  it.each<[string, Uint8Array, string]>([
    ['true colour', buildPng(build.pngHeader(3, 2), build.pngData), 'png 3x2 1'],
    ['true colour with alpha', buildPng(build.pngHeader(3, 2, 8, 6), build.pngData), 'png 3x2 1 alpha'],
    ['grey of 1 bit', buildPng(build.pngHeader(3, 2, 1, 0), build.pngData), 'png 3x2 1'],
    ['palette', buildPng(build.pngHeader(3, 2, 4, 3), palette, build.pngData), 'png 3x2 1'],
    [
      'palette with transparency',
      buildPng(build.pngHeader(3, 2, 4, 3), palette, build.pngChunk('tRNS', [0]), build.pngData),
      'png 3x2 1 alpha',
    ],
    ['animation', buildPng(build.pngHeader(3, 2), animation, frame, build.pngData, frame), 'png 3x2 2'],
    ['a void animation', buildPng(build.pngHeader(3, 2), build.pngData, animation, frame, frame), 'png 3x2 1'],
    ['too many frames', buildPng(build.pngHeader(3, 2), animation, manyFrames, build.pngData), 'picture-too-large'],
    ['no palette', buildPng(build.pngHeader(3, 2, 4, 3), build.pngData), 'picture-corrupt'],
    ['an odd palette', buildPng(build.pngHeader(3, 2), build.pngChunk('PLTE', [1]), build.pngData), 'picture-corrupt'],
    ['no data', buildPng(build.pngHeader(3, 2)), 'picture-corrupt'],
    ['an unknown compression', buildPng(headerWith(10, 1), build.pngData), 'picture-corrupt'],
    ['an unknown filter', buildPng(headerWith(11, 1), build.pngData), 'picture-corrupt'],
    ['an unknown interlacing', buildPng(headerWith(12, 2), build.pngData), 'picture-corrupt'],
    ['interlacing', buildPng(headerWith(12, 1), build.pngData), 'png 3x2 1'],
    ['an empty palette', buildPng(build.pngHeader(3, 2), build.pngChunk('PLTE'), build.pngData), 'picture-corrupt'],
    [
      'a palette of 257 colours',
      buildPng(build.pngHeader(3, 2), build.pngChunk('PLTE', Array<number>(771).fill(0)), build.pngData),
      'picture-corrupt',
    ],
    ['data that is not compressed', buildPng(build.pngHeader(3, 2), build.pngChunk('IDAT', [1, 2])), 'picture-corrupt'],
    ['no header', buildPng(build.pngData), 'picture-corrupt'],
    ['a wrong checksum', wrongCheck, 'picture-corrupt'],
    ['3 bits', buildPng(build.pngHeader(3, 2, 3, 0), build.pngData), 'picture-corrupt'],
    ['colour type 5', buildPng(build.pngHeader(3, 2, 8, 5), build.pngData), 'picture-corrupt'],
    ['a chunk with an odd name', buildPng(build.pngHeader(3, 2), build.pngChunk('I@AT')), 'picture-corrupt'],
    ['nothing', buildPng(build.pngHeader(0, 2), build.pngData), 'picture-corrupt'],
    ['bytes behind the end', Uint8Array.of(...buildPng(build.pngHeader(3, 2), build.pngData), 0), 'png 3x2 1'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });

  it('refuses 40 KB that claim 60,000 × 60,000 pixels by their header [IMG-3]', () => {
    const bomb = buildPng(build.pngHeader(60_000, 60_000), build.pngChunk('IDAT', Array<number>(40_000).fill(0)));
    expect(inspectPicture(bomb)).toEqual({
      ok: false,
      fault: {
        kind: 'picture-too-large',
        reason: 'The picture is 60000 × 60000 pixels; a side may have at most 12000.',
      },
    });
  });
});

describe('GIF [IMG-1, IMG-3, IMG-4]', () => {
  const image = build.gifImage(3, 2);
  const manyImages = Array.from({ length: MAX_FRAMES + 1 }, () => image).flat();
  it.each<[string, Uint8Array, string]>([
    ['still', buildGif(3, 2, image), 'gif 3x2 1'],
    ['transparent', buildGif(3, 2, build.gifControl(true), image), 'gif 3x2 1 alpha'],
    ['opaque control', buildGif(3, 2, build.gifControl(false), image), 'gif 3x2 1'],
    ['animation', buildGif(3, 2, build.gifControl(false), image, build.gifControl(false), image), 'gif 3x2 2'],
    ['comment', buildGif(3, 2, [0x21, 0xfe, 2, 0x3b, 0x3b, 0], image), 'gif 3x2 1'],
    ['bytes behind the end', Uint8Array.of(...buildGif(3, 2, image), 0), 'gif 3x2 1'],
    ['most frames', buildGif(3, 2, manyImages.slice(image.length)), `gif 3x2 ${MAX_FRAMES}`],
    ['too many frames', buildGif(3, 2, manyImages), 'picture-too-large'],
    ['no image', buildGif(3, 2), 'picture-corrupt'],
    ['an unknown block', buildGif(3, 2, [0x40], image), 'picture-corrupt'],
    ['a wrong code size', buildGif(3, 2, image.with(16, 12)), 'picture-corrupt'],
    ['no screen', buildGif(0, 2, image), 'picture-corrupt'],
    ['a huge screen', buildGif(60_000, 2, image), 'picture-too-large'],
    ['a huge frame on a small screen', buildGif(3, 2, build.gifImage(60_000, 60_000)), 'picture-too-large'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });
});

describe('WEBP [IMG-1, IMG-4]', () => {
  const animated = (...frames: number[][]): Uint8Array =>
    buildWebp(build.vp8x(2, 30, 20), build.riffChunk('ANIM', [0, 0, 0, 0, 0, 0]), ...frames);
  const frame = build.webpFrame(0, 0, 30, 20);

  it.each<[string, Uint8Array, string]>([
    ['lossy', buildWebp(build.vp8(30, 20)), 'webp 30x20 1'],
    ['lossless', buildWebp(build.vp8l(30, 20, false)), 'webp 30x20 1'],
    ['lossless with alpha', buildWebp(build.vp8l(30, 20, true)), 'webp 30x20 1 alpha'],
    ['extended', buildWebp(build.vp8x(0, 30, 20), build.vp8(30, 20)), 'webp 30x20 1'],
    [
      'extended with alpha',
      buildWebp(build.vp8x(0x10, 30, 20), build.riffChunk('ALPH', [0, 1]), build.vp8(30, 20)),
      'webp 30x20 1 alpha',
    ],
    ['animation', animated(frame, frame, frame), 'webp 30x20 3'],
    ['bytes behind the end', Uint8Array.of(...buildWebp(build.vp8(30, 20)), 0), 'webp 30x20 1'],
    ['a frame outside of the canvas', animated(build.webpFrame(2, 0, 30, 20)), 'picture-corrupt'],
    ['a frame without picture data', animated(build.riffChunk('ANMF', Array<number>(16).fill(0))), 'picture-corrupt'],
    ['a frame that is too short', animated(build.riffChunk('ANMF', [0, 0])), 'picture-corrupt'],
    ['no picture data', buildWebp(build.vp8x(0, 30, 20), build.riffChunk('EXIF', [1, 2])), 'picture-corrupt'],
    ['an unknown first chunk', buildWebp(build.riffChunk('JUNK', Array<number>(30).fill(0))), 'picture-corrupt'],
    ['no key frame', buildWebp(build.riffChunk('VP8 ', [1, 0, 0, 0x9d, 1, 0x2a, 9, 0, 9, 0])), 'picture-corrupt'],
    ['too wide', buildWebp(build.vp8x(0, 12_001, 20), build.vp8(30, 20)), 'picture-too-large'],
    ['too many frames', animated(...Array.from({ length: MAX_FRAMES + 1 }, () => frame)), 'picture-too-large'],
    [
      'too many chunks',
      buildWebp(build.vp8(30, 20), ...Array.from({ length: 3 * MAX_FRAMES }, () => build.riffChunk('JUNK', []))),
      'picture-too-large',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });
});

describe('a picture of none of the seven formats is refused: [IMG-1, IMG-4]', () => {
  it.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'empty'],
    ['text', textBytes('hello'), 'no picture that we know'],
    ['BM and text', textBytes('BMW is a car maker'), 'no picture that we know'],
    ['SVG', textBytes('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'), 'SVG'],
    ['HTML', textBytes('<!DOCTYPE html><html></html>'), 'web page'],
    ['PDF', textBytes('%PDF-1.7'), 'PDF'],
    ['TIFF', Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0), 'TIFF'],
    ['HEIC', Uint8Array.of(0, 0, 0, 24, ...textBytes('ftypheic\0\0\0\0mif1heic')), 'HEIC'],
    ['AVIF', Uint8Array.of(0, 0, 0, 24, ...textBytes('ftypavif\0\0\0\0mif1avif')), 'AVIF'],
    ['icon', Uint8Array.of(0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 0, 0, 0, 0, 22, 0, 0, 0), 'icon'],
    ['Photoshop', textBytes('8BPS\0\x01'), 'Photoshop'],
  ])('%s', (_, bytes, expected) => {
    expect(inspectPicture(bytes)).toMatchObject({
      fault: { kind: 'picture-unsupported', reason: expect.stringContaining(expected) as string },
    });
  });
});
