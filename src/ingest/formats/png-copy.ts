import { concatenate } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { UPRIGHT } from './exif.ts';
import { pngOrientation } from './png-orientation.ts';
import { IDAT, PNG_HEADER_END, readPng, type PngChunk } from './png.ts';

/** The chunks besides the data and the orientation that say how the picture looks: palette, transparency, colours. */
const LOOK_TYPES: ReadonlySet<number> = new Set(
  ['PLTE', 'tRNS', 'cHRM', 'gAMA', 'iCCP', 'sRGB', 'cICP'].map((name) =>
    Array.from(name).reduce((type, letter) => type * 256 + letter.charCodeAt(0), 0),
  ),
);

const END_CHUNK = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

const hasRightChecksum = (bytes: Uint8Array, { at, endAt }: PngChunk): boolean =>
  crc32(bytes.subarray(at + 4, endAt - 4)) === new DataView(bytes.buffer, bytes.byteOffset).getUint32(endAt - 4);

/** The bytes of length, type and checksum around the data of a chunk. */
const EMPTY_CHUNK_BYTES = 12;

/** A PNG that was read, in the parts of which a copy consists. */
export interface PngParts {
  readonly hasDebris: boolean;
  /** Signature, header, and the chunks that say how the picture looks. */
  readonly head: readonly Uint8Array[];
  /** The data chunks that are not empty. */
  readonly dataChunks: readonly Uint8Array[];
}

/** Reads the parts of a PNG that a copy keeps. Returns undefined for one that is refused. */
export const readPngParts = (bytes: Uint8Array): PngParts | undefined => {
  const read = readPng(bytes);
  if ('ok' in read) return undefined;
  const part = ({ at, endAt }: PngChunk): Uint8Array => bytes.subarray(at, endAt);
  const data = read.chunks.filter(({ type, at, endAt }) => type === IDAT && endAt - at > EMPTY_CHUNK_BYTES);
  const firstDataAt = data[0]?.at ?? 0;
  const look = read.chunks.filter(({ type, at }) => LOOK_TYPES.has(type) && at < firstDataAt);
  const soundLook = look.filter((chunk) => hasRightChecksum(bytes, chunk)).map(part);
  return {
    hasDebris: read.hasDebris,
    head: [bytes.subarray(0, PNG_HEADER_END), ...pngOrientation(read.orientation ?? UPRIGHT), ...soundLook],
    dataChunks: data.map(part),
  };
};

/** Puts a PNG together. */
export const joinPng = (head: readonly Uint8Array[], dataChunks: readonly Uint8Array[]): Uint8Array =>
  concatenate([...head, ...dataChunks, END_CHUNK]);

/**
 * Returns a PNG of the same pixels without what stricter decoders refuse (IMG-25): chunks that nobody knows and that
 * claim to be critical, a second header, empty data chunks, and chunks between those of the data. Its frames are left
 * out; the picture that it shows as a still one stays. Returns undefined for a PNG that has nothing of the kind, and for
 * one that is refused.
 */
export const cleanPng = (bytes: Uint8Array): Uint8Array | undefined => {
  const parts = readPngParts(bytes);
  return parts?.hasDebris === true ? joinPng(parts.head, parts.dataChunks) : undefined;
};
