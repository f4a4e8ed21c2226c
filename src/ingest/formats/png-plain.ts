import { readAscii, readUint32BE } from './bytes.ts';
import { exifOrientation, UPRIGHT } from './exif.ts';
import { pngOrientation } from './png-orientation.ts';
import { PNG_HEADER_END } from './png.ts';

/** The chunks that make up the picture and how it looks: data, frames, palette, transparency, colours. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(
  'IDAT acTL fcTL fdAT PLTE tRNS cHRM gAMA iCCP sRGB cICP bKGD sBIT IEND'.split(' '),
);
const CHUNK_OVERHEAD_BYTES = 12;

/**
 * Returns a PNG of the same pixels and frames without metadata but orientation and colours, as parts of `bytes` that
 * follow each other. The first `eXIf` chunk counts, wherever it stands, as in the reader. Only lengths are read, as the
 * picture was checked when it came. Returns undefined for a PNG without its end.
 */
export const plainPng = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const parts: Uint8Array[] = [];
  let orientation: number | undefined;
  let at = PNG_HEADER_END;
  while (at + CHUNK_OVERHEAD_BYTES <= bytes.length) {
    const endAt = at + CHUNK_OVERHEAD_BYTES + readUint32BE(bytes, at);
    if (endAt > bytes.length) return undefined;
    const type = readAscii(bytes, at + 4, at + 8);
    if (PICTURE_TYPES.has(type)) parts.push(bytes.subarray(at, endAt));
    if (type === 'eXIf') orientation ??= exifOrientation(bytes.subarray(at + 8, endAt - 4));
    if (type === 'IEND') {
      return [bytes.subarray(0, PNG_HEADER_END), ...pngOrientation(orientation ?? UPRIGHT), ...parts];
    }
    at = endAt;
  }
  return undefined;
};
