import { readUint16BE } from './bytes.ts';
import { exifOrientation, exifPayload } from './exif.ts';
import { MAX_BLOCKS, MAX_SCANNED_PIXELS, MAX_SCANS } from '../limits.ts';
import {
  corrupt,
  toPicture,
  tooLarge,
  tooManyBlocks,
  sizeFault,
  unsupported,
  type FormatReader,
  type Inspection,
} from './format-reader.ts';

const START_OF_IMAGE = 0xd8;
const END_OF_IMAGE = 0xd9;
const START_OF_SCAN = 0xda;
const EXIF_SEGMENT = 0xe1;
const PROGRESSIVE = 0xc2;
const TEMPORARY = 0x01;
/** The first byte of every marker, which may be repeated any number of times. */
const FILL = 0xff;
/** Markers below this one are reserved. */
const FIRST_SEGMENT = 0xc0;
const COMPONENT_BYTES = 3;

const CUT_OFF = 'The JPEG ends before its end mark: it is cut off.';

/**
 * Returns whether a marker begins a frame header: C0 to CF, except Huffman tables (C4), the reserved C8 and arithmetic
 * conditioning (CC).
 */
const isFrameHeader = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/**
 * Returns whether a frame uses baseline, extended or progressive Huffman coding, which is all that browsers and the
 * Images binding decode.
 */
const isSupportedFrame = (marker: number): boolean => marker >= 0xc0 && marker <= PROGRESSIVE;

/** What a frame header says. */
interface FrameSize {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly componentCount: number;
  /** The frame is not progressive, so each component is coded in one scan. */
  readonly isSequential: boolean;
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;

/**
 * Returns the position of the first marker from `at` on, or -1 when there is none. Stuffed zeros and restart markers
 * are part of the scan.
 */
const endOfScan = (bytes: Uint8Array, at: number): number => {
  let markAt = bytes.indexOf(0xff, at);
  while (markAt >= 0) {
    const marker = bytes[markAt + 1];
    if (marker === undefined) return -1;
    if (marker !== 0 && marker !== 0xff && !isRestart(marker)) return markAt;
    markAt = bytes.indexOf(0xff, markAt + (marker === 0xff ? 1 : 2));
  }
  return -1;
};

/**
 * Returns the position of the end marker when the file has only one scan, which extends to the last two bytes; -1 when
 * the scan must be read. This avoids searching megabytes of most photographs in which there are coded pixels only.
 */
const endOfOnlyScan = (bytes: Uint8Array, scanAt: number, frame: FrameSize): number => {
  const endAt = bytes.length - 2;
  const hasAllComponents = bytes[scanAt + 2] === frame.componentCount;
  const isOnlyScan = frame.isSequential && hasAllComponents;
  return isOnlyScan && bytes[endAt] === 0xff && bytes[endAt + 1] === END_OF_IMAGE ? endAt : -1;
};

/** Returns whether all components of a frame have valid sampling factors: 1 to 4 in both directions. */
const hasValidSampling = (bytes: Uint8Array, at: number, componentCount: number): boolean => {
  for (let component = 0; component < componentCount; component++) {
    const factors = bytes[at + component * COMPONENT_BYTES + 1] ?? 0;
    const [across, down] = [factors >> 4, factors & 15];
    if (Math.min(across, down) < 1 || Math.max(across, down) > 4) return false;
  }
  return true;
};

/** Reads the frame header whose length field is at `at`, or returns why the frame is refused. */
const readFrame = (bytes: Uint8Array, marker: number, at: number, sizeBytes: number): FrameSize | Inspection => {
  if (!isSupportedFrame(marker))
    return unsupported('The JPEG is lossless, hierarchical or arithmetic: no browser shows it.');
  const componentCount = bytes[at + 7] ?? 0;
  const isValid = [1, 3, 4].includes(componentCount) && sizeBytes === 8 + COMPONENT_BYTES * componentCount;
  if (!isValid || !hasValidSampling(bytes, at + 8, componentCount)) {
    return corrupt('The frame header of the JPEG is wrong.');
  }
  if (bytes[at + 2] !== 8) return unsupported('The JPEG has other than 8 bits a colour: no browser shows it.');
  const heightPx = readUint16BE(bytes, at + 3);
  const widthPx = readUint16BE(bytes, at + 5);
  const fault = sizeFault(widthPx, heightPx);
  return fault ? { ok: false, fault } : { widthPx, heightPx, componentCount, isSequential: marker !== PROGRESSIVE };
};

/** What has been read so far. */
interface JpegContents {
  frame: FrameSize | undefined;
  orientation: number | undefined;
  hasScan: boolean;
  scanCount: number;
}

/** Reads the scan whose coded pixels begin at `scanAt`. Returns the position after it, or why the file is refused. */
const readScan = (found: JpegContents, bytes: Uint8Array, headerAt: number, scanAt: number): number | Inspection => {
  if (!found.frame) return corrupt('The JPEG has a scan before its frame header.');
  found.scanCount += 1;
  const scannedPixels = found.scanCount * found.frame.widthPx * found.frame.heightPx;
  if (found.scanCount > MAX_SCANS || scannedPixels > MAX_SCANNED_PIXELS) {
    return tooLarge('The JPEG has more scans than a picture of its size needs: save it again with an image editor.');
  }
  const shortcutAt = endOfOnlyScan(bytes, headerAt, found.frame);
  const endAt = shortcutAt >= scanAt ? shortcutAt : endOfScan(bytes, scanAt);
  if (endAt < 0) return corrupt(CUT_OFF);
  found.hasScan ||= endAt > scanAt;
  return endAt;
};

/** Reads the segment whose marker is at `at`. Returns the position after it, or why the file is refused. */
const readSegment = (found: JpegContents, bytes: Uint8Array, at: number, marker: number): number | Inspection => {
  if (marker < FIRST_SEGMENT || marker === START_OF_IMAGE || isRestart(marker)) {
    return corrupt('The JPEG holds a misplaced marker.');
  }
  const sizeBytes = readUint16BE(bytes, at + 2);
  const next = at + 2 + sizeBytes;
  if (next > bytes.length) return corrupt(CUT_OFF);
  if (sizeBytes < 2) return corrupt('The JPEG holds a segment of an impossible length.');
  if (marker === START_OF_SCAN) return readScan(found, bytes, at + 2, next);
  if (isFrameHeader(marker)) {
    if (found.frame) return corrupt('The JPEG has more than one frame header.');
    const read = readFrame(bytes, marker, at + 2, sizeBytes);
    if ('ok' in read) return read;
    found.frame = read;
  } else if (marker === EXIF_SEGMENT && found.orientation === undefined) {
    const tiff = exifPayload(bytes.subarray(at + 4, next));
    if (tiff) found.orientation = exifOrientation(tiff);
  }
  return next;
};

const toInspection = ({ frame, orientation = 1, hasScan }: JpegContents): Inspection => {
  if (!frame || !hasScan) return corrupt('The JPEG has no picture in it.');
  const { widthPx: rawWidthPx, heightPx: rawHeightPx } = frame;
  return toPicture({ format: 'jpeg', rawWidthPx, rawHeightPx, orientation, hasAlpha: false });
};

/** Reads segments and scans up to the end marker (ITU T.81, annex B). Cameras may append data of their own after it. */
const inspect = (bytes: Uint8Array): Inspection => {
  const found: JpegContents = { frame: undefined, orientation: undefined, hasScan: false, scanCount: 0 };
  let at = 2;
  let segmentCount = 0;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== FILL) return corrupt('The JPEG holds bytes where a marker belongs.');
    const marker = bytes[at + 1] ?? 0;
    if (marker === END_OF_IMAGE) return toInspection(found);
    segmentCount += marker === FILL ? 0 : 1;
    if (segmentCount > MAX_BLOCKS) return tooManyBlocks('The JPEG');
    const isBare = marker === FILL || marker === TEMPORARY;
    const next = isBare ? at + (marker === FILL ? 1 : 2) : readSegment(found, bytes, at, marker);
    if (typeof next !== 'number') return next;
    at = next;
  }
  return corrupt(CUT_OFF);
};

/** Reads JPEG files. */
export const jpeg: FormatReader = {
  matches: (bytes) => bytes[0] === 0xff && bytes[1] === START_OF_IMAGE && bytes[2] === 0xff,
  inspect,
};
