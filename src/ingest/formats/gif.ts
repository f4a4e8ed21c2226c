import { GIF } from 'image-size/types/gif';
import { hasAscii, readUint16LE } from './bytes.ts';
import { MAX_BLOCKS } from '../limits.ts';
import { corrupt, toPicture, tooManyBlocks, sizeFault, type FormatReader, type Inspection } from './format-reader.ts';

const SCREEN_END = 13;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const IMAGE_DESCRIPTOR_BYTES = 10;
/** LZW codes have at most 12 bits, and the first code has one bit more than the code size. */
const MAX_CODE_SIZE_BITS = 11;

const CUT_OFF = 'The GIF ends in the middle of a block.';

/** Returns the size of the colour table that the packed fields announce: 0, or 2 to 256 colours of three bytes. */
const colourTableBytes = (packed: number): number => (packed & 0x80 ? 3 << ((packed & 7) + 1) : 0);

/**
 * Returns the position after the sub-blocks that begin at `at`, or a position beyond the file when their end is
 * missing.
 */
const endOfSubBlocks = (bytes: Uint8Array, at: number): number => {
  let next = at;
  while (next < bytes.length) {
    const sizeBytes = bytes[next] ?? 0;
    next += 1 + sizeBytes;
    if (sizeBytes === 0) return next;
  }
  return bytes.length + 1;
};

/** Reads all blocks up to the trailer and counts images (GIF89a specification, sections 15 to 27). */
const inspect = (bytes: Uint8Array): Inspection => {
  if (bytes.length < SCREEN_END) return corrupt(CUT_OFF);
  const { width: rawWidthPx, height: rawHeightPx } = GIF.calculate(bytes);
  const fault = sizeFault(rawWidthPx, rawHeightPx);
  if (fault) return { ok: false, fault };
  let at = SCREEN_END + colourTableBytes(bytes[10] ?? 0);
  let frameCount = 0;
  let framePixels = 0;
  let hasAlpha = false;
  for (let blockCount = 0; at < bytes.length; blockCount++) {
    if (blockCount > MAX_BLOCKS) return tooManyBlocks('The GIF');
    const kind = bytes[at];
    if (kind === TRAILER) {
      if (frameCount === 0) return corrupt('The GIF has no image in it.');
      return toPicture({ format: 'gif', rawWidthPx, rawHeightPx, frameCount, framePixels, hasAlpha });
    }
    if (kind === EXTENSION) {
      if (bytes[at + 1] === GRAPHIC_CONTROL && bytes[at + 2] === 4 && ((bytes[at + 3] ?? 0) & 1) === 1) hasAlpha = true;
      at = endOfSubBlocks(bytes, at + 2);
    } else if (kind === IMAGE) {
      // A frame may be larger than the screen, and decoders allocate memory for the frame.
      const [frameWidthPx, frameHeightPx] = [readUint16LE(bytes, at + 5), readUint16LE(bytes, at + 7)];
      const frameFault = sizeFault(frameWidthPx, frameHeightPx);
      if (at + IMAGE_DESCRIPTOR_BYTES < bytes.length && frameFault) return { ok: false, fault: frameFault };
      const codeSizeAt = at + IMAGE_DESCRIPTOR_BYTES + colourTableBytes(bytes[at + 9] ?? 0);
      if ((bytes[codeSizeAt] ?? 0) > MAX_CODE_SIZE_BITS) return corrupt('An image of the GIF has a wrong code size.');
      at = endOfSubBlocks(bytes, codeSizeAt + 1);
      frameCount += 1;
      framePixels += frameWidthPx * frameHeightPx;
    } else {
      return corrupt('The GIF holds a block of an unknown kind.');
    }
  }
  return corrupt(CUT_OFF);
};

/** Reads GIF files. */
export const gif: FormatReader = {
  matches: (bytes) => hasAscii(bytes, 0, 'GIF87a') || hasAscii(bytes, 0, 'GIF89a'),
  inspect,
};
