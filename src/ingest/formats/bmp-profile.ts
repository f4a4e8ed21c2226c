import { hasAscii, readUint32BE, readUint32LE } from './bytes.ts';

const FILE_HEADER_BYTES = 14;
const V5_HEADER_BYTES = 124;
/** Fields of a V5 header, counted from the beginning of the file: colour space, and place and size of the profile. */
const COLOUR_SPACE_AT = FILE_HEADER_BYTES + 56;
const PROFILE_OFFSET_AT = FILE_HEADER_BYTES + 112;
const PROFILE_SIZE_AT = FILE_HEADER_BYTES + 116;
/** "MBED" as a number: the profile is in the file itself, and not in another file that is named. */
const PROFILE_EMBEDDED = 0x4d424544;
const PROFILE_HEADER_BYTES = 128;

/**
 * Returns the colour profile that a V5 BMP carries, or undefined where there is none or it is no whole ICC profile of
 * red, green and blue (wingdi.h, BITMAPV5HEADER; ICC.1:2022, 7.2). The picture is shown without it then.
 */
export const readBmpProfile = (bytes: Uint8Array): Uint8Array | undefined => {
  if (readUint32LE(bytes, FILE_HEADER_BYTES) !== V5_HEADER_BYTES) return undefined;
  if (readUint32LE(bytes, COLOUR_SPACE_AT) !== PROFILE_EMBEDDED) return undefined;
  const at = FILE_HEADER_BYTES + readUint32LE(bytes, PROFILE_OFFSET_AT);
  const sizeBytes = readUint32LE(bytes, PROFILE_SIZE_AT);
  if (sizeBytes < PROFILE_HEADER_BYTES || at + sizeBytes > bytes.length) return undefined;
  const profile = bytes.subarray(at, at + sizeBytes);
  const isWhole = readUint32BE(profile, 0) === sizeBytes && hasAscii(profile, 36, 'acsp');
  return isWhole && hasAscii(profile, 16, 'RGB ') ? profile : undefined;
};
