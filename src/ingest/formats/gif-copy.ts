import { concatenate } from './bytes.ts';
import { readGif, type GifBlock } from './gif.ts';
import { endBeforeDamage, findLzwDamage, joinSubBlocks } from './gif-lzw.ts';

const TRAILER = 0x3b;

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
  return concatenate([bytes.subarray(0, read.blocksAt), ...blocks, Uint8Array.of(TRAILER)]);
};
