import { concatenate, readAscii, readUint32BE } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { exifOrientation, exifOrientationOnly, exifPayload } from './exif.ts';
import { PNG_HEADER_END } from './png.ts';

/** The chunks that make up the picture and how it looks: data, frames, palette, transparency, colours. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(
  'IDAT acTL fcTL fdAT PLTE tRNS cHRM gAMA iCCP sRGB cICP bKGD sBIT IEND'.split(' '),
);
const CHUNK_OVERHEAD_BYTES = 12;
const UPRIGHT = 1;

/** Returns a chunk of this type with its length and checksum. */
const writeChunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = concatenate([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), data]);
  const chunk = new Uint8Array(data.length + CHUNK_OVERHEAD_BYTES);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(body, 4);
  view.setUint32(4 + body.length, crc32(body));
  return chunk;
};

const orientationChunk = (orientation: number): Uint8Array => {
  const block = exifOrientationOnly(orientation);
  return writeChunk('eXIf', exifPayload(block) ?? block);
};

/**
 * Returns a PNG of the same pixels and frames without metadata but orientation and colours, as parts of `bytes` that
 * follow each other. Only lengths are read, as the picture was checked when it came. Returns undefined for a PNG without
 * its end.
 */
export const plainPng = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const parts = [bytes.subarray(0, PNG_HEADER_END)];
  let at = PNG_HEADER_END;
  while (at + CHUNK_OVERHEAD_BYTES <= bytes.length) {
    const endAt = at + CHUNK_OVERHEAD_BYTES + readUint32BE(bytes, at);
    if (endAt > bytes.length) return undefined;
    const type = readAscii(bytes, at + 4, at + 8);
    const orientation = type === 'eXIf' ? exifOrientation(bytes.subarray(at + 8, endAt - 4)) : UPRIGHT;
    if (PICTURE_TYPES.has(type)) parts.push(bytes.subarray(at, endAt));
    else if (orientation !== UPRIGHT) parts.push(orientationChunk(orientation));
    if (type === 'IEND') return parts;
    at = endAt;
  }
  return undefined;
};
