import { concatenate } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { exifOrientationOnly, exifPayload, UPRIGHT } from './exif.ts';

const CHUNK_OVERHEAD_BYTES = 12;

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

/**
 * Returns the chunk `eXIf` that says an orientation and nothing else; nothing for an upright picture. It belongs between
 * the header and the data of a copy: many decoders do not see one that comes later.
 */
export const pngOrientation = (orientation: number): readonly Uint8Array[] => {
  if (orientation === UPRIGHT) return [];
  const block = exifOrientationOnly(orientation);
  return [writeChunk('eXIf', exifPayload(block) ?? block)];
};
