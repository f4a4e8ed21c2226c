import { concatenate } from './bytes.ts';
import { exifOrientationOnly, UPRIGHT } from './exif.ts';
import { keptOfSegment } from './jpeg-application.ts';
import type { FrameSize } from './jpeg-frame.ts';
import { readJpeg, type JpegContents, type JpegSegment } from './jpeg.ts';

/** Returns a whole EXIF segment that says the orientation and nothing else, or nothing for an upright picture. */
const orientationSegment = (orientation: number): Uint8Array => {
  if (orientation === UPRIGHT) return new Uint8Array(0);
  const block = exifOrientationOnly(orientation);
  return concatenate([Uint8Array.of(0xff, 0xe1, 0, block.length + 2), block]);
};

/** Returns what a copy keeps of all segments, each with its marker. */
const keptSegments = (
  bytes: Uint8Array,
  segments: readonly JpegSegment[],
): readonly { readonly marker: number; readonly segment: Uint8Array }[] =>
  segments.flatMap(({ marker, at, endAt }) => {
    const segment = keptOfSegment(marker, bytes.subarray(at, endAt));
    return segment === undefined ? [] : { marker, segment };
  });

/** Returns the parts of a JPEG whose metadata is the orientation and the colour profile. */
const plainParts = (bytes: Uint8Array, { segments, orientation = UPRIGHT }: JpegContents): readonly Uint8Array[] => [
  Uint8Array.of(0xff, 0xd8),
  orientationSegment(orientation),
  ...keptSegments(bytes, segments).map(({ segment }) => segment),
  Uint8Array.of(0xff, 0xd9),
];

/**
 * Returns a JPEG of the same coded pixels without metadata but orientation and colour profile, as parts of `bytes` that
 * follow each other; so also without what cameras append behind the picture, and what stands between its only scan and
 * its end. Bytes without a marker right behind the coded pixels stay: only decoding tells them apart. Returns undefined
 * for a JPEG that cannot be read to its end.
 */
export const plainJpeg = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const read = readJpeg(bytes, true);
  return 'ok' in read || !read.hasScan ? undefined : plainParts(bytes, read);
};

/** Returns what stands in a copy for a segment that a copy keeps. */
export type CopySegment = (marker: number, segment: Uint8Array, frame: FrameSize) => Uint8Array;

const joinCopy = (bytes: Uint8Array, { segments, frame, orientation }: JpegContents, copy: CopySegment): Uint8Array =>
  concatenate([
    Uint8Array.of(0xff, 0xd8),
    orientationSegment(orientation ?? UPRIGHT),
    ...(frame === undefined
      ? []
      : keptSegments(bytes, segments).map(({ marker, segment }) => copy(marker, segment, frame))),
    Uint8Array.of(0xff, 0xd9),
  ]);

/**
 * Returns a JPEG of what `copy` makes of its segments. Its metadata is the orientation and the colour profile. Returns
 * undefined for a JPEG that is refused.
 */
export const copyJpeg = (bytes: Uint8Array, copy: CopySegment): Uint8Array | undefined => {
  const read = readJpeg(bytes);
  return 'ok' in read ? undefined : joinCopy(bytes, read, copy);
};

/**
 * Returns a JPEG of the same coded pixels without what stricter decoders refuse (IMG-25): bytes between segments, stray
 * markers, segments of impossible lengths, EXIF blocks that point nowhere. Its metadata is the orientation and the
 * colour profile. Returns undefined for a JPEG that has nothing of the kind, and for one that is refused.
 */
export const cleanJpeg = (bytes: Uint8Array): Uint8Array | undefined => {
  const read = readJpeg(bytes);
  if ('ok' in read || !read.hasDebris) return undefined;
  return concatenate(plainParts(bytes, read));
};
