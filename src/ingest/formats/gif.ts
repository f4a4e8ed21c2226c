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

/** Where the codes of an image begin, the size of a colour in them, and how many pixels they stand for. */
export interface GifImage {
  readonly codesAt: number;
  readonly codeSizeBits: number;
  readonly pixelCount: number;
}

/** An extension, or an image. */
export interface GifBlock {
  readonly at: number;
  readonly endAt: number;
  readonly image?: GifImage;
}

/** What a GIF consists of. */
export interface GifContents {
  /** The size in which it is shown: that of the screen, made larger where the first image goes beyond it. */
  widthPx: number;
  heightPx: number;
  readonly blocksAt: number;
  readonly blocks: GifBlock[];
  hasAlpha: boolean;
  /** The trailer is missing, or there is something before it that browsers skip and stricter decoders refuse. */
  hasDebris: boolean;
}

/** Reads the extension at `at`. Returns the position after it, which is beyond the file where it is cut off. */
const readExtension = (found: GifContents, bytes: Uint8Array, at: number): number => {
  const isTransparent = bytes[at + 1] === GRAPHIC_CONTROL && bytes[at + 2] === 4 && ((bytes[at + 3] ?? 0) & 1) === 1;
  found.hasAlpha ||= isTransparent;
  const endAt = endOfSubBlocks(bytes, at + 2);
  found.blocks.push({ at, endAt });
  return endAt;
};

const hasImage = ({ blocks }: GifContents): boolean => blocks.some(({ image }) => image !== undefined);

/** Makes room for the first image as decoders do; what goes beyond in later ones is cut off. */
const fitFirstImage = (found: GifContents, bytes: Uint8Array, at: number): void => {
  if (hasImage(found)) return;
  found.widthPx = Math.max(found.widthPx, readUint16LE(bytes, at + 1) + readUint16LE(bytes, at + 5));
  found.heightPx = Math.max(found.heightPx, readUint16LE(bytes, at + 3) + readUint16LE(bytes, at + 7));
};

/** Reads the image at `at`. Returns the position after it, or why the file is refused. */
const readImage = (found: GifContents, bytes: Uint8Array, at: number): number | Inspection => {
  // A frame may be larger than the screen, and decoders allocate memory for the frame.
  const [widthPx, heightPx] = [readUint16LE(bytes, at + 5), readUint16LE(bytes, at + 7)];
  fitFirstImage(found, bytes, at);
  const fault = sizeFault(widthPx, heightPx) ?? sizeFault(found.widthPx, found.heightPx);
  if (at + IMAGE_DESCRIPTOR_BYTES < bytes.length && fault) return { ok: false, fault };
  const codeSizeAt = at + IMAGE_DESCRIPTOR_BYTES + colourTableBytes(bytes[at + 9] ?? 0);
  const codeSizeBits = bytes[codeSizeAt] ?? 0;
  if (codeSizeBits > MAX_CODE_SIZE_BITS) return corrupt('An image of the GIF has a wrong code size.');
  const endAt = endOfSubBlocks(bytes, codeSizeAt + 1);
  found.blocks.push({ at, endAt, image: { codesAt: codeSizeAt + 1, codeSizeBits, pixelCount: widthPx * heightPx } });
  return endAt;
};

/**
 * Reads all blocks up to the trailer (GIF89a specification, sections 15 to 27). Where the file ends behind a whole
 * image, or goes on with something else, what has come until there is the picture, as in browsers.
 */
export const readGif = (bytes: Uint8Array): GifContents | Inspection => {
  if (bytes.length < SCREEN_END) return corrupt(CUT_OFF);
  const { width: widthPx, height: heightPx } = GIF.calculate(bytes);
  const fault = sizeFault(widthPx, heightPx);
  if (fault) return { ok: false, fault };
  const blocksAt = SCREEN_END + colourTableBytes(bytes[10] ?? 0);
  const found: GifContents = { widthPx, heightPx, blocksAt, blocks: [], hasAlpha: false, hasDebris: false };
  let at = blocksAt;
  while (at < bytes.length) {
    const kind = bytes[at];
    if (kind === TRAILER) return hasImage(found) ? found : corrupt('The GIF has no image in it.');
    if (found.blocks.length >= MAX_BLOCKS) return tooManyBlocks('The GIF');
    if (kind !== EXTENSION && kind !== IMAGE) {
      found.hasDebris = true;
      return hasImage(found) ? found : corrupt('The GIF holds a block of an unknown kind.');
    }
    const next = kind === EXTENSION ? readExtension(found, bytes, at) : readImage(found, bytes, at);
    if (typeof next !== 'number') return next;
    at = next;
  }
  if (at > bytes.length || !hasImage(found)) return corrupt(CUT_OFF);
  found.hasDebris = true;
  return found;
};

const inspect = (bytes: Uint8Array): Inspection => {
  const read = readGif(bytes);
  if ('ok' in read) return read;
  const { widthPx: rawWidthPx, heightPx: rawHeightPx, blocks, hasAlpha } = read;
  const images = blocks.flatMap(({ image }) => image ?? []);
  const framePixels = images.reduce((sum, { pixelCount }) => sum + pixelCount, 0);
  return toPicture({ format: 'gif', rawWidthPx, rawHeightPx, frameCount: images.length, framePixels, hasAlpha });
};

/** Reads GIF files. */
export const gif: FormatReader = {
  matches: (bytes) => hasAscii(bytes, 0, 'GIF87a') || hasAscii(bytes, 0, 'GIF89a'),
  inspect,
};
