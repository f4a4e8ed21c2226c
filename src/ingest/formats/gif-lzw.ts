import type { GifImage } from './gif.ts';

/** Codes have at most 12 bits, so that there are at most 4096 of them. */
const MAX_CODE_BITS = 12;
const MAX_CODES = 1 << MAX_CODE_BITS;

/** Where the sound codes of an image end, counted in bits of its data, and how wide the next code is. */
export interface LzwDamage {
  readonly soundBits: number;
  readonly widthBits: number;
  readonly endCode: number;
}

/**
 * Reads LZW codes, the lowest bit first, without decoding them, up to the last pixel (GIF89a specification, appendix F).
 * Returns where a code is used that has not been defined, or undefined when there is none.
 */
export const findLzwDamage = (
  data: Uint8Array,
  { codeSizeBits, pixelCount }: Pick<GifImage, 'codeSizeBits' | 'pixelCount'>,
): LzwDamage | undefined => {
  const clearCode = 1 << codeSizeBits;
  const endCode = clearCode + 1;
  /** How many pixels each code stands for. */
  const lengths = new Uint16Array(MAX_CODES).fill(1, 0, clearCode);
  let nextCode = endCode + 1;
  let widthBits = codeSizeBits + 1;
  /** The pixels of the code before; 0 at the beginning and after a clear code, when only single colours are defined. */
  let previousLength = 0;
  let soundBits = 0;
  for (let decodedPixels = 0; decodedPixels < pixelCount && soundBits + widthBits <= data.length * 8;) {
    const byteAt = soundBits >> 3;
    const word = (data[byteAt] ?? 0) | ((data[byteAt + 1] ?? 0) << 8) | ((data[byteAt + 2] ?? 0) << 16);
    const code = (word >> (soundBits & 7)) & ((1 << widthBits) - 1);
    if (code === endCode) return undefined;
    const isFirst = previousLength === 0;
    if (code !== clearCode && code >= (isFirst ? clearCode : nextCode + 1)) return { soundBits, widthBits, endCode };
    soundBits += widthBits;
    if (code === clearCode) {
      nextCode = endCode + 1;
      widthBits = codeSizeBits + 1;
      previousLength = 0;
      continue;
    }
    if (!isFirst && nextCode < MAX_CODES) {
      lengths[nextCode] = previousLength + 1;
      nextCode += 1;
      if (nextCode === 1 << widthBits && widthBits < MAX_CODE_BITS) widthBits += 1;
    }
    previousLength = lengths[code] ?? 0;
    decodedPixels += previousLength;
  }
  return undefined;
};

const SUB_BLOCK_BYTES = 255;

/** Returns the content of the sub-blocks from `at` to `endAt`, in one piece. */
export const joinSubBlocks = (bytes: Uint8Array, at: number, endAt: number): Uint8Array => {
  const joined = new Uint8Array(endAt - at);
  let filledBytes = 0;
  for (let next = at; next < endAt;) {
    const sizeBytes = bytes[next] ?? 0;
    joined.set(bytes.subarray(next + 1, next + 1 + sizeBytes), filledBytes);
    filledBytes += sizeBytes;
    next += 1 + sizeBytes;
  }
  return joined.subarray(0, filledBytes);
};

/** Splits data into sub-blocks, with the empty one at their end. */
const toSubBlocks = (data: Uint8Array): Uint8Array => {
  const blockCount = Math.ceil(data.length / SUB_BLOCK_BYTES);
  const blocks = new Uint8Array(data.length + blockCount + 1);
  for (let block = 0; block < blockCount; block++) {
    const content = data.subarray(block * SUB_BLOCK_BYTES, (block + 1) * SUB_BLOCK_BYTES);
    blocks.set([content.length], block * (SUB_BLOCK_BYTES + 1));
    blocks.set(content, block * (SUB_BLOCK_BYTES + 1) + 1);
  }
  return blocks;
};

/**
 * Returns sub-blocks of the codes up to the damage, ended there by the end code: the pixels behind it stay unset.
 */
export const endBeforeDamage = (codes: Uint8Array, { soundBits, widthBits, endCode }: LzwDamage): Uint8Array => {
  const data = codes.slice(0, Math.ceil((soundBits + widthBits) / 8));
  for (let bit = 0; bit < data.length * 8 - soundBits; bit++) {
    const [byteAt, mask] = [(soundBits + bit) >> 3, 1 << ((soundBits + bit) & 7)];
    const isSet = ((endCode >> bit) & 1) === 1;
    data[byteAt] = isSet ? (data[byteAt] ?? 0) | mask : (data[byteAt] ?? 0) & ~mask;
  }
  return toSubBlocks(data);
};
