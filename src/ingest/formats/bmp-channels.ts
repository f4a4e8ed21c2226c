import type { BmpLayout } from './bmp-header.ts';

/**
 * How one channel is extracted from a pixel: mask and shift yield a number of at most 8 bits, and the table maps it to
 * 0 to 255.
 */
interface Channel {
  readonly mask: number;
  readonly shiftBits: number;
  readonly levels: Uint8Array;
}

/** Red, green, blue and alpha. */
export type Channels = readonly [Channel, Channel, Channel, Channel];

const CHANNEL_BITS = 8;

const countOnes = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
};

const lowestBit = (mask: number): number => (mask === 0 ? 0 : 31 - Math.clz32(mask & -mask));

/**
 * Returns the channel of a contiguous mask. An empty mask gives a channel that is always 0. Channels wider than 8 bits
 * lose their low bits.
 */
const channelOf = (mask: number): Channel => {
  const widthBits = countOnes(mask);
  const keptBits = Math.min(widthBits, CHANNEL_BITS);
  const highest = (1 << keptBits) - 1;
  const levels = Uint8Array.from({ length: highest + 1 }, (_, level) =>
    highest === 0 ? 0 : Math.round((level * 255) / highest),
  );
  const shiftBits = lowestBit(mask) + widthBits - keptBits;
  // Only the kept bits stay in the mask, so that shifting alone yields an index into the table.
  return { mask: highest === 0 ? 0 : (highest << shiftBits) >>> 0, shiftBits, levels };
};

/** Returns the four channels of a BMP whose pixels have masks. */
export const channelsOf = ({ masks }: BmpLayout): Channels => {
  const [red, green, blue, alpha] = masks;
  return [channelOf(red), channelOf(green), channelOf(blue), channelOf(alpha)];
};

/** Returns the level, 0 to 255, of one channel of a pixel. */
export const levelOf = ({ mask, shiftBits, levels }: Channel, pixel: number): number =>
  levels[(pixel & mask) >>> shiftBits] ?? 0;

/**
 * Returns the byte offsets of red, green, blue and alpha within a pixel, when each channel is one whole byte, as in
 * nearly all pictures of 24 and 32 bits. Alpha is left out when its mask is empty. Returns undefined when the channels
 * are not whole bytes.
 */
export const byteOffsets = ({ masks, bitsPerPixel }: BmpLayout): readonly number[] | undefined => {
  const present = masks[3] === 0 ? masks.slice(0, 3) : masks;
  const areBytes = present.every((mask) => countOnes(mask) === CHANNEL_BITS && lowestBit(mask) % CHANNEL_BITS === 0);
  return areBytes && bitsPerPixel >= 24 ? present.map((mask) => lowestBit(mask) / CHANNEL_BITS) : undefined;
};
