import { concatenate, hasAscii, readUint16LE } from './bytes.ts';
import { readGif, type GifBlock, type GifContents } from './gif.ts';
import { endBeforeDamage, findLzwDamage, joinSubBlocks } from './gif-lzw.ts';

const TRAILER = 0x3b;
/** Where a GIF says the size of its screen. */
const WIDTH_AT = 6;
const HEIGHT_AT = 8;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const APPLICATION = 0xff;

/** The applications whose blocks say how the picture looks: how often it runs, and what its colours mean. */
const LOOK_APPLICATIONS = ['NETSCAPE2.0', 'ANIMEXTS1.0', 'ICCRGBG1012'];

/** Returns whether a block is an image or says how one looks. Others are comments, texts and data of applications. */
const isOfPicture = (bytes: Uint8Array, { at, image }: GifBlock): boolean => {
  if (image !== undefined || bytes[at] !== EXTENSION || bytes[at + 1] === GRAPHIC_CONTROL) return true;
  return bytes[at + 1] === APPLICATION && LOOK_APPLICATIONS.some((name) => hasAscii(bytes, at + 3, name));
};

/** Returns what comes before the blocks, with the size in which the GIF is shown, so that all decoders agree on it. */
const headOf = (bytes: Uint8Array, { widthPx, heightPx, blocksAt }: GifContents): Uint8Array => {
  const isSaid = readUint16LE(bytes, WIDTH_AT) === widthPx && readUint16LE(bytes, HEIGHT_AT) === heightPx;
  if (isSaid) return bytes.subarray(0, blocksAt);
  const head = bytes.slice(0, blocksAt);
  const view = new DataView(head.buffer);
  view.setUint16(WIDTH_AT, widthPx, true);
  view.setUint16(HEIGHT_AT, heightPx, true);
  return head;
};

/**
 * Returns a GIF of the same images without comments, metadata and what follows its end, as parts of `bytes` that follow
 * each other. Returns undefined for a GIF that cannot be read.
 */
export const plainGif = (bytes: Uint8Array): readonly Uint8Array[] | undefined => {
  const read = readGif(bytes);
  if ('ok' in read) return undefined;
  const blocks = read.blocks.filter((block) => isOfPicture(bytes, block));
  return [headOf(bytes, read), ...blocks.map(({ at, endAt }) => bytes.subarray(at, endAt)), Uint8Array.of(TRAILER)];
};

/** Returns an image whose codes end before the first one that is damaged, or undefined when none is. */
const cleanImage = (bytes: Uint8Array, { at, endAt, image }: GifBlock): Uint8Array | undefined => {
  if (image === undefined) return undefined;
  const codes = joinSubBlocks(bytes, image.codesAt, endAt);
  const damage = findLzwDamage(codes, image);
  return damage && concatenate([bytes.subarray(at, image.codesAt), endBeforeDamage(codes, damage)]);
};

/**
 * Returns a GIF of the same images without what stricter decoders refuse (IMG-25): codes that nothing defines, and what
 * stands in the place of the trailer. Pixels behind a damaged code stay unset, as in browsers. Returns undefined for a
 * GIF that has nothing of the kind, and for one that is refused.
 */
export const cleanGif = (bytes: Uint8Array): Uint8Array | undefined => {
  const read = readGif(bytes);
  if ('ok' in read) return undefined;
  const images = read.blocks.map((block) => cleanImage(bytes, block));
  if (!read.hasDebris && images.every((image) => image === undefined)) return undefined;
  const blocks = read.blocks.map(({ at, endAt }, index) => images[index] ?? bytes.subarray(at, endAt));
  return concatenate([headOf(bytes, read), ...blocks, Uint8Array.of(TRAILER)]);
};
