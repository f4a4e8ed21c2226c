import { env } from 'cloudflare:workers';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeRenderSource } from '../../src/ingest/render-source.ts';
import { images } from '../support/images.ts';
import { bmpPixels, buildBmp, type BmpRecipe } from './formats/build-bmp.ts';
import { textBytes } from './formats/build-pictures.ts';
import { readPng } from './formats/read-png.ts';
import { renderPng, renderRows } from './render.ts';

const LETTERS = {
  '000000ff': 'k',
  ffffffff: 'w',
  ff0000ff: 'r',
  '00ff00ff': 'g',
  '0000ffff': 'b',
  ff000000: '.',
  ff000080: 'h',
};

const PALETTE: BmpRecipe['palette'] = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
];

const rle = (bits: 4 | 8, widthPx: number, heightPx: number, ...data: number[]): Uint8Array =>
  buildBmp({ widthPx, heightPx, bits, compression: bits === 8 ? 1 : 2, palette: PALETTE, data: Uint8Array.from(data) });

describe('BMP', () => {
  const four = { bits: 4, widthPx: 3, heightPx: 2, palette: PALETTE, data: bmpPixels([0x01, 0x20], [0x32, 0x10]) };
  const rgb = { bits: 24, widthPx: 1, heightPx: 2, data: bmpPixels([255, 0, 0], [0, 0, 255]) };
  const deep = { bits: 16, widthPx: 2, heightPx: 1 };
  const wide = { bits: 32, widthPx: 2, heightPx: 1 };

  it.each<[string, Uint8Array, string[]]>([
    ['4 bits', buildBmp(four), ['wbg', 'rgb']],
    ['4 bits, top-down', buildBmp({ ...four, heightPx: -2 }), ['rgb', 'wbg']],
    ['4 bits, OS/2 1.x', buildBmp({ ...four, headerBytes: 12 }), ['wbg', 'rgb']],
    ['4 bits, shortest OS/2 2.x', buildBmp({ ...four, headerBytes: 16 }), ['wbg', 'rgb']],
    ['4 bits, OS/2 2.x of 48 bytes', buildBmp({ ...four, headerBytes: 48 }), ['wbg', 'rgb']],
    ['4 bits, full OS/2 2.x', buildBmp({ ...four, headerBytes: 64 }), ['wbg', 'rgb']],
    ['4 bits, V2', buildBmp({ ...four, headerBytes: 52 }), ['wbg', 'rgb']],
    ['4 bits, V4', buildBmp({ ...four, headerBytes: 108 }), ['wbg', 'rgb']],
    ['4 bits, V5', buildBmp({ ...four, headerBytes: 124 }), ['wbg', 'rgb']],
    ['shorter palette than declared', buildBmp({ ...four, declaredColours: 16 }), ['wbg', 'rgb']],
    ['all colours implied', buildBmp({ ...four, declaredColours: 0 }), ['wbg', 'rgb']],
    ['more colours than bits allow', buildBmp({ ...four, declaredColours: 4_000_000_000 }), ['wbg', 'rgb']],
    ['colours past the palette', buildBmp({ ...four, palette: PALETTE.slice(0, 2) }), ['kkg', 'rgk']],
    [
      '1 bit',
      buildBmp({ bits: 1, widthPx: 9, heightPx: 1, palette: PALETTE.slice(0, 2), data: bmpPixels([0xa0, 0x80]) }),
      ['grgrrrrrg'],
    ],
    ['2 bits', buildBmp({ bits: 2, widthPx: 4, heightPx: 1, palette: PALETTE, data: bmpPixels([0x1b]) }), ['rgbw']],
    ['8 bits', buildBmp({ bits: 8, widthPx: 2, heightPx: 1, palette: PALETTE, data: bmpPixels([3, 9]) }), ['wk']],
    ['24 bits', buildBmp(rgb), ['r', 'b']],
    ['24 bits, top-down', buildBmp({ ...rgb, heightPx: -2 }), ['b', 'r']],
    ['24 bits, OS/2 1.x', buildBmp({ ...rgb, headerBytes: 12 }), ['r', 'b']],
    ['16 bits', buildBmp({ ...deep, data: bmpPixels([0x00, 0x7c, 0xe0, 0x83]) }), ['rg']],
    [
      '16 bits, 5-6-5',
      buildBmp({
        ...deep,
        compression: 3,
        masks: [0xf800, 0x7e0, 0x1f],
        data: bmpPixels([0x00, 0xf8, 0xe0, 0x07]),
      }),
      ['rg'],
    ],
    [
      '16 bits, 1-5-5-5',
      buildBmp({
        ...deep,
        headerBytes: 56,
        compression: 3,
        masks: [0x7c00, 0x3e0, 0x1f, 0x8000],
        data: bmpPixels([0x00, 0xfc, 0x00, 0x7c]),
      }),
      ['r.'],
    ],
    [
      '16 bits, 4 bits a channel',
      buildBmp({
        ...deep,
        headerBytes: 124,
        compression: 3,
        masks: [0xf00, 0xf0, 0xf, 0xf000],
        data: bmpPixels([0x00, 0xff, 0x48, 0xff]),
      }),
      ['r[ff4488ff]'],
    ],
    ['32 bits, fourth byte ignored', buildBmp({ ...wide, data: bmpPixels([0, 0, 255, 0, 0, 255, 0, 77]) }), ['rg']],
    [
      '32 bits, alpha',
      buildBmp({
        ...wide,
        headerBytes: 108,
        compression: 3,
        masks: [0xff0000, 0xff00, 0xff, 0xff000000],
        data: bmpPixels([0, 0, 255, 128, 0, 255, 0, 255]),
      }),
      ['hg'],
    ],
    [
      '32 bits, four masks behind the header',
      buildBmp({
        ...wide,
        compression: 6,
        masks: [0xff0000, 0xff00, 0xff, 0xff000000],
        data: bmpPixels([0, 0, 255, 128, 0, 255, 0, 255]),
      }),
      ['hg'],
    ],
    [
      '32 bits, alpha mask without alpha',
      buildBmp({
        ...wide,
        headerBytes: 124,
        compression: 3,
        masks: [0xff0000, 0xff00, 0xff, 0xff000000],
        data: bmpPixels([0, 0, 255, 0, 0, 255, 0, 0]),
      }),
      ['rg'],
    ],
    [
      '32 bits, 10 bits a colour',
      buildBmp({
        ...wide,
        compression: 3,
        masks: [0x3ff00000, 0xffc00, 0x3ff],
        data: bmpPixels([0, 0, 0xf0, 0x3f, 0, 0xfc, 0x0f, 0]),
      }),
      ['rg'],
    ],
    ['runs', rle(8, 4, 2, 4, 0, 0, 0, 2, 1, 2, 2, 0, 1), ['ggbb', 'rrrr']],
    ['runs, last row ends the picture', rle(8, 2, 1, 2, 1, 0, 0), ['gg']],
    ['literals with padding', rle(8, 4, 1, 0, 3, 1, 2, 3, 0, 1, 2, 0, 1), ['gbwb']],
    ['a row that is too long', rle(8, 2, 2, 9, 1, 0, 0, 2, 2, 0, 1), ['bb', 'gg']],
    ['a row that is too short', rle(8, 3, 1, 1, 1, 0, 1), ['grr']],
    ['a move within the row', rle(8, 4, 1, 1, 1, 0, 2, 2, 0, 1, 2, 0, 1), ['grrb']],
    ['a move over rows', rle(8, 3, 3, 1, 1, 0, 2, 1, 2, 1, 2, 0, 1), ['rrb', 'rrr', 'grr']],
    ['a move out of the picture', rle(8, 2, 2, 2, 1, 0, 2, 0, 9), ['rr', 'gg']],
    ['runs of 4 bits', rle(4, 5, 1, 5, 0x12, 0, 1), ['gbgbg']],
    ['literals of 4 bits', rle(4, 5, 1, 0, 5, 0x12, 0x30, 0x20, 0, 0, 1), ['gbwrb']],
    ['4 bits from an odd place', rle(4, 4, 1, 1, 0x10, 3, 0x23, 0, 1), ['gbwb']],
  ])('%s', async (_, bytes, rows) => {
    expect(await renderRows(bytes, LETTERS)).toEqual(rows);
  });

  const pixels = fc.record({
    widthPx: fc.integer({ min: 1, max: 20 }),
    heightPx: fc.integer({ min: 1, max: 6 }),
    seed: fc.uint8Array({ minLength: 360, maxLength: 360 }),
  });

  it('shows every pixel of any 24-bit picture, either way up', async () => {
    await fc.assert(
      fc.asyncProperty(pixels, fc.boolean(), async ({ widthPx, heightPx, seed }, isTopDown) => {
        const rows = Array.from({ length: heightPx }, (_, y) => [
          ...seed.subarray(y * widthPx * 3, (y + 1) * widthPx * 3),
        ]);
        const bytes = buildBmp({
          widthPx,
          bits: 24,
          heightPx: isTopDown ? -heightPx : heightPx,
          data: bmpPixels(...(isTopDown ? rows : rows.toReversed())),
        });
        const { rgba } = await readPng(await renderPng(bytes));
        const expected = rows.flatMap((row) =>
          Array.from({ length: widthPx }, (_, x) => [...row.slice(x * 3, x * 3 + 3).toReversed(), 255]).flat(),
        );
        expect(rgba).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the colour profile of a V5 BMP [IMG-27]', () => {
  const profile = new Uint8Array(200);
  new DataView(profile.buffer).setUint32(0, profile.length);
  profile.set(textBytes('RGB '), 16);
  profile.set(textBytes('acsp'), 36);

  /** A BMP of one pixel with the profile behind it; `change` spoils a field. */
  const withProfile = (change: (view: DataView) => void = () => undefined): Uint8Array => {
    const plain = buildBmp({ widthPx: 1, heightPx: 1, bits: 24, headerBytes: 124, data: bmpPixels([0, 0, 255]) });
    const bytes = Uint8Array.of(...plain, ...profile);
    const view = new DataView(bytes.buffer);
    view.setUint32(14 + 56, 0x4d424544, true);
    view.setUint32(14 + 112, plain.length - 14, true);
    view.setUint32(14 + 116, profile.length, true);
    change(view);
    return bytes;
  };

  it('goes into the PNG', async () => {
    const png = await renderPng(withProfile());
    const chunkAt = new TextDecoder('latin1').decode(png).indexOf('iCCP');
    const sizeBytes = new DataView(png.buffer).getUint32(chunkAt - 4);
    const name = 'ICC profile\0\0';
    const compressed = png.slice(chunkAt + 4 + name.length, chunkAt + 4 + sizeBytes);
    const inflated = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate'));
    expect(new Uint8Array(await new Response(inflated).arrayBuffer())).toEqual(profile);
    expect(chunkAt).toBe(37);
    expect(await env.IMAGES.info(new Blob([png]).stream())).toMatchObject({ width: 1, height: 1 });
  });

  it.each<[string, (view: DataView) => void]>([
    ['is in another file', (view) => view.setUint32(14 + 56, 0x4c494e4b, true)],
    ['is longer than the file', (view) => view.setUint32(14 + 116, 201, true)],
    ['begins beyond the file', (view) => view.setUint32(14 + 112, 0xffffffff, true)],
    ['is too short', (view) => view.setUint32(14 + 116, 127, true)],
    ['says that it has another length', (view) => view.setUint32(view.byteLength - 200, 199)],
    ['is none', (view) => view.setUint8(view.byteLength - 200 + 36, 0)],
    ['is for other colours', (view) => view.setUint8(view.byteLength - 200 + 16, 0)],
    ['belongs to an older header', (view) => view.setUint32(14, 108, true)],
  ])('is left out where it %s', async (_, change) => {
    const png = await renderPng(withProfile(change));
    expect(new TextDecoder('latin1').decode(png)).not.toContain('iCCP');
  });
});

describe('WBMP', () => {
  it('shows ones white, the leftmost pixel in the highest bit', async () => {
    const bytes = Uint8Array.of(0, 0, 9, 2, 0xa0, 0x80, 0x01, 0x00);
    expect(await renderRows(bytes, LETTERS)).toEqual(['wkwkkkkkw', 'kkkkkkkwk']);
  });
});

describe('XBM', () => {
  const header = '#define a_width 9\n#define a_height 2\n';
  it.each<[string, string]>([
    ['X11', `${header}static unsigned char a_bits[] = { 0x05, 0x01, 0x80, 0x00 };`],
    ['X10', `${header}static short a_bits[] = { 0x0105, 0x0080 };`],
    ['decimal and negative', `${header}static char a_bits[] = { 5, -255, -128, 0 };`],
    ['octal and capitals', `${header}static char a_bits[] = { 05, 0X1, 0200, 00 };`],
    ['negative words', `${header}static short a_bits[] = { -65275, -65408 };`],
    [
      'comments and a hot spot',
      `/* 9 */\n#define a_x_hot 3\n#define a_y_hot -1\n${header}char a_bits[4]={5,1/**/,//\n128,0,};`,
    ],
    ['more values than pixels', `${header}static char a_bits[] = { 5, 1, 128, 0, 7, 7 };`],
    ['numbers that wrap', `${header}static char a_bits[] = { 0xffffff05, 257, 0x123456780, 4294967296 };`],
  ])('%s', async (_, text) => {
    expect(await renderRows(textBytes(text), LETTERS)).toEqual(['kwkwwwwwk', 'wwwwwwwkw']);
  });
});

describe('makeRenderSource', () => {
  const bmp = { format: 'bmp', rawWidthPx: 1, rawHeightPx: 1, widthPx: 1, heightPx: 1 } as const;
  const picture = { ...bmp, orientation: 1, frameCount: 1, hasAlpha: false };

  it('refuses bytes that are not what the caller says', async () => {
    expect(await makeRenderSource(textBytes('nonsense'), picture)).toMatchObject({
      fault: { kind: 'picture-corrupt' },
    });
  });

  it('decodes the largest picture that run-length codes can hold, row by row', async () => {
    const [widthPx, heightPx] = [12_000, 1_398];
    const codes = [...Array.from({ length: 48 }, (_, run) => [250, run % 4]).flat(), 0, 0];
    const data = new Uint8Array(codes.length * heightPx);
    for (let y = 0; y < heightPx; y++) data.set(codes, y * codes.length);
    const png = await renderPng(buildBmp({ widthPx, heightPx, bits: 8, compression: 1, palette: PALETTE, data }));
    expect(await env.IMAGES.info(new Blob([png]).stream())).toMatchObject({ width: widthPx, height: heightPx });
  });

  it('gives the Images binding a PNG that it reads, with the size and the colours kept', async () => {
    const rows = Array.from({ length: 30 }, () => Array.from({ length: 40 }, () => [0, 0, 255]).flat());
    const png = await renderPng(buildBmp({ widthPx: 40, heightPx: 30, bits: 24, data: bmpPixels(...rows) }));
    const stream = (): ReadableStream<Uint8Array> => new Blob([png]).stream();
    expect(await env.IMAGES.info(stream())).toMatchObject({ format: 'image/png', width: 40, height: 30 });
    const output = await images.input(stream()).transform({ width: 20 }).output({ format: 'image/png' });
    const small = new Uint8Array(await output.response().arrayBuffer());
    expect(await env.IMAGES.info(new Blob([small]).stream())).toMatchObject({ width: 20, height: 15 });
  });
});
