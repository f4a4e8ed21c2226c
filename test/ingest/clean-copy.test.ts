import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { render } from '../../src/delivery/render.ts';
import { cleanCopy } from '../../src/ingest/clean-copy.ts';
import { findLzwDamage, joinSubBlocks } from '../../src/ingest/formats/gif-lzw.ts';
import { readGif } from '../../src/ingest/formats/gif.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { images } from '../support/images.ts';
import { sample } from '../support/pictures.ts';
import { renderOrder } from '../support/render-order.ts';
import * as build from './formats/build-pictures.ts';
import { summarizeInspection } from './summarize-inspection.ts';

const BOX = { widthPx: 40, heightPx: 40 };

const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const insert = (bytes: Uint8Array, at: number, part: readonly number[]): Uint8Array =>
  joined(bytes.subarray(0, at), part, bytes.subarray(at));
const filled = (bytes: Uint8Array, value: number, from: number, to: number): Uint8Array =>
  bytes.slice().fill(value, from, to);

/** The size of the rendition that Images makes of what is rendered of this upload, or why there is none. */
async function renderUpload(bytes: Uint8Array): Promise<string> {
  const inspected = inspectPicture(bytes);
  if (!inspected.ok) return inspected.fault.kind;
  const picture = inspected.value;
  const rendered = await render(images, [cleanCopy(bytes, picture) ?? bytes], renderOrder(picture.format, 'webp', BOX));
  if (!rendered.ok) return rendered.fault;
  const info = await env.IMAGES.info(new Blob([rendered.value.bytes]).stream());
  return 'width' in info ? `${info.width}x${info.height}` : 'no size';
}

const copyOf = (bytes: Uint8Array): Uint8Array | undefined => {
  const inspected = inspectPicture(bytes);
  return inspected.ok ? cleanCopy(bytes, inspected.value) : undefined;
};

/** Where the first segment with this marker begins. */
const segmentAt = (jpeg: Uint8Array, marker: number): number =>
  jpeg.findIndex((byte, at) => byte === 0xff && jpeg[at + 1] === marker);

/** The JPEG with another length of the first segment with this marker. */
const withLength = (jpeg: Uint8Array, marker: number, difference: number): Uint8Array => {
  const at = segmentAt(jpeg, marker) + 3;
  return jpeg.with(at, (jpeg[at] ?? 0) + difference);
};

describe('a flawed JPEG', () => {
  const upright = sample('cup-landscape.jpg');
  const turned = sample('cat-orientation-6.jpg');
  const [tables, scan] = [segmentAt(upright, 0xdb), segmentAt(upright, 0xda)];
  const exif = (...tiff: readonly number[]): Uint8Array => insert(upright, 2, build.jpegExif(tiff));
  const tiff = build.exifTiff(6);
  const farValue = [0x0f, 1, 2, 0, 100, 0, 0, 0, 0xff, 0xff, 0xff, 0x7f];

  it.each<[string, Uint8Array, string]>([
    ['a byte before the first marker', insert(upright, 2, [0]), '40x27'],
    ['bytes before the tables', insert(upright, tables, [1, 2, 0xff, 0, 3]), '40x27'],
    ['bytes before the scan', insert(upright, scan, [0, 0]), '40x27'],
    ['a second beginning', insert(upright, 2, [0xff, 0xd8]), '40x27'],
    ['a restart mark that restarts nothing', insert(upright, 2, [0xff, 0xd0]), '40x27'],
    ['a segment that is too short for its data', withLength(upright, 0xe0, -3), '40x27'],
    ['an application segment of length 0', insert(upright, 2, [0xff, 0xe5, 0, 0]), '40x27'],
    ['a comment of length 1', insert(upright, 2, [0xff, 0xfe, 0, 1]), '40x27'],
    ['EXIF that points nowhere', exif(...tiff.slice(0, 4), 0xff, 0xff, 0xff, 0x7f), '40x27'],
    ['EXIF with a value that is far away', exif(...tiff.slice(0, 8), 2, 0, ...farValue, ...tiff.slice(10)), '27x40'],
    ['EXIF of more entries than there are', exif(...tiff.slice(0, 8), 0xff, 0xff, ...tiff.slice(10)), '27x40'],
    ['stray bytes in a turned picture', insert(turned, segmentAt(turned, 0xdb), [0]), '40x27'],
  ])('is rendered in spite of %s [IMG-25]', async (_, bytes, expected) => {
    expect(copyOf(bytes)).toBeDefined();
    expect(await renderUpload(bytes)).toBe(expected);
  });

  it.each<[string, Uint8Array]>([
    ['quantization table', withLength(upright, 0xdb, 1)],
    ['Huffman table', withLength(upright, 0xc4, 5)],
    ['scan header', withLength(upright, 0xda, 1)],
  ])('is refused for a %s of a wrong length [IMG-26]', (_, bytes) => {
    expect(summarizeInspection(bytes)).toBe('picture-corrupt');
  });

  it('keeps its colours and its orientation, and nothing else of its metadata', () => {
    const profile = build.jpegSegment(0xe2, [...build.textBytes('ICC_PROFILE\0'), 1, 1, 7, 7]);
    const secret = build.jpegSegment(0xe1, [...build.textBytes('http://ns.adobe.com/xap/1.0/\0secret')]);
    const bytes = insert(upright, 2, [...build.jpegExif(tiff), ...secret, ...profile, 0]);
    const copy = copyOf(bytes) ?? new Uint8Array(0);
    const text = new TextDecoder('latin1').decode(copy);
    expect(inspectPicture(copy)).toMatchObject({ ok: true, value: { orientation: 6 } });
    expect(text).toContain('ICC_PROFILE');
    expect(text).toContain('JFIF');
    expect(text).not.toContain('secret');
    expect(copyOf(copy)).toBeUndefined();
  });
});

describe('a flawed PNG', () => {
  const whole = sample('cup-palette.png');
  const dataAt = new TextDecoder('latin1').decode(whole).indexOf('IDAT') - 4;
  const data = [...whole.subarray(dataAt + 8, -16)];
  const head = whole.subarray(0, dataAt);
  const end = whole.subarray(-12);
  const withData = (...chunks: readonly (readonly number[])[]): Uint8Array => joined(head, chunks.flat(), end);
  const half = data.length >> 1;

  it.each<[string, Uint8Array]>([
    ['an unknown chunk that claims to be critical', insert(whole, 33, build.pngChunk('ABCD', [1, 2]))],
    ['a chunk with a reserved name', insert(whole, 33, build.pngChunk('abcd', [1, 2]))],
    ['a second header', insert(whole, 33, [...whole.subarray(8, 33)])],
    ['empty data chunks', withData(build.pngChunk('IDAT'), build.pngChunk('IDAT'), build.pngChunk('IDAT', data))],
    [
      'a chunk within the data',
      withData(
        build.pngChunk('IDAT', data.slice(0, half)),
        build.pngChunk('tEXt', [65, 0, 66]),
        build.pngChunk('IDAT', data.slice(half)),
      ),
    ],
  ])('is rendered in spite of %s [IMG-25]', async (_, bytes) => {
    expect(copyOf(bytes)).toBeDefined();
    expect(await renderUpload(bytes)).toBe('40x27');
  });

  it('is refused for a wrong checksum of its data, and taken with one of a text [IMG-26]', async () => {
    const middle = dataAt + 100;
    expect(summarizeInspection(whole.with(middle, (whole[middle] ?? 0) ^ 1))).toBe('picture-corrupt');
    const wrongText = insert(whole, 33, build.pngChunk('tEXt', [65, 0, 66]).with(11, 67));
    expect(await renderUpload(wrongText)).toBe('40x27');
  });

  it('keeps its colours and its orientation', () => {
    const extras = [build.pngChunk('eXIf', build.exifTiff(6)), build.pngChunk('tEXt', [65, 0, 66])].flat();
    const copy = copyOf(insert(whole, 33, [...extras, ...build.pngChunk('ABCD')])) ?? new Uint8Array(0);
    expect(inspectPicture(copy)).toMatchObject({ ok: true, value: { orientation: 6, frameCount: 1 } });
    const text = new TextDecoder('latin1').decode(copy);
    expect(['PLTE', 'gAMA', 'cHRM', 'eXIf'].every((name) => text.includes(name))).toBe(true);
    expect(text).not.toContain('tEXt');
    expect(copyOf(copy)).toBeUndefined();
  });
});

describe('a flawed GIF', () => {
  const still = sample('cup-static.gif');
  const moving = sample('box-turntable.gif');
  /** Where the codes of the first image begin. */
  const codesAt = (bytes: Uint8Array): number => {
    const read = readGif(bytes);
    return 'ok' in read ? 0 : (read.blocks.flatMap(({ image }) => image ?? [])[0]?.codesAt ?? 0);
  };
  const damaged = (bytes: Uint8Array): Uint8Array => filled(bytes, 0xff, codesAt(bytes) + 50, codesAt(bytes) + 60);

  it.each<[string, Uint8Array, string]>([
    ['a missing end', still.subarray(0, -1), '40x27'],
    ['something else for the end', joined(still.subarray(0, -1), [0x99, 0x98]), '40x27'],
    ['empty blocks before the end', joined(still.subarray(0, -1), [0, 0, 0x3b]), '40x27'],
    ['codes that nothing defines', damaged(still), '40x27'],
    ['such codes in an animation', damaged(moving), '36x40'],
  ])('is rendered in spite of %s [IMG-25]', async (_, bytes, expected) => {
    expect(copyOf(bytes)).toBeDefined();
    expect(await renderUpload(bytes)).toBe(expected);
  });

  it('that shows a frame past its screen is rendered [IMG-25]', async () => {
    const frameAt = 13 + 3 * 2 ** (((still[10] ?? 0) & 7) + 1);
    const imageAt = still.indexOf(0x2c, frameAt);
    expect(await renderUpload(still.with(imageAt + 1, 10))).toMatch(/^\d+x\d+$/);
  });

  it('keeps all its frames, whose codes are then sound', () => {
    const copy = copyOf(damaged(moving)) ?? new Uint8Array(0);
    const [before, after] = [inspectPicture(moving), inspectPicture(copy)];
    expect(after).toEqual(before);
    expect(copyOf(copy)).toBeUndefined();
  });
});

describe('LZW codes', () => {
  const image = { codeSizeBits: 2, pixelCount: 100 };
  /** Codes of the given widths, the lowest bit first. */
  const pack = (...codes: readonly (readonly [number, number])[]): Uint8Array => {
    const bits = codes.flatMap(([code, width]) => Array.from({ length: width }, (_, bit) => (code >> bit) & 1));
    return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, at) =>
      bits.slice(at * 8, at * 8 + 8).reduce((byte, bit, index) => byte | (bit << index), 0),
    );
  };

  it.each<[string, Uint8Array, number | undefined]>([
    ['a clear code, colours, the end', pack([4, 3], [1, 3], [2, 3], [5, 4]), undefined],
    ['a code that defines itself', pack([4, 3], [1, 3], [6, 3], [5, 4]), undefined],
    ['one past it', pack([4, 3], [1, 3], [7, 3]), 6],
    ['a first code that is no colour', pack([4, 3], [6, 3]), 3],
    ['a code of before a clear code', pack([4, 3], [1, 3], [2, 3], [4, 3], [6, 3]), 12],
    ['nothing', new Uint8Array(0), undefined],
  ])('%s', (_, data, soundBits) => {
    expect(findLzwDamage(data, image)?.soundBits).toBe(soundBits);
  });

  it('are sound in all samples, and not looked at past the last pixel', () => {
    for (const name of ['cup-static.gif', 'box-turntable.gif', 'shirt-green-transparent.gif', 'pixel.gif']) {
      expect(copyOf(sample(name))).toBeUndefined();
    }
    expect(findLzwDamage(pack([4, 3], [1, 3], [7, 3]), { ...image, pixelCount: 1 })).toBeUndefined();
  });

  it('come in one piece from any sub-blocks', () => {
    expect(joinSubBlocks(Uint8Array.of(9, 2, 7, 8, 1, 9, 0, 5), 1, 7)).toEqual(Uint8Array.of(7, 8, 9));
  });
});

it('a WEBP of 28 bytes is taken and rendered [IMG-25]', async () => {
  // One pixel: its size, then five codes of one symbol each.
  const bits = [
    0,
    0,
    0,
    ...[
      [1, 0, 0, 1],
      [1, 0, 0, 1],
      [1, 0, 0, 1],
      [1, 0, 0, 1],
      [1, 0, 0, 0],
    ].flat(),
    0,
  ];
  const codes = [0, 8, 16].map((at) => bits.slice(at, at + 8).reduce((byte, bit, index) => byte | (bit << index), 0));
  const smallest = build.buildWebp(build.riffChunk('VP8L', [0x2f, 0, 0, 0, 0, ...codes]));
  expect(smallest).toHaveLength(28);
  expect(await renderUpload(smallest)).toBe('1x1');
});
