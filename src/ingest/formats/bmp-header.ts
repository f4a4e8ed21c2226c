import { ok, type Result } from '../../platform/result.ts';
import type { IngestFault } from '../faults.ts';
import { readInt32LE, readUint16LE, readUint32LE } from './bytes.ts';
import { corrupt, sizeFault, unsupported } from './format-reader.ts';

const FILE_HEADER_BYTES = 14;
/** BITMAPCOREHEADER of OS/2 1.x and Windows 2.x. */
const CORE_HEADER_BYTES = 12;
/** BITMAPINFOHEADER. Its masks, if any, follow it. */
const INFO_HEADER_BYTES = 40;
/**
 * The full header of OS/2 2.x. Shorter ones, from 16 bytes on, leave out fields at the end, which then count as zero.
 */
const OS2_HEADER_BYTES = 64;
const SHORTEST_OS2_HEADER_BYTES = 16;
/** Windows headers that contain masks: V2, V3, V4, V5. */
const MASKED_HEADER_BYTES: readonly number[] = [52, 56, 108, 124];

/** How the pixels are encoded. */
type BmpCoding = 'plain' | 'rle4' | 'rle8' | 'masks';

/** Everything needed to find and read the pixels of a BMP. */
export interface BmpLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly isTopDown: boolean;
  readonly bitsPerPixel: number;
  readonly coding: BmpCoding;
  readonly dataAt: number;
  /** The colours that the file really has; writers may declare more. */
  readonly paletteAt: number;
  readonly colourCount: number;
  readonly colourBytes: number;
  /** The bits of red, green, blue and alpha in a pixel of 16 or 32 bits. */
  readonly masks: readonly [number, number, number, number];
}

/** Returns the size of the header that follows the file header, or undefined when it is not a known header. */
const headerSize = (bytes: Uint8Array): number | undefined => {
  const sizeBytes = readUint32LE(bytes, FILE_HEADER_BYTES);
  const isOs2 = sizeBytes >= SHORTEST_OS2_HEADER_BYTES && sizeBytes <= OS2_HEADER_BYTES && sizeBytes % 2 === 0;
  return sizeBytes === CORE_HEADER_BYTES || isOs2 || MASKED_HEADER_BYTES.includes(sizeBytes) ? sizeBytes : undefined;
};

/**
 * Returns whether the bytes begin as a BMP. The two letters alone could be any text, so the size of the header is
 * checked too.
 */
export const looksLikeBmp = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x42 && bytes[1] === 0x4d && headerSize(bytes) !== undefined;

/**
 * Returns the encoding, or undefined for an unsupported one. OS/2 2.x and Windows use the same numbers up to 2, and
 * different ones from 3 on.
 */
const readCoding = (code: number, bitsPerPixel: number, isOs2: boolean): BmpCoding | undefined => {
  if (code === 0) return 'plain';
  if (code === 1 && bitsPerPixel === 8) return 'rle8';
  if (code === 2 && bitsPerPixel === 4) return 'rle4';
  const hasMasks = (code === 3 || code === 6) && (bitsPerPixel === 16 || bitsPerPixel === 32);
  return hasMasks && !isOs2 ? 'masks' : undefined;
};

const PLAIN_MASKS_16: BmpLayout['masks'] = [0x7c00, 0x03e0, 0x001f, 0];
const PLAIN_MASKS_32: BmpLayout['masks'] = [0xff0000, 0xff00, 0xff, 0];

/** Reads the masks in the file. There is one for alpha from V3 on, or as a fourth mask after a BITMAPINFOHEADER. */
const readMasks = (bytes: Uint8Array, sizeBytes: number, code: number): BmpLayout['masks'] => {
  const at = FILE_HEADER_BYTES + INFO_HEADER_BYTES;
  const hasAlphaMask = sizeBytes >= 56 || code === 6;
  const alpha = hasAlphaMask ? readUint32LE(bytes, at + 12) : 0;
  return [readUint32LE(bytes, at), readUint32LE(bytes, at + 4), readUint32LE(bytes, at + 8), alpha];
};

/** Returns whether the ones of a mask are contiguous. An empty mask is a channel that the picture does not have. */
const isContiguous = (mask: number): boolean => {
  const lowest = mask & -mask;
  const carried = (mask + (lowest >>> 0)) >>> 0;
  return (carried & mask) === 0;
};

/** Returns the bytes of masks between a BITMAPINFOHEADER and the palette. */
const trailingMaskBytes = (sizeBytes: number, coding: BmpCoding, code: number): number => {
  if (sizeBytes !== INFO_HEADER_BYTES || coding !== 'masks') return 0;
  return code === 6 ? 16 : 12;
};

/** Returns how many colours there really are between the header and the pixels. */
const countColours = (declared: number, bitsPerPixel: number, availableBytes: number, colourBytes: number): number => {
  if (bitsPerPixel > 8) return 0;
  const most = 1 << bitsPerPixel;
  return Math.min(declared === 0 ? most : declared, most, Math.max(0, Math.floor(availableBytes / colourBytes)));
};

/** Returns width and height as they are stored. A negative height means that the rows are stored from the top down. */
const readSize = (bytes: Uint8Array, isCore: boolean): readonly [number, number] =>
  isCore ? [readUint16LE(bytes, 18), readUint16LE(bytes, 20)] : [readInt32LE(bytes, 18), readInt32LE(bytes, 22)];

/**
 * Reads the headers of a BMP: OS/2 1.x, OS/2 2.x of any length, Windows 3 to V5 (wingdi.h; OS/2 Presentation Manager
 * bitmap file format). Checks sizes, but not yet whether all pixels are present.
 */
export const readBmpLayout = (bytes: Uint8Array): Result<BmpLayout, IngestFault> => {
  const sizeBytes = headerSize(bytes) ?? 0;
  const headerEnd = FILE_HEADER_BYTES + sizeBytes;
  if (headerEnd > bytes.length) return corrupt('The BMP ends in its header.');
  const isCore = sizeBytes === CORE_HEADER_BYTES;
  const [widthPx, signedHeightPx] = readSize(bytes, isCore);
  const heightPx = Math.abs(signedHeightPx);
  const fault = sizeFault(widthPx, heightPx);
  if (fault) return { ok: false, fault };

  const [planes, bitsPerPixel] = [readUint16LE(bytes, isCore ? 22 : 26), readUint16LE(bytes, isCore ? 24 : 28)];
  if (planes !== 1 || ![1, 2, 4, 8, 16, 24, 32].includes(bitsPerPixel)) {
    return corrupt(`The BMP says that it has ${planes} planes of ${bitsPerPixel} bits.`);
  }
  const isOs2 = sizeBytes !== INFO_HEADER_BYTES && !MASKED_HEADER_BYTES.includes(sizeBytes);
  const code = sizeBytes >= 20 ? readUint32LE(bytes, 30) : 0;
  const coding = readCoding(code, bitsPerPixel, isOs2);
  if (coding === undefined) {
    return unsupported(`The BMP uses a rare coding (number ${code} with ${bitsPerPixel} bits a pixel).`);
  }
  const plainMasks = bitsPerPixel === 16 ? PLAIN_MASKS_16 : PLAIN_MASKS_32;
  const masks = coding === 'masks' ? readMasks(bytes, sizeBytes, code) : plainMasks;
  if (!masks.every(isContiguous)) return corrupt('The BMP has colour masks with holes.');

  const paletteAt = headerEnd + trailingMaskBytes(sizeBytes, coding, code);
  const colourBytes = isCore ? 3 : 4;
  const declaredCount = sizeBytes >= 36 ? readUint32LE(bytes, 46) : 0;
  const offset = readUint32LE(bytes, 10);
  // Some writers leave the offset at zero; then the pixels follow a palette of the declared length.
  const endOfAll = offset === 0 ? bytes.length : offset;
  const colourCount = countColours(declaredCount, bitsPerPixel, endOfAll - paletteAt, colourBytes);
  const dataAt = offset === 0 ? paletteAt + colourCount * colourBytes : offset;
  if (dataAt < headerEnd || dataAt >= bytes.length) return corrupt('The BMP has no pixels where it says they are.');
  const isTopDown = signedHeightPx < 0;
  return ok({
    widthPx,
    heightPx,
    isTopDown,
    bitsPerPixel,
    coding,
    dataAt,
    paletteAt,
    colourCount,
    colourBytes,
    masks,
  });
};

/** Returns the bytes from one row of plain pixels to the next: rows are padded to 32 bits. */
export const rowStrideBytes = ({ widthPx, bitsPerPixel }: BmpLayout): number =>
  Math.ceil((widthPx * bitsPerPixel) / 32) * 4;
