import { concatenate, hasAscii, readUint16BE, readUint16LE, readUint32BE, readUint32LE } from './bytes.ts';

const ORIENTATION_TAG = 0x0112;
const TYPE_SHORT = 3;
/** The bytes of a value of each type, by the type's number (TIFF 6.0, section 2); values of up to 4 stand in place. */
const BYTES_OF_TYPE: readonly number[] = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const ENTRY_BYTES = 12;
/** The orientation of a picture that is shown as it is stored. */
export const UPRIGHT = 1;

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

/**
 * Returns whether the first directory of an EXIF block lies within the block, and so does every value that it points
 * to. Cameras and editors move blocks and forget to correct their offsets; what follows that directory is not looked at.
 */
export const isSoundExif = (tiff: Uint8Array): boolean => {
  const isLittleEndian = hasAscii(tiff, 0, 'II');
  if (!isLittleEndian && !hasAscii(tiff, 0, 'MM')) return false;
  const uint16 = isLittleEndian ? readUint16LE : readUint16BE;
  const uint32 = isLittleEndian ? readUint32LE : readUint32BE;
  const directoryAt = uint32(tiff, 4);
  const entriesEnd = directoryAt + 2 + uint16(tiff, directoryAt) * ENTRY_BYTES;
  if (directoryAt < 8 || entriesEnd > tiff.length) return false;
  for (let at = directoryAt + 2; at < entriesEnd; at += ENTRY_BYTES) {
    const sizeBytes = (BYTES_OF_TYPE[uint16(tiff, at + 2)] ?? 0) * uint32(tiff, at + 4);
    if (sizeBytes > 4 && uint32(tiff, at + 8) + sizeBytes > tiff.length) return false;
  }
  return true;
};

const PREFIX = 'Exif\0\0';

/** The head of a big-endian block with one directory of one entry: the orientation, one short number. */
const ORIENTATION_HEAD = Uint8Array.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, TYPE_SHORT, 0, 0, 0, 1);

/** Returns an EXIF block, with the JPEG prefix, that says the orientation and nothing else. */
export const exifOrientationOnly = (orientation: number): Uint8Array =>
  concatenate([
    Uint8Array.from(PREFIX, (character) => character.charCodeAt(0)),
    ORIENTATION_HEAD,
    // The number fills half of its field; no other directory follows.
    Uint8Array.of(0, orientation, 0, 0, 0, 0, 0, 0),
  ]);

/**
 * Returns the TIFF part of a block that begins with the JPEG prefix "Exif", or undefined when the block is something
 * else.
 */
export const exifPayload = (block: Uint8Array): Uint8Array | undefined =>
  hasAscii(block, 0, PREFIX) ? block.subarray(PREFIX.length) : undefined;
