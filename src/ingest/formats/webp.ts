import { WEBP } from 'image-size/types/webp';
import { hasAscii, readAscii, readUint24LE, readUint32LE } from './bytes.ts';
import { MAX_FRAMES } from '../limits.ts';
import { exifOrientation, exifPayload, UPRIGHT } from './exif.ts';
import { corrupt, toPicture, sizeFault, tooLarge, type FormatReader, type Inspection } from './format-reader.ts';

const FIRST_CHUNK_AT = 12;
const CHUNK_HEADER_BYTES = 8;
const FRAME_HEADER_BYTES = 16;
const ALPHA_FLAG = 0x10;
/** The smallest file: one lossless chunk with its header and a byte of codes. One pixel takes 28 bytes. */
const SMALLEST_FILE_BYTES = 26;
/** Twice what the longest animation needs. A hostile file could contain a million empty chunks. */
const MAX_CHUNKS = 2 * MAX_FRAMES;
const CUT_OFF = 'The WEBP ends in the middle of a chunk: it is cut off.';

/** One chunk of a RIFF file; its data is a view of the file. */
interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * Returns the chunks from `start` on, up to one more than MAX_CHUNKS. Returns undefined when the last one is
 * incomplete.
 */
const readChunks = (bytes: Uint8Array, start: number): readonly Chunk[] | undefined => {
  const chunks: Chunk[] = [];
  let at = start;
  while (at < bytes.length && chunks.length <= MAX_CHUNKS) {
    const dataAt = at + CHUNK_HEADER_BYTES;
    const end = dataAt + readUint32LE(bytes, at + 4);
    if (dataAt > bytes.length || end > bytes.length) return undefined;
    chunks.push({ type: readAscii(bytes, at, at + 4), data: bytes.subarray(dataAt, end) });
    at = end + (end % 2);
  }
  return chunks;
};

/**
 * Returns what is wrong with the beginning of a lossy (VP8) or lossless (VP8L) bit stream, or undefined when it is
 * valid.
 */
const streamFlaw = ({ type, data }: Chunk): string | undefined => {
  if (type === 'VP8L') {
    const isValid = data.length > 5 && data[0] === 0x2f && (data[4] ?? 0) >> 5 === 0;
    return isValid ? undefined : 'The lossless data of the WEBP is wrong.';
  }
  const firstPartitionBytes = readUint24LE(data, 0) >> 5;
  const isKeyFrame = ((data[0] ?? 1) & 1) === 0;
  const isValid = isKeyFrame && hasAscii(data, 3, '\x9d\x01\x2a') && 10 + firstPartitionBytes <= data.length;
  return isValid ? undefined : 'The lossy data of the WEBP is wrong.';
};

const isStream = ({ type }: Chunk): boolean => type === 'VP8 ' || type === 'VP8L';

/**
 * Returns whether a chunk means transparency: a lossless stream has a flag in its header, and a lossy one is
 * accompanied by an ALPH chunk.
 */
const carriesAlpha = ({ type, data }: Chunk): boolean =>
  type === 'ALPH' || (type === 'VP8L' && ((data[4] ?? 0) & 0x10) !== 0);

/**
 * Returns what is wrong with the chunks of a still picture or a frame, in which there must be a bit stream, or
 * undefined when they are valid.
 */
const stillFlaw = (chunks: readonly Chunk[] | undefined): string | undefined => {
  if (!chunks) return CUT_OFF;
  const stream = chunks.find(isStream);
  return stream ? streamFlaw(stream) : 'The WEBP has no picture data.';
};

/**
 * Returns what is wrong with one frame of an animation on a canvas of the given size, or undefined when it is valid.
 */
const frameFlaw = (data: Uint8Array, canvasWidthPx: number, canvasHeightPx: number): string | undefined => {
  if (data.length < FRAME_HEADER_BYTES) return 'A frame of the WEBP is too short.';
  const rightPx = readUint24LE(data, 0) * 2 + readUint24LE(data, 6) + 1;
  const bottomPx = readUint24LE(data, 3) * 2 + readUint24LE(data, 9) + 1;
  if (rightPx > canvasWidthPx || bottomPx > canvasHeightPx) return 'A frame of the WEBP lies outside of its canvas.';
  return stillFlaw(readChunks(data, FRAME_HEADER_BYTES));
};

/** Returns the size that the first chunk declares, or undefined when no WEBP begins with such a chunk. */
const readSize = (head: Uint8Array): { readonly width: number; readonly height: number } | undefined => {
  try {
    return WEBP.calculate(head);
  } catch {
    return undefined;
  }
};

/**
 * Returns the orientation that decoders turn a WEBP by. They turn no animation, and see other chunks than the picture's
 * own only behind the header that announces them.
 */
export const webpOrientation = (chunks: readonly Chunk[]): number => {
  const isExtended = chunks[0]?.type === 'VP8X';
  const isMoving = chunks.filter(({ type }) => type === 'ANMF').length > 1;
  const exif = isExtended && !isMoving ? chunks.find(({ type }) => type === 'EXIF')?.data : undefined;
  return exif ? exifOrientation(exifPayload(exif) ?? exif) : UPRIGHT;
};

/** Checks the RIFF size and every chunk in it (RFC 9649). */
const inspect = (bytes: Uint8Array): Inspection => {
  const end = CHUNK_HEADER_BYTES + readUint32LE(bytes, 4);
  if (end > bytes.length || end < SMALLEST_FILE_BYTES) return corrupt(CUT_OFF);
  const size = readSize(bytes.subarray(0, 30));
  if (!size) return corrupt('The WEBP does not begin with a picture chunk.');
  const fault = sizeFault(size.width, size.height);
  if (fault) return { ok: false, fault };
  const chunks = readChunks(bytes.subarray(0, end), FIRST_CHUNK_AT);
  if (!chunks) return corrupt(CUT_OFF);
  if (chunks.length > MAX_CHUNKS) return tooLarge(`The WEBP has more than ${MAX_CHUNKS} chunks.`);
  const [first] = chunks;
  const frames = first?.type === 'VP8X' ? chunks.filter(({ type }) => type === 'ANMF') : [];
  const flaw =
    frames.length > 0
      ? frames.map(({ data }) => frameFlaw(data, size.width, size.height)).find(Boolean)
      : stillFlaw(chunks);
  if (flaw) return corrupt(flaw);
  const isFlagged = first?.type === 'VP8X' && ((first.data[0] ?? 0) & ALPHA_FLAG) !== 0;
  return toPicture({
    format: 'webp',
    rawWidthPx: size.width,
    rawHeightPx: size.height,
    orientation: webpOrientation(chunks),
    frameCount: Math.max(1, frames.length),
    hasAlpha: isFlagged || chunks.some(carriesAlpha),
  });
};

/** Reads WEBP files. */
export const webp: FormatReader = {
  matches: (bytes) => hasAscii(bytes, 0, 'RIFF') && hasAscii(bytes, 8, 'WEBP'),
  inspect,
};
