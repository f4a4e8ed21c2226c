import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { MAX_BLOCKS, MAX_SCANS } from '../../src/ingest/limits.ts';
import { makeRenderSource } from '../../src/ingest/render-source.ts';
import { buildBmp } from './formats/build-bmp.ts';
import * as build from './formats/build-pictures.ts';
import { summarizeInspection } from './summarize-inspection.ts';

// Files that are small, and that a decoder would work on for long.

const repeat = (count: number, part: readonly number[]): number[] => Array.from({ length: count }, () => part).flat();

describe('animations [IMG-22]', () => {
  const gif = (frameCount: number, screenPx: number, framePx: number): Uint8Array =>
    build.buildGif(screenPx, screenPx, repeat(frameCount, build.gifImage(framePx, framePx)));
  const apng = (frameCount: number, sidePx: number): Uint8Array =>
    build.buildPng(
      build.pngHeader(sidePx, sidePx),
      build.pngChunk('acTL', [0, 0, 0, frameCount, 0, 0, 0, 0]),
      repeat(frameCount, build.pngChunk('fcTL', Array<number>(26).fill(0))),
      build.pngData,
    );
  const webp = (frameCount: number, sidePx: number): Uint8Array =>
    build.buildWebp(build.vp8x(2, sidePx, sidePx), repeat(frameCount, build.webpFrame(0, 0, 8, 8)));

  it.each<[string, Uint8Array, string]>([
    ['a GIF of 1000 frames of 100 megapixels', gif(1_000, 10_000, 10_000), 'picture-too-large'],
    ['a GIF of small frames on a large screen', gif(51, 1_000, 1), 'picture-too-large'],
    ['a GIF of large frames on a small screen', gif(51, 1, 1_000), 'picture-too-large'],
    ['a GIF of 50 megapixels', gif(50, 1_000, 1_000), 'gif 1000x1000 50'],
    ['a still GIF of 100 megapixels', gif(1, 10_000, 10_000), 'gif 10000x10000 1'],
    ['a PNG', apng(51, 1_000), 'picture-too-large'],
    ['a PNG of 50 megapixels', apng(50, 1_000), 'png 1000x1000 50'],
    ['a WEBP', webp(51, 1_000), 'picture-too-large'],
    ['a WEBP of 50 megapixels', webp(50, 1_000), 'webp 1000x1000 50'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });

  it('says how many pixels there are', () => {
    expect(inspectPicture(gif(51, 1_000, 1_000))).toMatchObject({
      fault: { reason: 'The animation has 51000000 pixels in its 51 frames; at most 50000000 are taken.' },
    });
  });
});

describe('files of many pieces [IMG-23]', () => {
  const png = (count: number): Uint8Array =>
    build.buildPng(build.pngHeader(3, 2), repeat(count, build.pngChunk('abCd')), build.pngData);
  const gif = (count: number): Uint8Array => build.buildGif(3, 2, repeat(count, [0x21, 0xfe, 0]), build.gifImage(3, 2));
  const jpeg = (count: number): Uint8Array =>
    build.buildJpeg(repeat(count, build.jpegSegment(0xfe, [])), build.jpegFrame(8, 9), build.jpegScan());
  const scans = (count: number, widthPx: number, heightPx: number): Uint8Array =>
    build.buildJpeg(build.jpegFrame(widthPx, heightPx, 3, 0xc2), repeat(count, build.jpegScan(1)));

  it.each<[string, Uint8Array, string]>([
    ['a PNG of empty chunks', png(MAX_BLOCKS), 'picture-too-large'],
    ['a PNG of as many as are taken', png(MAX_BLOCKS - 1), 'png 3x2 1'],
    ['a GIF of empty comments', gif(MAX_BLOCKS), 'picture-too-large'],
    ['a GIF of as many as are taken', gif(MAX_BLOCKS - 1), 'gif 3x2 1'],
    ['a JPEG of empty comments', jpeg(MAX_BLOCKS), 'picture-too-large'],
    ['a JPEG of as many as are taken', jpeg(MAX_BLOCKS - 3), 'jpeg 8x9 1'],
    ['a JPEG of many scans', scans(MAX_SCANS + 1, 8, 9), 'picture-too-large'],
    ['a JPEG of as many scans as are taken', scans(MAX_SCANS, 8, 9), 'jpeg 8x9 1'],
    ['a large JPEG of 21 scans', scans(21, 10_000, 10_000), 'picture-too-large'],
    ['a large JPEG of 20 scans', scans(20, 10_000, 10_000), 'jpeg 10000x10000 1'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });

  it('takes fill bytes for no pieces', () => {
    const bytes = build.buildJpeg(repeat(MAX_BLOCKS, [0xff]), build.jpegFrame(8, 9), build.jpegScan());
    expect(summarizeInspection(bytes)).toBe('jpeg 8x9 1');
  });
});

describe('run-length codes [IMG-24]', () => {
  const rle = (widthPx: number, heightPx: number, bits: 4 | 8, codeBytes: number): Uint8Array => {
    const data = new Uint8Array(codeBytes);
    data[1] = 1;
    return buildBmp({ widthPx, heightPx, bits, compression: bits === 8 ? 1 : 2, palette: [[1, 2, 3]], data });
  };

  it.each<[string, Uint8Array, string]>([
    ['a kilobyte for 100 megapixels', rle(12_000, 8_333, 8, 1_024), 'picture-too-large'],
    ['a megapixel that no code sets', rle(1_000, 1_000, 8, 2), 'bmp 1000x1000 1'],
    ['few codes for 2 megapixels', rle(2_000, 1_000, 8, 3_906), 'picture-too-large'],
    ['as few codes as are taken', rle(2_000, 1_000, 8, 3_907), 'bmp 2000x1000 1'],
    ['over 16 MB in 8 bits', rle(8_192, 2_049, 8, 1_000_000), 'picture-too-large'],
    ['16 MB in 8 bits', rle(8_192, 2_048, 8, 1_000_000), 'bmp 8192x2048 1'],
    ['16 MB in 4 bits', rle(8_192, 4_096, 4, 1_000_000), 'bmp 8192x4096 1'],
    ['over 16 MB in 4 bits', rle(8_192, 4_097, 4, 1_000_000), 'picture-too-large'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });

  it('are not decoded beyond that', async () => {
    const picture = { format: 'bmp', rawWidthPx: 1, rawHeightPx: 1, widthPx: 1, heightPx: 1 } as const;
    const source = makeRenderSource(rle(12_000, 8_333, 8, 1_024), {
      ...picture,
      orientation: 1,
      frameCount: 1,
      hasAlpha: false,
    });
    expect(await source).toMatchObject({ fault: { kind: 'picture-too-large' } });
  });
});
