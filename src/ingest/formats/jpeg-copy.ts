import { concatenate, hasAscii } from './bytes.ts';
import { exifOrientationOnly, UPRIGHT } from './exif.ts';
import type { FrameSize } from './jpeg-frame.ts';
import { readJpeg, type JpegContents, type JpegSegment } from './jpeg.ts';

const FIRST_APPLICATION_SEGMENT = 0xe0;
const COMMENT = 0xfe;

/** The application segments that say how colours are meant, with the beginning of their data. */
const COLOUR_SEGMENTS: readonly (readonly [number, string])[] = [
  [0xe0, 'JFIF\0'],
  [0xe2, 'ICC_PROFILE\0'],
  [0xee, 'Adobe'],
];

/** Returns whether the picture looks the same only with this segment. */
const isNeeded = (bytes: Uint8Array, { marker, at }: JpegSegment): boolean => {
  if (marker < FIRST_APPLICATION_SEGMENT) return true;
  if (marker > FIRST_APPLICATION_SEGMENT + 15) return marker !== COMMENT;
  return COLOUR_SEGMENTS.some(
    ([colourMarker, beginning]) => marker === colourMarker && hasAscii(bytes, at + 4, beginning),
  );
};

/** Returns a whole EXIF segment that says the orientation and nothing else, or nothing for an upright picture. */
const orientationSegment = (orientation: number): Uint8Array => {
  if (orientation === UPRIGHT) return new Uint8Array(0);
  const block = exifOrientationOnly(orientation);
  return concatenate([Uint8Array.of(0xff, 0xe1, 0, block.length + 2), block]);
};

/** Returns the parts of a JPEG whose metadata is the orientation and the colour profile. */
const plainParts = (bytes: Uint8Array, { segments, orientation = UPRIGHT }: JpegContents): readonly Uint8Array[] => [
  Uint8Array.of(0xff, 0xd8),
  orientationSegment(orientation),
  ...segments.filter((segment) => isNeeded(bytes, segment)).map(({ at, endAt }) => bytes.subarray(at, endAt)),
  Uint8Array.of(0xff, 0xd9),
];

/**
 * Returns a JPEG of the same coded pixels without metadata but orientation and colour profile, as parts of `bytes` that
 * follow each other; so also without what cameras append behind the picture. Returns undefined for a JPEG that cannot
 * be read to its end.
 */
export const plainJpeg = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const read = readJpeg(bytes, true);
  return 'ok' in read || !read.hasScan ? undefined : plainParts(bytes, read);
};

/** Returns what stands for a segment in a copy. */
export type CopySegment = (segment: JpegSegment, frame: FrameSize) => Uint8Array;

const joinCopy = (bytes: Uint8Array, { segments, frame, orientation }: JpegContents, copy: CopySegment): Uint8Array =>
  concatenate([
    Uint8Array.of(0xff, 0xd8),
    orientationSegment(orientation ?? UPRIGHT),
    ...(frame === undefined
      ? []
      : segments.filter((segment) => isNeeded(bytes, segment)).map((each) => copy(each, frame))),
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
