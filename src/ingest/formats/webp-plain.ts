import { concatenate, readAscii, readUint32LE } from './bytes.ts';
import { exifOrientationOnly, exifPayload, UPRIGHT } from './exif.ts';
import { webpOrientation } from './webp.ts';

/** The chunks that make up the picture and how it looks. */
const PICTURE_TYPES: ReadonlySet<string> = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const FIRST_CHUNK_AT = 12;
const CHUNK_HEADER_BYTES = 8;
const EXIF_FLAG = 0x08;
const XMP_FLAG = 0x04;

/** Returns a chunk of this type with its length and, where that is odd, the byte that fills it up. */
const writeChunk = (type: string, data: Uint8Array): Uint8Array => {
  const head = new Uint8Array(CHUNK_HEADER_BYTES);
  head.set(Uint8Array.from(type, (letter) => letter.charCodeAt(0)));
  new DataView(head.buffer).setUint32(4, data.length, true);
  return concatenate([head, data, new Uint8Array(data.length % 2)]);
};

/** Returns the chunk VP8X, whose first byte says which other chunks there are. */
const withoutFlags = (data: Uint8Array, orientation: number): Uint8Array => {
  const copy = data.slice();
  const flags = (copy[0] ?? 0) & ~(EXIF_FLAG | XMP_FLAG);
  copy[0] = orientation === UPRIGHT ? flags : flags | EXIF_FLAG;
  return writeChunk('VP8X', copy);
};

interface Chunk {
  readonly type: string;
  readonly at: number;
  readonly data: Uint8Array;
}

/** Returns all chunks; undefined where the last one is not whole. */
const readChunks = (bytes: Uint8Array): readonly Chunk[] | undefined => {
  const chunks: Chunk[] = [];
  let at = FIRST_CHUNK_AT;
  const fileEnd = CHUNK_HEADER_BYTES + readUint32LE(bytes, 4);
  while (at + CHUNK_HEADER_BYTES <= fileEnd) {
    const dataAt = at + CHUNK_HEADER_BYTES;
    const endAt = dataAt + readUint32LE(bytes, at + 4);
    if (endAt > bytes.length) return undefined;
    chunks.push({ type: readAscii(bytes, at, at + 4), at, data: bytes.subarray(dataAt, endAt) });
    at = endAt + (endAt % 2);
  }
  return chunks;
};

/**
 * Returns a WEBP of the same pixels and frames without metadata but orientation and colour profile, as parts that follow
 * each other. Only lengths are read, as the picture was checked when it came. Returns undefined for one that is cut off.
 */
export const plainWebp = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const chunks = readChunks(bytes);
  if (chunks === undefined) return undefined;
  const orientation = webpOrientation(chunks);
  const parts = chunks
    .filter(({ type }) => PICTURE_TYPES.has(type))
    .flatMap(({ type, at, data }) =>
      type === 'VP8X'
        ? [withoutFlags(data, orientation)]
        : [bytes.subarray(at, at + CHUNK_HEADER_BYTES), data, new Uint8Array(data.length % 2)],
    );
  if (orientation !== UPRIGHT) {
    const block = exifOrientationOnly(orientation);
    parts.push(writeChunk('EXIF', exifPayload(block) ?? block));
  }
  const head = bytes.slice(0, FIRST_CHUNK_AT);
  const sizeBytes = parts.reduce((sum, { length }) => sum + length, FIRST_CHUNK_AT - CHUNK_HEADER_BYTES);
  new DataView(head.buffer).setUint32(4, sizeBytes, true);
  return [head, ...parts];
};
