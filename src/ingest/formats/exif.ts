import { hasAscii, readUint16BE, readUint16LE, readUint32BE, readUint32LE } from './bytes.ts';

const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;
const ENTRY_BYTES = 12;
const UPRIGHT = 1;

/**
 * Reads the orientation, 1 to 8, from an EXIF block (CIPA DC-008, tag 274 of the first directory). `tiff` begins with
 * the byte order mark. Returns 1, upright, when anything in it is invalid, as image viewers do.
 */
export const exifOrientation = (tiff: Uint8Array): number => {
  const isLittleEndian = hasAscii(tiff, 0, 'II');
  if (!isLittleEndian && !hasAscii(tiff, 0, 'MM')) return UPRIGHT;
  const uint16 = isLittleEndian ? readUint16LE : readUint16BE;
  const uint32 = isLittleEndian ? readUint32LE : readUint32BE;
  const directoryAt = uint32(tiff, 4);
  const entryCount = uint16(tiff, directoryAt);
  for (let entry = 0; entry < entryCount; entry++) {
    const at = directoryAt + 2 + entry * ENTRY_BYTES;
    if (at + ENTRY_BYTES > tiff.length) return UPRIGHT;
    if (uint16(tiff, at) !== ORIENTATION_TAG) continue;
    const value = uint16(tiff, at + 8);
    const isValid = uint16(tiff, at + 2) === TYPE_SHORT && uint32(tiff, at + 4) === 1 && value >= 1 && value <= 8;
    return isValid ? value : UPRIGHT;
  }
  return UPRIGHT;
};

const PREFIX = 'Exif\0\0';

/**
 * Returns the TIFF part of a block that begins with the JPEG prefix "Exif", or undefined when the block is something
 * else.
 */
export const exifPayload = (block: Uint8Array): Uint8Array | undefined =>
  hasAscii(block, 0, PREFIX) ? block.subarray(PREFIX.length) : undefined;
