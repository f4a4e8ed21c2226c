import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { animation, BLACK, BLUE, decode, GREEN, noise, quarters, RED, transform, WHITE } from './pictures.ts';

const COLORS = [RED, GREEN, BLUE];

describe.each(['gif', 'webp'] as const)('an animated %s', (format) => {
  const timed = async (bytes: Uint8Array | number): Promise<object> => {
    if (typeof bytes === 'number') return { fault: bytes };
    const { width, height, pages, delay, loop } = await sharp(bytes).metadata();
    return { width, height, pages, delay, loop };
  };

  it.each(['gif', 'webp'] as const)('stays one as %s, with its timing', async (output) => {
    const made = await transform(await animation(format, 60, COLORS), [{ width: 30 }], {
      format: `image/${output}`,
      anim: true,
    });
    expect(await timed(made)).toEqual({ width: 30, height: 30, pages: 3, delay: [100, 200, 300], loop: 3 });
  });

  it.each<[string, object[], number, number]>([
    ['scaled', [{ width: 30 }], 30, 30],
    ['cut', [{ trim: { left: 10, top: 20, width: 40, height: 30 } }], 40, 30],
    ['covered', [{ fit: 'cover', width: 20, height: 35 }], 20, 35],
    ['squeezed', [{ fit: 'squeeze', width: 20, height: 35 }], 20, 35],
    ['cut, then scaled by another transformation', [{ trim: { width: 40, height: 20 } }, { width: 20 }], 20, 10],
  ])('is %s in all frames', async (_what, transforms, width, height) => {
    const made = await transform(await animation(format, 60, COLORS), transforms, { format: 'image/gif' });
    const picture = await decode(made);
    expect([picture.width, picture.height, picture.frames]).toEqual([width, height, 3]);
    const middles = COLORS.map((_, frame) => picture.pixel(Math.floor(width / 2), Math.floor(height / 2), frame));
    expect(middles).toEqual(COLORS);
  });

  it('is padded around each frame', async () => {
    const pad = { fit: 'pad', width: 40, height: 20, background: '#000000' };
    const padded = await decode(await transform(await animation(format, 60, COLORS), [pad], { format: 'image/gif' }));
    expect([padded.width, padded.height, padded.frames]).toEqual([40, 20, 3]);
    for (const [frame, color] of COLORS.entries()) {
      expect([padded.pixel(2, 10, frame), padded.pixel(20, 10, frame), padded.pixel(37, 10, frame)]).toEqual([
        BLACK,
        color,
        BLACK,
      ]);
    }
  });

  it.each([
    { format: 'image/webp', anim: false },
    { format: 'image/gif', anim: false },
    { format: 'image/png', anim: true },
    { format: 'image/jpeg', anim: true },
  ])('shows its first frame as %j', async (output) => {
    const picture = await decode(await transform(await animation(format, 60, COLORS), [{ width: 30 }], output));
    expect([picture.width, picture.height, picture.frames]).toEqual([30, 30, 1]);
    expect(picture.pixel(15, 15)[0]).toBeGreaterThan(250);
  });
});

it.each(['image/jpeg', 'image/webp', 'image/avif'])('quality changes the size of %s', async (format) => {
  const source = await noise(96).png().toBuffer();
  const size = async (quality?: number): Promise<number> => {
    const output = { format, ...(quality === undefined ? {} : { quality }) };
    const made = await transform(source, [], output);
    return typeof made === 'number' ? 0 : made.length;
  };
  const [low, middle, high] = [await size(20), await size(60), await size(95)];
  expect(0 < low && low < middle && middle < high).toBe(true);
  expect(await size()).toBe(await size(85));
});

it.each([
  ['image/avif', 'heif'],
  ['image/gif', 'gif'],
  ['image/jpeg', 'jpeg'],
  ['image/png', 'png'],
  ['image/webp', 'webp'],
])('writes %s without metadata, in sRGB', async (format, name) => {
  const source = await quarters(40, 20)
    .withMetadata({ exif: { IFD0: { Copyright: 'somebody' } } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
  const made = await transform(source, [{ width: 20 }], { format });
  if (typeof made === 'number') throw new Error(`fault ${made}`);
  const metadata = await sharp(made).metadata();
  expect([metadata.format, metadata.width, metadata.exif, metadata.icc, metadata.xmp, metadata.space]).toEqual([
    name,
    20,
    undefined,
    undefined,
    undefined,
    'srgb',
  ]);
});

it.each<[string, (picture: Sharp) => Sharp]>([
  ['colour', (picture) => picture.png()],
  ['grey', (picture) => picture.flatten().greyscale().jpeg()],
  ['16 bits', (picture) => picture.toColourspace('rgb16').png()],
  ['CMYK', (picture) => picture.flatten().toColourspace('cmyk').jpeg()],
])('raw pixels of a picture in %s are four bytes each', async (_what, make) => {
  const source = await make(quarters(40, 20)).toBuffer();
  const made = await transform(source, [{ fit: 'squeeze', width: 7, height: 5 }], { format: 'rgba' });
  if (typeof made === 'number') throw new Error(`fault ${made}`);
  expect(made).toHaveLength(7 * 5 * 4);
  expect(made[3]).toBe(255);
});

describe('what lets light through', async () => {
  const glass = await sharp({ create: { width: 40, height: 40, channels: 4, background: '#00000000' } })
    .png()
    .toBuffer();
  const middle = async (transform_: object, output: object): Promise<unknown> => {
    const picture = await decode(await transform(glass, [transform_], output));
    return picture.pixel(10, 10);
  };

  it('stays so, where the format can', async () => {
    expect(await middle({ width: 20 }, { format: 'image/webp' })).toEqual([0, 0, 0, 0]);
  });

  it('is white in a JPEG, and what the background says', async () => {
    expect(await middle({ width: 20 }, { format: 'image/jpeg' })).toEqual(WHITE);
    expect(await middle({ width: 20, background: '#00ff00' }, { format: 'image/png' })).toEqual(GREEN);
    expect(await middle({ width: 20 }, { format: 'image/png', background: 'red' })).toEqual(RED);
    expect(await middle({ width: 20, background: 'blue' }, { format: 'image/png', background: 'red' })).toEqual(BLUE);
  });

  it('is filled in a GIF, too, whose palette does not have the colour', async () => {
    const gif = await sharp(glass).gif().toBuffer();
    const pad = { fit: 'pad', width: 20, height: 10, background: '#336699' };
    const picture = await decode(await transform(gif, [pad], { format: 'image/gif' }));
    expect([picture.pixel(1, 5), picture.pixel(10, 5)]).toEqual([
      [0x33, 0x66, 0x99, 255],
      [0x33, 0x66, 0x99, 255],
    ]);
  });

  it('is filled around the picture, too', async () => {
    const pad = { fit: 'pad', width: 20, height: 10, background: 'transparent' };
    const picture = await decode(await transform(glass, [pad], { format: 'image/jpeg' }));
    expect([picture.pixel(1, 5), picture.pixel(10, 5)]).toEqual([WHITE, WHITE]);
  });
});

describe('faults', async () => {
  const good = await noise(64).jpeg().toBuffer();

  it('9412 for what is no picture', async () => {
    expect(await transform(Buffer.from('<html>'), [])).toBe(9412);
    expect(await transform(Buffer.alloc(0), [])).toBe(9412);
  });

  it('9413 for what is too large', async () => {
    const huge = sharp({
      create: { width: 10_001, height: 10_000, channels: 3, background: 'red' },
      limitInputPixels: false,
    });
    expect(await transform(await huge.png().toBuffer(), [{ width: 10 }])).toBe(9413);
    expect(await transform(Buffer.concat([good, Buffer.alloc(20_000_000)]), [])).toBe(9413);
    expect(await transform(good, [{ fit: 'contain', width: 12_000, height: 12_000 }])).toBe(9413);
  });

  it('9420 for what is damaged', async () => {
    expect(await transform(good.subarray(0, good.length - 500), [{ width: 10 }])).toBe(9420);
    const png = await noise(64).png().toBuffer();
    expect(await transform(png.fill(0, 200, 300), [{ width: 10 }])).toBe(9420);
  });

  it('9520 for a format that the hosted service does not read', async () => {
    expect(await transform(await noise(8).tiff().toBuffer(), [])).toBe(9520);
    expect(await transform(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'), [])).toBe(
      9520,
    );
  });

  it.each<[object, object]>([
    [{ width: 0 }, { format: 'image/png' }],
    [{ width: 1.5 }, { format: 'image/png' }],
    [{ width: 12_001 }, { format: 'image/png' }],
    [{ fit: 'fill' }, { format: 'image/png' }],
    [{ gravity: 'auto' }, { format: 'image/png' }],
    [{ gravity: { x: 2 } }, { format: 'image/png' }],
    [{ blur: 5 }, { format: 'image/png' }],
    [{ trim: { left: 64 } }, { format: 'image/png' }],
    [{ background: 'no colour' }, { format: 'image/png' }],
    [{}, { format: 'image/png', background: 'no colour' }],
    [{}, { format: 'image/tiff' }],
    [{}, { format: 'image/jpeg', quality: 0 }],
    [{}, { format: 'image/jpeg', quality: 101 }],
  ])('9401 for %j and %j', async (options, output) => {
    expect(await transform(good, [options], output)).toBe(9401);
  });
});

it.each(['image/png', 'image/webp'])('a grey picture is put on a colour in %s', async (format) => {
  const grey = await sharp({ create: { width: 20, height: 40, channels: 3, background: '#808080' } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  const pad = { fit: 'pad', width: 40, height: 40, background: '#ff0000' };
  const picture = await decode(await transform(grey, [pad], { format }));
  const [level] = picture.pixel(20, 20);
  expect(Math.abs(level - 128)).toBeLessThan(4);
  const [red, green, blue] = picture.pixel(2, 2);
  expect([red, green, blue].map((value) => Math.round(value / 32))).toEqual([8, 0, 0]);
});
