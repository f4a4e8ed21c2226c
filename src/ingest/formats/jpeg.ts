import { readUint16BE } from './bytes.ts';
import { exifOrientation, exifPayload, isSoundExif } from './exif.ts';
import { MAX_BLOCKS, MAX_SCANNED_PIXELS, MAX_SCANS } from '../limits.ts';
import { corrupt, toPicture, tooLarge, tooManyBlocks, type FormatReader, type Inspection } from './format-reader.ts';
import { isFrameHeader, readFrame, type FrameSize } from './jpeg-frame.ts';
import { endOfFile, endOfScan, isOnlyScan, isRestart } from './jpeg-scan-end.ts';
import { isSoundTable } from './jpeg-tables.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const DEFINE_RESTART = 0xdd;
const EXIF_SEGMENT = 0xe1;
const TEMPORARY = 0x01;
/** The first byte of every marker, which may be repeated any number of times. */
const FILL = 0xff;
/** Markers below this one are reserved, and so are a few above it, for extensions that nobody uses. */
const FIRST_SEGMENT = 0xc0;
const FIRST_EXTENSION = 0xf0;
const RESERVED_SEGMENTS: readonly number[] = [0xc8, 0xde, 0xdf];
/** Segments for applications, and comments: decoders skip those that they do not know. */
const FIRST_APPLICATION_SEGMENT = 0xe0;
const COMMENT = 0xfe;

const CUT_OFF = 'The JPEG ends before its end mark: it is cut off.';

/** A segment of a JPEG from its marker on; that of a scan goes up to the end of its coded pixels. */
export interface JpegSegment {
  readonly marker: number;
  readonly at: number;
  readonly endAt: number;
}

/** What a JPEG consists of. */
export interface JpegContents {
  readonly segments: JpegSegment[];
  frame: FrameSize | undefined;
  orientation: number | undefined;
  hasScan: boolean;
  scanCount: number;
  /** There is something in the file that browsers skip and stricter decoders refuse. */
  hasDebris: boolean;
  hasRestarts: boolean;
  /** The scan that has been read is the whole picture. */
  isComplete: boolean;
  /** The ends of all scans are searched, and none is assumed to be that of the file. */
  readonly isSearched: boolean;
}

const isReserved = (marker: number): boolean =>
  marker < FIRST_SEGMENT || RESERVED_SEGMENTS.includes(marker) || (marker >= FIRST_EXTENSION && marker !== COMMENT);

const isApplicationData = (marker: number): boolean =>
  (marker >= FIRST_APPLICATION_SEGMENT && marker < FIRST_APPLICATION_SEGMENT + 16) || marker === COMMENT;

/** Reads the scan whose coded pixels begin at `scanAt`. Returns the position after it, or why the file is refused. */
const readScan = (found: JpegContents, bytes: Uint8Array, headerAt: number, scanAt: number): number | Inspection => {
  if (!found.frame) return corrupt('The JPEG has a scan before its frame header.');
  found.scanCount += 1;
  const scannedPixels = found.scanCount * found.frame.widthPx * found.frame.heightPx;
  if (found.scanCount > MAX_SCANS || scannedPixels > MAX_SCANNED_PIXELS) {
    return tooLarge('The JPEG has more scans than a picture of its size needs: save it again with an image editor.');
  }
  const isOnly = found.scanCount === 1 && isOnlyScan(bytes, headerAt, found.frame);
  const shortcutAt = isOnly && !found.isSearched ? endOfFile(bytes) : -1;
  const hasRestarts = found.hasRestarts || !found.isSearched;
  const endAt = shortcutAt >= scanAt ? shortcutAt : endOfScan(bytes, scanAt, hasRestarts);
  if (endAt < 0) return corrupt(CUT_OFF);
  found.hasScan ||= endAt > scanAt;
  found.isComplete = isOnly && found.isSearched;
  return endAt;
};

/** Reads the first EXIF block. One behind the first scan is too late: decoders have the whole header by then. */
const readExif = (found: JpegContents, segment: Uint8Array): void => {
  const counts = found.orientation === undefined && found.scanCount === 0;
  const tiff = counts ? exifPayload(segment) : undefined;
  if (tiff === undefined) return;
  found.orientation = exifOrientation(tiff);
  found.hasDebris ||= !isSoundExif(tiff);
};

/** Reads the segment whose marker is at `at`. Returns the position after it, or why the file is refused. */
const readSegment = (found: JpegContents, bytes: Uint8Array, at: number, marker: number): number | Inspection => {
  if (isReserved(marker)) return corrupt('The JPEG holds a marker that no decoder knows.');
  const sizeBytes = readUint16BE(bytes, at + 2);
  const next = at + 2 + sizeBytes;
  if (next > bytes.length) return corrupt(CUT_OFF);
  if (sizeBytes < 2) {
    if (!isApplicationData(marker)) return corrupt('The JPEG holds a segment of an impossible length.');
    found.hasDebris = true;
    return at + 4;
  }
  const data = bytes.subarray(at + 4, next);
  if (!isSoundTable(marker, data)) return corrupt('The JPEG holds a table of a wrong length.');
  if (isFrameHeader(marker)) {
    if (found.frame) return corrupt('The JPEG has more than one frame header.');
    const read = readFrame(bytes, marker, at + 2, sizeBytes);
    if ('ok' in read) return read;
    found.frame = read;
  }
  if (marker === EXIF_SEGMENT) readExif(found, data);
  if (marker === DEFINE_RESTART) found.hasRestarts = readUint16BE(data, 0) > 0;
  const endAt = marker === START_OF_SCAN ? readScan(found, bytes, at + 2, next) : next;
  if (typeof endAt === 'number') found.segments.push({ marker, at, endAt });
  return endAt;
};

/**
 * Reads segments and scans up to the end marker (ITU T.81, annex B). Cameras may append data of their own after it.
 * Bytes before a marker, and markers that stand for nothing, are skipped, as browsers do.
 *
 * @param isSearched true: no end of a scan is assumed, which tells what was appended behind the picture, and nothing is
 *   read behind a scan that is the whole picture.
 */
export const readJpeg = (bytes: Uint8Array, isSearched = false): JpegContents | Inspection => {
  const found: JpegContents = {
    segments: [],
    frame: undefined,
    orientation: undefined,
    hasScan: false,
    scanCount: 0,
    hasDebris: false,
    hasRestarts: false,
    isComplete: false,
    isSearched,
  };
  let markerCount = 0;
  let at = 2;
  while (at + 1 < bytes.length) {
    const marker = bytes[at + 1] ?? 0;
    if (bytes[at] !== FILL || marker === 0) {
      found.hasDebris = true;
      at = bytes.indexOf(FILL, at + 1);
      if (at < 0) break;
      continue;
    }
    if (marker === FILL) {
      at += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) return found;
    markerCount += 1;
    if (markerCount > MAX_BLOCKS) return tooManyBlocks('The JPEG');
    const isBare = marker === TEMPORARY || marker === START_OF_IMAGE || isRestart(marker);
    found.hasDebris ||= isBare;
    const next = isBare ? at + 2 : readSegment(found, bytes, at, marker);
    if (typeof next !== 'number') return next;
    if (found.isComplete) return found;
    at = next;
  }
  return corrupt(CUT_OFF);
};

const inspect = (bytes: Uint8Array): Inspection => {
  const read = readJpeg(bytes);
  if ('ok' in read) return read;
  const { frame, orientation = 1, hasScan } = read;
  if (!frame || !hasScan) return corrupt('The JPEG has no picture in it.');
  const { widthPx: rawWidthPx, heightPx: rawHeightPx } = frame;
  return toPicture({ format: 'jpeg', rawWidthPx, rawHeightPx, orientation, hasAlpha: false });
};

/** Reads JPEG files. */
export const jpeg: FormatReader = {
  matches: (bytes) => bytes[0] === 0xff && bytes[1] === START_OF_IMAGE,
  inspect,
};
