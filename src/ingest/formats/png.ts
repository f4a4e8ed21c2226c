import { PNG } from 'image-size/types/png';
import { hasAscii, readUint16BE, readUint32BE } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { exifOrientation, UPRIGHT } from './exif.ts';
import { MAX_BLOCKS } from '../limits.ts';
import { corrupt, toPicture, tooManyBlocks, sizeFault, type FormatReader, type Inspection } from './format-reader.ts';

const SIGNATURE = '\x89PNG\r\n\x1a\n';
export const PNG_HEADER_END = 33;
/** The bytes of length, type and checksum around the data of a chunk. */
const CHUNK_OVERHEAD_BYTES = 12;
const PALETTE_TYPE = 3;

/** Chunk types as numbers, which are fast to compare. */
export const IDAT = 0x49444154;
const PLTE = 0x504c5445;
const TRNS = 0x74524e53;
const ACTL = 0x6163544c;
const FCTL = 0x6663544c;
const EXIF = 0x65584966;
const IEND = 0x49454e44;

/** Returns whether all four bytes are ASCII letters, as in every chunk type. */
const isChunkType = (type: number): boolean => {
  for (let shift = 0; shift < 32; shift += 8) {
    const letter = (type >>> shift) & 0xdf;
    if (letter < 0x41 || letter > 0x5a) return false;
  }
  return true;
};

/** The bit depths that each colour type may have (PNG specification, table 12). */
const DEPTHS_OF_COLOUR_TYPE: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};

/** Returns what is wrong with the header, which must be the first chunk, or undefined when it is valid. */
const headerFlaw = (bytes: Uint8Array): string | undefined => {
  if (bytes.length < PNG_HEADER_END) return 'The PNG ends in its header.';
  if (readUint32BE(bytes, 8) !== 13 || !hasAscii(bytes, 12, 'IHDR')) return 'The PNG does not begin with its header.';
  if (crc32(bytes.subarray(12, 29)) !== readUint32BE(bytes, 29)) return 'The checksum of the PNG header is wrong.';
  const [depthBits = 0, colourType = 0, compression, filter, interlace = 0] = bytes.subarray(24, 29);
  if (!DEPTHS_OF_COLOUR_TYPE[colourType]?.includes(depthBits)) return 'The PNG has an impossible colour type.';
  if (compression !== 0 || filter !== 0 || interlace > 1) return 'The PNG uses an unknown coding.';
  return undefined;
};

/**
 * Returns whether a zlib stream may begin at `at` (RFC 1950): the method is deflate, and the checksum is divisible by
 * 31.
 */
const beginsAsZlib = (bytes: Uint8Array, at: number): boolean =>
  ((bytes[at] ?? 0) & 0x0f) === 8 && readUint16BE(bytes, at) % 31 === 0;

/** A whole chunk, from its length to its checksum. */
export interface PngChunk {
  readonly type: number;
  readonly at: number;
  readonly endAt: number;
}

/** What a PNG consists of. */
export interface PngContents {
  readonly widthPx: number;
  readonly heightPx: number;
  /** All chunks but the first header and IEND. */
  readonly chunks: PngChunk[];
  /** There is something in the file that stricter decoders refuse. */
  hasDebris: boolean;
  hasData: boolean;
  hasPalette: boolean;
  hasTransparency: boolean;
  isAnimated: boolean;
  frameCount: number;
  /** That of the first chunk that says one, wherever it stands. */
  orientation: number | undefined;
}

/** Reads one chunk into `found`. Returns what is wrong with it, or undefined. */
const readChunk = (
  found: PngContents,
  type: number,
  bytes: Uint8Array,
  dataAt: number,
  sizeBytes: number,
): string | void => {
  switch (type) {
    case IDAT:
      if (!found.hasData && sizeBytes >= 2 && !beginsAsZlib(bytes, dataAt)) return 'The PNG data is not compressed.';
      found.hasData ||= sizeBytes > 0;
      return undefined;
    case PLTE:
      if (sizeBytes === 0 || sizeBytes % 3 !== 0 || sizeBytes > 768) return 'The PNG has an impossible palette.';
      found.hasPalette = true;
      return undefined;
    case TRNS:
      found.hasTransparency = true;
      return undefined;
    case ACTL:
      // After the data it has no effect: image viewers show such a file as a still picture.
      found.isAnimated ||= !found.hasData;
      return undefined;
    case FCTL:
      found.frameCount += 1;
      return undefined;
    case EXIF:
      found.orientation ??= exifOrientation(bytes.subarray(dataAt, dataAt + sizeBytes));
      return undefined;
    default:
      return undefined;
  }
};

/** A chunk that decoders must understand has a capital first letter; a small third one is reserved. */
const isRefusedByDecoders = (type: number): boolean => {
  const isCritical = (type & 0x20000000) === 0;
  const isReserved = (type & 0x2000) !== 0;
  return isReserved || (isCritical && type !== IDAT && type !== PLTE);
};

/** Returns whether data comes after another chunk than data, or a data chunk is empty, or a chunk is unknown. */
const isDebris = ({ chunks, hasData }: PngContents, type: number, sizeBytes: number): boolean =>
  type === IDAT ? sizeBytes === 0 || (hasData && chunks.at(-1)?.type !== IDAT) : isRefusedByDecoders(type);

/** Returns whether the checksum of a chunk that decoders depend on is wrong. They skip others whose checksum is. */
const isDamaged = (bytes: Uint8Array, { type, at, endAt }: PngChunk): boolean =>
  (type === IDAT || type === PLTE) && crc32(bytes.subarray(at + 4, endAt - 4)) !== readUint32BE(bytes, endAt - 4);

/** Reads all chunks up to IEND; bytes after it are ignored. */
export const readPng = (bytes: Uint8Array): PngContents | Inspection => {
  const flaw = headerFlaw(bytes);
  if (flaw) return corrupt(flaw);
  const { width: widthPx, height: heightPx } = PNG.calculate(bytes);
  const fault = sizeFault(widthPx, heightPx);
  if (fault) return { ok: false, fault };
  const found: PngContents = {
    widthPx,
    heightPx,
    chunks: [],
    hasDebris: false,
    hasData: false,
    hasPalette: false,
    hasTransparency: false,
    isAnimated: false,
    frameCount: 0,
    orientation: undefined,
  };
  let at = PNG_HEADER_END;
  while (at + CHUNK_OVERHEAD_BYTES <= bytes.length) {
    const sizeBytes = readUint32BE(bytes, at);
    const chunk: PngChunk = { type: readUint32BE(bytes, at + 4), at, endAt: at + CHUNK_OVERHEAD_BYTES + sizeBytes };
    if (!isChunkType(chunk.type)) return corrupt('The PNG holds something that is not a chunk.');
    if (chunk.endAt > bytes.length) break;
    if (chunk.type === IEND) return found;
    if (found.chunks.length >= MAX_BLOCKS) return tooManyBlocks('The PNG');
    if (isDamaged(bytes, chunk)) return corrupt('The PNG is damaged: the checksum of its data is wrong.');
    found.hasDebris ||= isDebris(found, chunk.type, sizeBytes);
    const chunkFlaw = readChunk(found, chunk.type, bytes, at + 8, sizeBytes);
    if (chunkFlaw) return corrupt(chunkFlaw);
    found.chunks.push(chunk);
    at = chunk.endAt;
  }
  return corrupt('The PNG ends before its last chunk.');
};

const inspect = (bytes: Uint8Array): Inspection => {
  const found = readPng(bytes);
  if ('ok' in found) return found;
  const colourType = bytes[25] ?? 0;
  if (!found.hasData) return corrupt('The PNG has no picture data.');
  if (colourType === PALETTE_TYPE && !found.hasPalette) return corrupt('The PNG lacks its palette.');
  return toPicture({
    format: 'png',
    rawWidthPx: found.widthPx,
    rawHeightPx: found.heightPx,
    orientation: found.orientation ?? UPRIGHT,
    frameCount: found.isAnimated ? Math.max(1, found.frameCount) : 1,
    hasAlpha: colourType >= 4 || found.hasTransparency,
  });
};

/** Reads PNG files. */
export const png: FormatReader = { matches: (bytes) => hasAscii(bytes, 0, SIGNATURE), inspect };
