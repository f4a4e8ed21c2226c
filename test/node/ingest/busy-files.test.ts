import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../../src/ingest/inspect.ts';
import { MAX_FILE_BYTES } from '../../../src/ingest/limits.ts';
import { buildBmp } from '../../ingest/formats/build-bmp.ts';
import * as build from '../../ingest/formats/build-pictures.ts';

// In Node, since the clock of workerd stands still while code runs.
/** A beginning, then one pattern over and over up to the largest file, then an end. */
const filled = (beginning: Uint8Array, pattern: readonly number[], end: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(MAX_FILE_BYTES);
  const tile = Uint8Array.from({ length: pattern.length * 4_096 }, (_, at) => pattern[at % pattern.length] ?? 0);
  for (let at = beginning.length; at < bytes.length; at += tile.length) {
    bytes.set(tile.subarray(0, bytes.length - at), at);
  }
  bytes.set(beginning);
  bytes.set(end, bytes.length - end.length);
  return bytes;
};
describe('8 MB made to keep us busy', () => {
  const none = new Uint8Array(0);
  const jpegStart = build.buildJpeg(build.jpegFrame(9, 9, 3, 0xc2), build.jpegScan()).slice(0, -2);
  const png = build.buildPng(build.pngHeader(3, 2), build.pngData);
  const webp = (): Uint8Array => {
    const bytes = filled(build.buildWebp(build.vp8(9, 9)), build.riffChunk('JUNK', []), none);
    new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
    return bytes;
  };
  const runs = buildBmp({ widthPx: 9, heightPx: 12_000, bits: 8, compression: 1, data: Uint8Array.of(0, 0) });

  it.each<[string, () => Uint8Array]>([
    ['stuffed bytes in a JPEG', () => filled(jpegStart, [0xff, 0], none)],
    ['fill bytes in a JPEG', () => filled(jpegStart, [0xff], none)],
    ['empty scans in a JPEG', () => filled(jpegStart, build.jpegScan(1, []), none)],
    ['empty segments in a JPEG', () => filled(Uint8Array.of(0xff, 0xd8), [0xff, 0xe0, 0, 2], none)],
    ['empty chunks in a PNG', () => filled(png.slice(0, -12), build.pngChunk('teXt'), none)],
    ['empty extensions in a GIF', () => filled(build.buildGif(3, 2).slice(0, -1), [0x21, 0xfe, 0], none)],
    ['empty chunks in a WEBP', webp],
    ['moves that go nowhere in a BMP', () => filled(runs, [0, 2, 0, 0], none)],
    ['comments in an XBM', () => filled(build.textBytes('#define a_width 9\n/*'), [0x2f, 0x2a, 0x20], none)],
    [
      'values in an XBM',
      () =>
        filled(
          build.textBytes('#define a_width 9\n#define a_height 2\nstatic char a_bits[] = {'),
          [0x31, 0x2c],
          build.textBytes(',1}'),
        ),
    ],
    ['blanks', () => filled(none, [0x20], none)],
    ['open brackets', () => filled(none, [0x3c], none)],
    ['zeros', () => new Uint8Array(MAX_FILE_BYTES)],
  ])('%s', (_, make) => {
    const bytes = make();
    const before = process.cpuUsage();
    inspectPicture(bytes);
    // The time of the processor, not of the clock, which goes on while other tests have it.
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(1_000);
  });
});
