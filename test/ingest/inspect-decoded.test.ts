import { describe, expect, it } from 'vitest';
import { bmpPixels, buildBmp } from './formats/build-bmp.ts';
import { textBytes } from './formats/build-pictures.ts';
import { summarizeInspection } from './summarize-inspection.ts';

// The formats that we decode ourselves.

describe('BMP', () => {
  const data = bmpPixels([1, 2, 3, 4, 5, 6]);
  it.each<[string, Uint8Array, string]>([
    ['24 bits', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, data }), 'bmp 2x1 1'],
    ['top-down', buildBmp({ widthPx: 2, heightPx: -1, bits: 24, data }), 'bmp 2x1 1'],
    ['OS/2 1.x', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, headerBytes: 12, data }), 'bmp 2x1 1'],
    ['OS/2 2.x, short', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, headerBytes: 16, data }), 'bmp 2x1 1'],
    ['OS/2 2.x', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, headerBytes: 64, data }), 'bmp 2x1 1'],
    ['32 bits', buildBmp({ widthPx: 2, heightPx: 1, bits: 32, data }), 'bmp 2x1 1'],
    [
      'alpha mask',
      buildBmp({
        widthPx: 1,
        heightPx: 1,
        bits: 32,
        headerBytes: 124,
        compression: 3,
        data,
        masks: [0xff0000, 0xff00, 0xff, 0xff000000],
      }),
      'bmp 1x1 1 alpha',
    ],
    ['no last padding', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, data: data.slice(0, 6) }), 'bmp 2x1 1'],
    ['no offset', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, offset: 0, data }), 'bmp 2x1 1'],
    ['cut off', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, data: data.slice(0, 5) }), 'picture-corrupt'],
    ['offset past the end', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, offset: 999, data }), 'picture-corrupt'],
    ['offset in the header', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, offset: 20, data }), 'picture-corrupt'],
    ['two planes', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, planes: 2, data }), 'picture-corrupt'],
    ['5 bits', buildBmp({ widthPx: 2, heightPx: 1, bits: 5, data }), 'picture-corrupt'],
    ['negative width', buildBmp({ widthPx: -2, heightPx: 1, bits: 24, data }), 'picture-corrupt'],
    ['no height', buildBmp({ widthPx: 2, heightPx: 0, bits: 24, data }), 'picture-corrupt'],
    ['lowest height', buildBmp({ widthPx: 2, heightPx: -(2 ** 31), bits: 24, data }), 'picture-too-large'],
    ['huge', buildBmp({ widthPx: 60_000, heightPx: 60_000, bits: 1, data }), 'picture-too-large'],
    ['JPEG inside', buildBmp({ widthPx: 2, heightPx: 1, bits: 24, compression: 4, data }), 'picture-unsupported'],
    [
      'a mask with a hole',
      buildBmp({ widthPx: 1, heightPx: 1, bits: 32, compression: 3, masks: [5, 0, 0], data }),
      'picture-corrupt',
    ],
    [
      'run-length codes',
      buildBmp({ widthPx: 4, heightPx: 1, bits: 8, compression: 1, data: Uint8Array.of(4, 1, 0, 1) }),
      'bmp 4x1 1',
    ],
    [
      'no end code',
      buildBmp({ widthPx: 4, heightPx: 1, bits: 8, compression: 1, data: Uint8Array.of(4, 1) }),
      'bmp 4x1 1',
    ],
    [
      'cut-off codes',
      buildBmp({ widthPx: 4, heightPx: 2, bits: 8, compression: 1, data: Uint8Array.of(4, 1, 0, 0) }),
      'picture-corrupt',
    ],
    [
      'cut-off literals',
      buildBmp({ widthPx: 4, heightPx: 1, bits: 8, compression: 1, data: Uint8Array.of(0, 4, 1, 2) }),
      'picture-corrupt',
    ],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(bytes)).toBe(expected);
  });
});

describe('WBMP', () => {
  it.each<[string, number[], string]>([
    ['9 × 2', [0, 0, 9, 2, 1, 2, 3, 4], 'wbmp 9x2 1'],
    ['long sizes', [0, 0, 0x81, 0x00, 1, ...Array<number>(16).fill(0)], 'wbmp 128x1 1'],
    ['cut off', [0, 0, 9, 2, 1, 2, 3], 'picture-corrupt'],
    ['bytes behind the end', [0, 0, 9, 2, 1, 2, 3, 4, 5], 'picture-unsupported'],
    ['type 1', [1, 0, 9, 2, 1, 2, 3, 4], 'picture-unsupported'],
    ['extension headers', [0, 0x80, 9, 2, 1, 2, 3, 4], 'picture-unsupported'],
    ['no width', [0, 0, 0, 2], 'picture-unsupported'],
    ['padded size', [0, 0, 0x80, 9, 2, 1, 2, 3, 4], 'picture-unsupported'],
    ['huge', [0, 0, 0x83, 0xd4, 0x60, 0x83, 0xd4, 0x60, 1], 'picture-too-large'],
    ['icon', [0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0], 'picture-unsupported'],
  ])('%s', (_, bytes, expected) => {
    expect(summarizeInspection(Uint8Array.from(bytes))).toBe(expected);
  });
});

describe('XBM', () => {
  const size = '#define a_width 9\n#define a_height 2\n';
  it.each<[string, string, string]>([
    ['X11', `${size}static unsigned char a_bits[] = { 1, 2, 3, 0x04 };`, 'xbm 9x2 1'],
    ['X10', `${size}static short a_bits[] = { 1, 2 };`, 'xbm 9x2 1'],
    ['hot spot', `#define a_x_hot -1\n${size}static char a_bits[4] = {1,2,3,4,};`, 'xbm 9x2 1'],
    ['comments', `/* { */ // {\n${size}static /* a */ char a_bits[] = {/*0*/1, 2/* , */, 3, 4};`, 'xbm 9x2 1'],
    ['bare names', '#define width 8\n#define height 1\nstatic char bits[] = {255}', 'xbm 8x1 1'],
    [
      'names of files',
      '#define my-gs.t_width 8\n#define my-gs.t_height 1\n#define my-gs.t_x_hot -1\nstatic char gs.t.bits[] = {255};',
      'xbm 8x1 1',
    ],
    ['no values', `${size}static char a_bits[] = {};`, 'picture-corrupt'],
    ['too few values', `${size}static char a_bits[] = {1,2,3};`, 'picture-corrupt'],
    ['no end', `${size}static char a_bits[] = {1,2,3,4`, 'picture-corrupt'],
    ['an open comment', `${size}static char a_bits[] = {1,2,3,4 /*};`, 'picture-corrupt'],
    ['a word for a value', `${size}static char a_bits[] = {1,2,x,4};`, 'picture-corrupt'],
    ['no comma', `${size}static char a_bits[] = {1 2 3 4};`, 'picture-corrupt'],
    ['no height', '#define a_width 9\nstatic char a_bits[] = {1,2,3,4};', 'picture-corrupt'],
    ['an odd height', '#define a_width 9\n#define a_height z\nstatic char a_bits[] = {1};', 'picture-corrupt'],
    ['no declaration', `${size} { 1, 2, 3, 4 };`, 'picture-corrupt'],
    ['huge', '#define a_width 60000\n#define a_height 60000\nstatic char a_bits[] = {1};', 'picture-too-large'],
    ['another C file', '#define DEBUG 1\nint main() { }', 'picture-unsupported'],
  ])('%s', (_, text, expected) => {
    expect(summarizeInspection(textBytes(text))).toBe(expected);
  });
});
