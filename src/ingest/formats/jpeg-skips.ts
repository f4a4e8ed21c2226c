import { NO_CODE, type JpegLookup } from './jpeg-lookup.ts';

/** How many bits are looked at to pass over several codes at once. */
export const SKIP_BITS = 12;

const SIXTEEN_ZEROS = 0xf0;

/** No code fits into those bits as a whole. */
export const NO_SKIP = 0;
const END_OF_BLOCK = 0x8000;

/**
 * What can be passed over at once, by the next SKIP_BITS bits: as many codes of coefficients, with their values, as
 * are there as a whole. An entry has the bits that they take, above them how many coefficients they stand for, and
 * above that whether the block ends with them.
 */
export function makeSkips(codes: JpegLookup): Uint16Array {
  return Uint16Array.from({ length: 1 << SKIP_BITS }, (_, bits) => skipOf(codes, bits));
}

/** The parts of an entry. */
export const skippedBits = (entry: number): number => entry & 0xff;
export const skippedCoefficients = (entry: number): number => (entry >> 8) & 0x7f;
export const endsBlock = (entry: number): boolean => entry >= END_OF_BLOCK;

function skipOf(codes: JpegLookup, bits: number): number {
  let [taken, coefficients] = [0, 0];
  for (;;) {
    // What comes after the bits is not known: a code that needs it is left to the next look.
    const code = codes.read((bits << (16 - SKIP_BITS + taken)) & 0xffff);
    const size = code & 15;
    const end = taken + (code >> 8) + size;
    if (code === NO_CODE || end > SKIP_BITS) return (coefficients << 8) | taken;
    taken = end;
    if (size === 0 && (code & 0xff) !== SIXTEEN_ZEROS) return END_OF_BLOCK | (coefficients << 8) | taken;
    // A block has 63 of them: more are not passed over at once.
    if (coefficients + ((code & 0xff) >> 4) + 1 > 63) return (coefficients << 8) | (end - size - (code >> 8));
    coefficients += ((code & 0xff) >> 4) + 1;
  }
}
