import type { BmpLayout } from './bmp-header.ts';

/** How one channel comes out of a pixel: mask and shift give a number of at most 8 bits, the table spreads it over 0 to 255. */
export interface Channel {
  readonly mask: number;
  readonly shiftBits: number;
  readonly levels: Uint8Array;
}

const CHANNEL_BITS = 8;

const countOnes = (mask: number): number => {
  let count = 0;
  for (let rest = mask; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
};

/** The channel of a contiguous mask; of an empty one, always 0. Channels wider than 8 bits lose their low bits. */
const channelOf = (mask: number): Channel => {
  const widthBits = countOnes(mask);
  const keptBits = Math.min(widthBits, CHANNEL_BITS);
  const lowestBit = mask === 0 ? 0 : 31 - Math.clz32(mask & -mask);
  const highest = (1 << keptBits) - 1;
  const levels = Uint8Array.from({ length: highest + 1 }, (_, level) =>
    highest === 0 ? 0 : Math.round((level * 255) / highest),
  );
  const shiftBits = lowestBit + widthBits - keptBits;
  // Only the kept bits stay in the mask, so that shifting alone yields an index into the table.
  return { mask: mask === 0 ? 0 : (highest << shiftBits) >>> 0, shiftBits: shiftBits & 31, levels };
};

/** The channels red, green, blue and alpha of a layout with 16 or 32 bits a pixel. */
export const channelsOf = ({ masks }: BmpLayout): readonly [Channel, Channel, Channel, Channel] => {
  const [red, green, blue, alpha] = masks;
  return [channelOf(red), channelOf(green), channelOf(blue), channelOf(alpha)];
};
