import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/delivery/render.ts';
import { concatenate } from '../../src/ingest/formats/bytes.ts';
import { JpegBitWriter } from '../../src/ingest/formats/jpeg-bits.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { mendPicture } from '../../src/ingest/mend.ts';
import { images } from '../support/images.ts';
import { sample } from '../support/pictures.ts';
import { renderOrder } from '../support/render-order.ts';
import { brokenWebp, scanRange, withBytes, withData, withRows, withShortScan, withWrongAdler } from './damage.ts';
import * as build from './formats/build-pictures.ts';
import { readPng } from './formats/read-png.ts';

const BOX = { widthPx: 40, heightPx: 40 };

/** What Images makes of a picture that the service took: the size of its rendition, or why there is none. */
async function renderTaken(bytes: Uint8Array): Promise<string> {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return inspected.fault.kind;
  const rendered = await render(images, [bytes], renderOrder(inspected.value.format, 'webp', BOX));
  if (!rendered.ok) return rendered.fault;
  const info = await env.IMAGES.info(new Blob([rendered.value.bytes]).stream());
  return 'width' in info ? `${info.width}x${info.height}` : 'no size';
}

const mended = async (bytes: Uint8Array): Promise<Uint8Array> => (await mendPicture(bytes)) ?? new Uint8Array(0);

/** The pixels of a picture, by Images. */
async function pixels(bytes: Uint8Array): Promise<Awaited<ReturnType<typeof readPng>>> {
  const rendered = await render(images, [bytes], renderOrder('png', 'plain', { widthPx: 2000, heightPx: 2000 }));
  if (!rendered.ok) throw new Error(rendered.fault);
  return await readPng(rendered.value.bytes);
}

const palette = sample('cup-palette.png');
const deep = sample('shirt-red-transparent.png');
const photograph = sample('cup-landscape.jpg');
const cat = sample('cat-orientation-6.jpg');
const progressive = sample('cup-portrait-progressive.jpg');
const PALETTE_ROW = 241;

/** Four rows of two grey blocks, each row an interval of another brightness; `order` numbers the restart markers. */
function restartJpeg(order: readonly number[]): Uint8Array {
  const writer = new JpegBitWriter();
  for (const [index, difference] of [16, 20, 24, 28].entries()) {
    const marker = order[index - 1];
    if (index > 0 && marker !== undefined) writer.marker(0xd0 + marker);
    // The code of five bits and the bits; no other coefficients; then a block of the same brightness.
    writer.bits(1, 2);
    writer.bits(difference, 5);
    writer.bits(0, 2);
    writer.bits(0, 4);
    writer.align();
  }
  const counts = (twoBits: number): number[] => [0, twoBits, ...Array<number>(14).fill(0)];
  return build.buildJpeg(
    build.jpegSegment(0xdb, [0, ...Array<number>(64).fill(16)]),
    build.jpegSegment(0xc0, [8, 0, 32, 0, 16, 1, 1, 0x11, 0]),
    build.jpegSegment(0xc4, [0, ...counts(2), 0, 5]),
    build.jpegSegment(0xc4, [0x10, ...counts(1), 0]),
    build.jpegSegment(0xdd, [0, 2]),
    [...build.jpegSegment(0xda, [1, 1, 0, 0, 63, 0]), ...writer.finish()],
  );
}

/** An interlaced PNG of 8 × 8 grey pixels, whose passes have rows of 1, 1, 2, 2, 4, 4 and 8 pixels. */
async function interlacedPng(): Promise<Uint8Array> {
  const passes = [
    [1, 1],
    [1, 1],
    [2, 1],
    [2, 2],
    [4, 2],
    [4, 4],
    [8, 4],
  ] as const;
  const rows = passes.flatMap(([width, height], pass) =>
    Array.from({ length: height }, () => [0, ...Array<number>(width).fill(30 * (pass + 1))]).flat(),
  );
  const stream = new Blob([Uint8Array.from(rows)]).stream().pipeThrough(new CompressionStream('deflate'));
  const data = [...new Uint8Array(await new Response(stream).arrayBuffer())];
  const header = build.pngChunk('IHDR', [0, 0, 0, 8, 0, 0, 0, 8, 8, 0, 0, 0, 1]);
  return build.buildPng(header, build.pngChunk('IDAT', data));
}

/** A JPEG of which the middle of the coded pixels is pseudo-random. */
function withNoise(jpeg: Uint8Array): Uint8Array {
  const [from, to] = scanRange(jpeg, 0);
  const noise = Array.from({ length: 400 }, (_, at) => (Math.imul(at + 1, 0x9e3779b1) >>> 24) % 0xff);
  return withBytes(jpeg, (from + to) >> 1, noise);
}

const insertBeforeEnd = (bytes: Uint8Array, count: number): Uint8Array =>
  concatenate([bytes.subarray(0, -2), new Uint8Array(count), bytes.subarray(-2)]);

describe('what Images refuses is mended and rendered', () => {
  it.each<[string, () => Uint8Array | Promise<Uint8Array>, string]>([
    ['PNG: a wrong Adler', () => withWrongAdler(palette), '40x27'],
    ['PNG of 16 bits: a wrong Adler', () => withWrongAdler(deep), '40x40'],
    ['PNG, interlaced: a wrong Adler', async () => withWrongAdler(await interlacedPng()), '8x8'],
    [
      'PNG: an unknown filter',
      () => withRows(palette, (rows) => rows.fill(9, 80 * PALETTE_ROW, 80 * PALETTE_ROW + 1)),
      '40x27',
    ],
    ['PNG: data cut off', () => withData(palette, (data) => data.slice(0, data.length >> 1)), '40x27'],
    [
      'PNG: codes that stand for nothing',
      () => withData(palette, (data) => data.fill(0xff, data.length >> 1)),
      '40x27',
    ],
    ['JPEG: codes that nothing defines', () => withNoise(cat), '40x27'],
    ['JPEG: a scan that ends early', () => withShortScan(photograph, 0, 0.5), '40x27'],
    ['JPEG of four colours: a scan that ends early', () => withShortScan(sample('cup-cmyk.jpg'), 0, 0.7), '40x27'],
    ['JPEG, progressive: a first scan that ends early', () => withShortScan(progressive, 0, 0.5), '26x40'],
    ['JPEG, progressive: a middle scan that ends early', () => withShortScan(progressive, 2, 0.5), '26x40'],
    ['JPEG, progressive: a last scan that ends early', () => withShortScan(progressive, 9, 0.5), '26x40'],
    ['JPEG: restart markers out of sequence', () => restartJpeg([0, 2, 1]), '16x32'],
  ])('%s [IMG-32]', async (_, make, size) => {
    const damaged = await make();
    expect(await renderTaken(damaged)).toBe('undecodable');
    expect(await renderTaken(await mended(damaged))).toBe(size);
  });
});

it.each<[string, () => Uint8Array]>([
  ['bits that change colours only', () => withBytes(photograph, 20_000, [7, 7])],
  ['a JPEG with data after its last block', () => insertBeforeEnd(photograph, 40)],
])('is rendered as it is, grey in places, as browsers do: %s', async (_, make) => {
  expect(await renderTaken(make())).toBe('40x27');
});

describe('what is mended', () => {
  it('keeps every pixel where only a checksum was wrong, and every sound row or block elsewhere', async () => {
    const whole = await pixels(palette);
    expect(await pixels(await mended(withWrongAdler(palette)))).toEqual(whole);
    const upTo = await pixels(
      await mended(await withRows(palette, (rows) => rows.fill(9, 80 * PALETTE_ROW, 80 * PALETTE_ROW + 1))),
    );
    expect(upTo.rgba.slice(0, 80 * 240 * 4)).toEqual(whole.rgba.slice(0, 80 * 240 * 4));
    const half = await pixels(await mended(withShortScan(photograph, 0, 0.5)));
    const all = await pixels(photograph);
    expect(half.rgba.slice(0, all.rgba.length / 4)).toEqual(all.rgba.slice(0, all.rgba.length / 4));
  });

  it('keeps every detail of a progressive JPEG whose scans are sound, and those of the scans before a damaged one', async () => {
    const whole = await pixels(progressive);
    expect(await pixels(await mended(progressive))).toEqual(whole);
    const { rgba } = await pixels(await mended(withShortScan(progressive, 9, 0.5)));
    const difference = rgba.reduce((sum, value, at) => sum + Math.abs(value - (whole.rgba[at] ?? 0)), 0) / rgba.length;
    expect(difference).toBeGreaterThan(0);
    expect(difference).toBeLessThan(3);
  });

  it('has its restart markers in sequence again, whatever their numbers were', async () => {
    expect(await pixels(await mended(restartJpeg([0, 2, 1])))).toEqual(await pixels(restartJpeg([0, 1, 2])));
  });

  it('is the same bytes when it is mended again', async () => {
    const once = await mended(withShortScan(photograph, 0, 0.5));
    expect(await mended(once)).toEqual(once);
  });

  it.each<[string, Uint8Array]>([
    ['a WEBP', brokenWebp()],
    ['a PNG without a sound row', withData(palette, () => Uint8Array.of(0x78, 0x9c, 0xff, 0xff))],
    ['a JPEG without a sound block', withShortScan(photograph, 0, 0.0001)],
    ['a PNG of too many rows', withRowsOf(12_000)],
    ['something else', Uint8Array.of(1, 2, 3)],
  ])('is not %s [IMG-33]', async (_, bytes) => {
    expect(await mendPicture(bytes)).toBeUndefined();
  });
});

/** A PNG that says that it is as wide and has 2000 rows of colours with transparency. */
function withRowsOf(widthPx: number): Uint8Array {
  return build.buildPng(build.pngHeader(widthPx, 2000, 8, 6), build.pngData);
}
