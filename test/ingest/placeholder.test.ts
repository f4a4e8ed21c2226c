import { thumbHashToAverageRGBA } from 'thumbhash';
import { describe, expect, it } from 'vitest';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { dominantColor } from '../../src/ingest/placeholder/color.ts';
import { jpegPixels } from '../../src/ingest/placeholder/jpeg-pixels.ts';
import { smallSize } from '../../src/ingest/placeholder/pixels.ts';
import { makePlaceholder } from '../../src/ingest/placeholder/placeholder.ts';
import { rowPixels } from '../../src/ingest/placeholder/row-pixels.ts';
import { sample } from '../support/pictures.ts';
import { seededRandom } from '../support/seeded-random.ts';

const pixelsOf = (widthPx: number, ...rgba: readonly (readonly number[])[]) => ({
  widthPx,
  heightPx: rgba.length / widthPx,
  rgba: Uint8Array.from(rgba.flat()),
});

it.each([
  [100, 50, 64, 32],
  [50, 100, 32, 64],
  [12_000, 1, 64, 1],
  [64, 64, 64, 64],
  [3, 2, 3, 2],
])('a picture of %i by %i is looked at in %i by %i', (widthPx, heightPx, smallWidthPx, smallHeightPx) => {
  expect(smallSize({ widthPx, heightPx })).toEqual({ widthPx: smallWidthPx, heightPx: smallHeightPx });
});

describe('the dominant colour', () => {
  it('is the mean of the colour that covers most, not that of the picture', () => {
    const pixels = pixelsOf(5, [200, 0, 0, 255], [202, 2, 4, 255], [0, 0, 0, 255], [90, 90, 90, 255], [0, 255, 0, 255]);
    expect(dominantColor(pixels)).toBe('#c90102');
  });

  it('counts what lets light through for less', () => {
    const pixels = pixelsOf(3, [255, 0, 0, 100], [255, 0, 0, 100], [0, 0, 255, 255]);
    expect(dominantColor(pixels)).toBe('#0000ff');
  });

  it('is none where nothing can be seen', () => {
    expect(makePlaceholder(pixelsOf(2, [1, 2, 3, 0], [4, 5, 6, 0]))).toBeUndefined();
  });
});

it('a ThumbHash has the average of the pixels [V1-50]', () => {
  const pixels = pixelsOf(2, [255, 128, 0, 255], [255, 128, 0, 255], [205, 78, 0, 255], [205, 78, 0, 255]);
  const { thumbHash = '' } = makePlaceholder(pixels) ?? {};
  const { r, g, b, a } = thumbHashToAverageRGBA(Uint8Array.from(atob(thumbHash), (c) => c.charCodeAt(0)));
  expect(a).toBe(1);
  for (const [value, expected] of [
    [r, 230],
    [g, 103],
    [b, 0],
  ] as const) {
    expect(Math.abs(value * 255 - expected)).toBeLessThan(10);
  }
});

describe('the small pixels of rows', () => {
  const rows = [Uint8Array.of(0b1010_0000), Uint8Array.of(0b0100_0000)];
  const [white, black] = [
    [255, 255, 255, 255],
    [0, 0, 0, 255],
  ];

  it('are read in each way that rows are packed', () => {
    const size = { widthPx: 3, heightPx: 2 };
    const grey = rowPixels({ ...size, kind: { colour: 'grey', depthBits: 1 }, rows });
    expect(grey).toEqual(pixelsOf(3, white, black, white, black, white, black));
    const palette = Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    const colours = rowPixels({ ...size, kind: { colour: 'palette', depthBits: 2, palette }, rows });
    expect([...colours.rgba.subarray(0, 12)]).toEqual([7, 8, 9, 255, 7, 8, 9, 255, 1, 2, 3, 255]);
    const rgb = rowPixels({ widthPx: 1, heightPx: 1, kind: { colour: 'rgb', depthBits: 8 }, rows: [palette] });
    expect([...rgb.rgba]).toEqual([1, 2, 3, 255]);
    const rgba = rowPixels({ widthPx: 2, heightPx: 1, kind: { colour: 'rgba', depthBits: 8 }, rows: [palette] });
    expect([...rgba.rgba]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it('are those in the middle of larger ones', () => {
    const row = Uint8Array.from({ length: 128 * 3 }, (_, at) => Math.floor(at / 3));
    const kind = { colour: 'rgb', depthBits: 8 } as const;
    const { rgba } = rowPixels({ widthPx: 128, heightPx: 3, kind, rows: [row, row, row] });
    expect([rgba[0], rgba[4], rgba[63 * 4]]).toEqual([1, 3, 127]);
  });
});

describe('a damaged JPEG', () => {
  const names = ['cup-landscape.jpg', 'cup-portrait-progressive.jpg', 'brick-tile-grey.jpg', 'cat-orientation-6.jpg'];

  it.each(names)('%s gives pixels or none, and never a fault', (name) => {
    const whole = sample(name);
    const inspected = inspectPicture(whole);
    if (!inspected.ok) throw new Error(name);
    const random = seededRandom(7);
    for (let round = 0; round < 200; round++) {
      const damaged = whole.slice();
      for (let change = 0; change < 6; change++) damaged[2 + random.int(whole.length - 2)] = random.int(256);
      const pixels = jpegPixels(damaged, inspected.value);
      expect(pixels === undefined || pixels.rgba.length === pixels.widthPx * pixels.heightPx * 4).toBe(true);
    }
    for (let length = 0; length < whole.length; length += 97) {
      expect(jpegPixels(whole.subarray(0, length), inspected.value)).toBeUndefined();
    }
  });

  it('is read up to its damage, where that is half of it or more', () => {
    const whole = sample('cup-landscape.jpg');
    const inspected = inspectPicture(whole);
    if (!inspected.ok) throw new Error('no picture');
    const damagedFrom = (share: number): Uint8Array =>
      whole
        .slice()
        .fill(0xff, Math.floor(whole.length * share), whole.length - 2)
        .fill(0, Math.floor(whole.length * share), Math.floor(whole.length * share) + 1);
    expect(jpegPixels(damagedFrom(0.95), inspected.value)).toBeDefined();
    expect(jpegPixels(damagedFrom(0.2), inspected.value)).toBeUndefined();
  });
});
