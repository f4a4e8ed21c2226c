import { concatenate, hasAscii } from './bytes.ts';

const FIRST_APPLICATION_SEGMENT = 0xe0;
const JFIF_SEGMENT = 0xe0;
const PROFILE_SEGMENT = 0xe2;
const ADOBE_SEGMENT = 0xee;
const COMMENT = 0xfe;
/** The bytes of marker and length before the data of a segment. */
const SEGMENT_HEAD_BYTES = 4;
/** JFIF up to its thumbnail (version and density), and the thumbnail's width and height, a byte each. */
const JFIF_BYTES = 12;
const NO_THUMBNAIL = Uint8Array.of(0, 0);
/** Adobe's segment, in which only the colour transform counts, the last byte. */
const ADOBE_BYTES = 12;

const isApplicationData = (marker: number): boolean =>
  (marker >= FIRST_APPLICATION_SEGMENT && marker < FIRST_APPLICATION_SEGMENT + 16) || marker === COMMENT;

const withData = (marker: number, data: Uint8Array): Uint8Array =>
  concatenate([Uint8Array.of(0xff, marker, 0, data.length + 2), data]);

/**
 * Returns what a copy keeps of a segment of a JPEG: all of it, or of those of applications what says how colours are
 * meant, without the thumbnail of JFIF and whatever stands behind the fields of JFIF and Adobe. Those that are too short
 * for their fields say nothing to decoders, and are left out. Returns undefined where nothing is kept.
 */
export const keptOfSegment = (marker: number, segment: Uint8Array): Uint8Array | undefined => {
  if (!isApplicationData(marker)) return segment;
  const data = segment.subarray(SEGMENT_HEAD_BYTES);
  if (marker === PROFILE_SEGMENT && hasAscii(data, 0, 'ICC_PROFILE\0')) return segment;
  if (marker === JFIF_SEGMENT && hasAscii(data, 0, 'JFIF\0') && data.length >= JFIF_BYTES + NO_THUMBNAIL.length) {
    return withData(marker, concatenate([data.subarray(0, JFIF_BYTES), NO_THUMBNAIL]));
  }
  if (marker === ADOBE_SEGMENT && hasAscii(data, 0, 'Adobe') && data.length >= ADOBE_BYTES) {
    return withData(marker, data.subarray(0, ADOBE_BYTES));
  }
  return undefined;
};
