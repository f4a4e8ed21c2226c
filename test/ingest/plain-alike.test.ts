import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanCopy } from '../../src/ingest/clean-copy.ts';
import { concatenate } from '../../src/ingest/formats/bytes.ts';
import { inspectPicture } from '../../src/ingest/inspect.ts';
import { mendPicture } from '../../src/ingest/mend.ts';
import { withoutMetadata } from '../../src/ingest/without-metadata.ts';
import type { Picture } from '../../src/model/picture.ts';
import * as build from './formats/build-pictures.ts';

type Bytes = readonly number[];

/** Returns the parts with others among them, each behind as many parts as its number says. */
const among = (parts: readonly Bytes[], others: readonly (readonly [number, Bytes])[]): readonly Bytes[] =>
  parts.flatMap((part, index) => [
    ...others.filter(([at]) => at === index).map(([, other]) => other),
    part,
    ...(index === parts.length - 1 ? others.filter(([at]) => at > index).map(([, other]) => other) : []),
  ]);

const tiff = fc
  .tuple(fc.integer({ min: 0, max: 9 }), fc.constantFrom('II' as const, 'MM' as const), fc.boolean())
  .map(([orientation, order, isPrefixed]) => [
    ...(isPrefixed ? [0x45, 0x78, 0x69, 0x66, 0, 0] : []),
    ...build.exifTiff(orientation, order),
  ]);
const text = fc.constantFrom<Bytes>([], [0x53], [0x45, 0x78, 0x69, 0x66, 0, 0], [0x4d, 0x4d, 0, 42]);
const side = fc.integer({ min: 1, max: 40 });

/** Up to four parts, and behind which of three parts of the picture each comes. */
const placed = (part: fc.Arbitrary<Bytes>): fc.Arbitrary<[number, Bytes][]> =>
  fc.array(fc.tuple(fc.nat(3), part), { maxLength: 4 });

const png = fc
  .tuple(
    side,
    side,
    placed(
      fc.oneof(
        tiff.map((data) => build.pngChunk('eXIf', data)),
        // Another byte than the checksum is of.
        tiff.map((data) => build.pngChunk('eXIf', data).with(11, 9)),
        text.map((data) => build.pngChunk('eXIf', data)),
        text.map((data) => build.pngChunk('tEXt', data)),
        fc.constant(build.pngChunk('ABCD')),
      ),
    ),
  )
  .map(([widthPx, heightPx, others]) => {
    const [header, ...rest] = [build.pngHeader(widthPx, heightPx), build.pngData, build.pngChunk('IDAT', [4, 5])];
    return build.buildPng(header, ...among(rest, others));
  });

const jpeg = fc
  .tuple(
    side,
    side,
    fc.constantFrom(0xc0, 0xc2),
    placed(
      fc.oneof(
        tiff.map((data) => build.jpegExif(data)),
        tiff.map((data) => build.jpegSegment(0xe1, data)),
        fc.constantFrom(0xe0, 0xe1, 0xee, 0xfe).chain((marker) => text.map((data) => build.jpegSegment(marker, data))),
        fc.constant([0]),
        fc.constant([0xff, 0x01]),
      ),
    ),
  )
  .map(([widthPx, heightPx, marker, others]) => {
    const parts = [build.jpegFrame(widthPx, heightPx, 3, marker), build.jpegScan(), build.jpegScan(1)];
    return build.buildJpeg(...among(parts, others));
  });

const webp = fc
  .tuple(
    side,
    side,
    fc.constantFrom(0, 2, 8, 0x0a),
    fc.nat(3),
    fc.boolean(),
    placed(
      fc.oneof(
        tiff.map((data) => build.riffChunk('EXIF', data)),
        text.map((data) => build.riffChunk('EXIF', data)),
        text.map((data) => build.riffChunk('NOTE', data)),
      ),
    ),
  )
  .map(([widthPx, heightPx, flags, frameCount, isExtended, others]) => {
    const still = [build.vp8(widthPx, heightPx)];
    const frames = Array.from({ length: frameCount }, () => build.webpFrame(0, 0, widthPx, heightPx));
    const parts = isExtended && frameCount > 0 ? frames : still;
    const [first, rest] = isExtended ? [build.vp8x(flags, widthPx, heightPx), parts] : [still[0] ?? [], [[]]];
    return build.buildWebp(first, ...among(rest, others));
  });

const gif = fc
  .tuple(
    side,
    side,
    fc.array(fc.tuple(side, side, side, side), { minLength: 1, maxLength: 3 }),
    placed(fc.constantFrom<Bytes>([0x21, 0xfe, 1, 0x53, 0], build.gifControl(true))),
  )
  .map(([widthPx, heightPx, frames, others]) => {
    const images = frames.map(([width, height, left, top]) => build.gifImage(width, height).with(1, left).with(3, top));
    return build.buildGif(widthPx, heightPx, ...among(images, others));
  });

function inspected(bytes: Uint8Array): Picture {
  const result = inspectPicture(bytes);
  if (!result.ok) throw new Error(JSON.stringify(result.fault));
  return result.value;
}

/** Returns how a picture is shown by the header reader. */
const shown = (bytes: Uint8Array): string => {
  const { widthPx, heightPx, orientation } = inspected(bytes);
  return `${widthPx}x${heightPx}, orientation ${orientation}`;
};

/** Returns all that is made of a picture for Images: what is left without metadata, of itself and of its copies. */
async function sourcesOf(bytes: Uint8Array): Promise<readonly Uint8Array[]> {
  const picture = inspected(bytes);
  const copies = [bytes, cleanCopy(bytes, picture), await mendPicture(bytes)].filter((copy) => copy !== undefined);
  const parts = copies.flatMap((copy) => [[copy], withoutMetadata(copy, picture.format)]);
  return parts.filter((each) => each !== undefined).map(concatenate);
}

it.each(Object.entries({ png, jpeg, webp, gif }))(
  'a %s is shown as large and the same way up by all that is made of it for Images [DEL-1, IMG-25, IMG-32]',
  async (_, pictures) => {
    await fc.assert(
      fc.asyncProperty(pictures, async (bytes) => {
        for (const source of await sourcesOf(bytes)) expect(shown(source)).toBe(shown(bytes));
      }),
      { numRuns: 400 },
    );
  },
);
