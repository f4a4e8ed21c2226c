import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import {
  BLACK,
  BLUE,
  decode,
  GREEN,
  nearest,
  NOTHING,
  quarters,
  RED,
  transform,
  WHITE,
  type Pixel,
} from './pictures.ts';

const source = await quarters(200, 100).png().toBuffer();

it.each<[object, string]>([
  [{}, '200x100'],
  [{ width: 100, height: 100 }, '100x50'],
  [{ width: 400, height: 400 }, '200x100'],
  [{ width: 100 }, '100x50'],
  [{ height: 300 }, '200x100'],
  [{ fit: 'contain', width: 400, height: 400 }, '400x200'],
  [{ fit: 'contain', height: 50 }, '100x50'],
  [{ fit: 'cover', width: 400, height: 400 }, '400x400'],
  [{ fit: 'cover', width: 50, height: 60 }, '50x60'],
  [{ fit: 'cover', width: 400 }, '400x200'],
  [{ fit: 'crop', width: 50, height: 60 }, '50x60'],
  [{ fit: 'crop', width: 400, height: 400 }, '200x100'],
  [{ fit: 'crop', width: 400, height: 50 }, '200x50'],
  [{ fit: 'crop', width: 50 }, '50x25'],
  [{ fit: 'pad', width: 300, height: 300 }, '300x300'],
  [{ fit: 'pad', width: 50, height: 60 }, '50x60'],
  [{ fit: 'squeeze', width: 33, height: 99 }, '33x99'],
  [{ fit: 'squeeze', width: 400 }, '400x200'],
  [{ trim: { left: 20, top: 10, width: 60, height: 40 } }, '60x40'],
  [{ trim: { left: 20, top: 10, width: 60, height: 40 }, width: 30, height: 30 }, '30x20'],
  [{ trim: { left: 20, right: 30, top: 5, bottom: 15 } }, '150x80'],
  [{ trim: { left: 150, width: 100 } }, '50x100'],
  [{ fit: 'cover', width: 1, height: 1 }, '1x1'],
  [{ width: 1, height: 1 }, '1x1'],
])('%j makes %s of 200x100', async (options, expected) => {
  const { width, height } = await decode(await transform(source, [options]));
  expect(`${width}x${height}`).toBe(expected);
});

it.each([
  [1001, 667, 640, 426],
  [210, 140, 128, 85],
  [700, 300, 379, 162],
])('a width of %i × %i is the width that was asked for', async (width, height, asked, expected) => {
  const picture = await decode(await transform(await quarters(width, height).png().toBuffer(), [{ width: asked }]));
  expect([picture.width, picture.height]).toEqual([asked, expected]);
});

describe('the part that is shown', () => {
  /** The colours in the four corners, from the top left. */
  async function corners(options: object): Promise<readonly Pixel[]> {
    const { width, height, pixel } = await decode(await transform(source, [options]));
    return [pixel(0, 0), pixel(width - 1, 0), pixel(0, height - 1), pixel(width - 1, height - 1)].map(nearest);
  }

  const SQUARE = { fit: 'cover', width: 40, height: 40 };
  const FLAT = { fit: 'cover', width: 80, height: 20 };

  it.each<[string, object, readonly Pixel[]]>([
    ['the middle', SQUARE, [RED, GREEN, BLUE, BLACK]],
    ['the left', { ...SQUARE, gravity: 'left' }, [RED, RED, BLUE, BLUE]],
    ['the right', { ...SQUARE, gravity: 'right' }, [GREEN, GREEN, BLACK, BLACK]],
    ['the top', { ...FLAT, gravity: 'top' }, [RED, GREEN, RED, GREEN]],
    ['the bottom', { ...FLAT, gravity: 'bottom' }, [BLUE, BLACK, BLUE, BLACK]],
    ['the left by a share', { ...SQUARE, gravity: { x: 0, y: 0.5 } }, [RED, RED, BLUE, BLUE]],
    ['the bottom by a share', { ...FLAT, gravity: { x: 0.5, y: 1 } }, [BLUE, BLACK, BLUE, BLACK]],
    [
      'what is around a point',
      { ...SQUARE, gravity: { x: 0.75, y: 0.5, mode: 'box-center' } },
      [GREEN, GREEN, BLACK, BLACK],
    ],
    ['of a crop', { ...SQUARE, fit: 'crop', gravity: 'right' }, [GREEN, GREEN, BLACK, BLACK]],
    ['of a trimmed picture', { trim: { left: 110, top: 60, width: 50, height: 30 } }, [BLACK, BLACK, BLACK, BLACK]],
    [
      'of a trimmed and covered one',
      { ...SQUARE, trim: { left: 110, width: 90, height: 40 } },
      [GREEN, GREEN, GREEN, GREEN],
    ],
    ['squeezed', { fit: 'squeeze', width: 20, height: 60 }, [RED, GREEN, BLUE, BLACK]],
  ])('is %s', async (_what, options, expected) => {
    expect(await corners(options)).toEqual(expected);
  });

  it.each<[object, Pixel]>([
    [{}, WHITE],
    [{ background: '#00ff00' }, GREEN],
    [{ background: 'transparent' }, NOTHING],
    [{ background: 'rgba(0, 0, 0, 0)' }, NOTHING],
  ])('is surrounded by what %j says', async (options, expected) => {
    const padded = await decode(await transform(source, [{ fit: 'pad', width: 100, height: 100, ...options }]));
    expect([padded.pixel(50, 0), padded.pixel(50, 24), padded.pixel(50, 75)]).toEqual([expected, expected, expected]);
    expect([padded.pixel(5, 30), padded.pixel(95, 70)]).toEqual([RED, BLACK]);
  });
});

/** What a camera that was held in each of the eight ways has stored; sharp mirrors before it turns. */
const STORED: readonly ((upright: Sharp) => Sharp)[] = [
  (upright) => upright,
  (upright) => upright.flop(),
  (upright) => upright.rotate(180),
  (upright) => upright.flip(),
  (upright) => upright.flip().rotate(90),
  (upright) => upright.rotate(270),
  (upright) => upright.flop().rotate(90),
  (upright) => upright.rotate(90),
];

it.each([1, 2, 3, 4, 5, 6, 7, 8])('turns EXIF orientation %i upright before it trims', async (orientation) => {
  const isTurned = orientation > 4;
  const [width, height] = isTurned ? [100, 200] : [200, 100];
  const upright = await quarters(200, 100).removeAlpha().png().toBuffer();
  const turned = await STORED[orientation - 1]?.(sharp(upright)).png().toBuffer();
  const photograph = await sharp(turned)
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();
  expect(await sharp(photograph).metadata()).toMatchObject({ width, height, orientation });
  const whole = await decode(await transform(photograph, []));
  expect([whole.width, whole.height]).toEqual([200, 100]);
  const part = await decode(await transform(photograph, [{ trim: { left: 120, top: 10, width: 60, height: 30 } }]));
  expect([part.width, part.height, nearest(part.pixel(30, 15))]).toEqual([60, 30, GREEN]);
});
