const MAX_CODE_BITS = 15;
const FAST_BITS = 9;

const reverse = (code: number, length: number): number => {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
};

/**
 * The codes of a deflate stream (RFC 1951, 3.2.2), of which the lowest bit comes first. Short codes are looked up;
 * longer ones are counted bit by bit, so that a table is made in little time. Codes that nothing defines are not found.
 */
export class HuffmanTable {
  /** By the next bits: symbol × 16 + length; 0 for a longer code, or none. */
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  readonly #countOfLength = new Uint16Array(MAX_CODE_BITS + 1);
  readonly #symbols: Uint16Array;

  constructor(lengths: readonly number[]) {
    for (const length of lengths) if (length > 0) this.#countOfLength[length] = (this.#countOfLength[length] ?? 0) + 1;
    const nextIndex = new Uint16Array(MAX_CODE_BITS + 2);
    const nextCode = new Uint32Array(MAX_CODE_BITS + 2);
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      const count = this.#countOfLength[length] ?? 0;
      nextIndex[length + 1] = (nextIndex[length] ?? 0) + count;
      nextCode[length + 1] = ((nextCode[length] ?? 0) + count) << 1;
    }
    this.#symbols = new Uint16Array(lengths.length);
    for (const [symbol, length] of lengths.entries()) {
      if (length === 0) continue;
      const code = nextCode[length] ?? 0;
      nextCode[length] = code + 1;
      const index = nextIndex[length] ?? 0;
      nextIndex[length] = index + 1;
      this.#symbols[index] = symbol;
      if (length > FAST_BITS) continue;
      const step = 1 << length;
      for (let bits = reverse(code, length); bits < 1 << FAST_BITS; bits += step)
        this.#fast[bits] = symbol * 16 + length;
    }
  }

  /** Returns symbol × 16 + length of the code at the beginning of `bits`, of which there are `count`; -1 for none. */
  find(bits: number, count: number): number {
    const fast = this.#fast[bits & ((1 << FAST_BITS) - 1)] ?? 0;
    if (fast > 0) return (fast & 15) <= count ? fast : -1;
    let [code, first, index] = [0, 0, 0];
    for (let length = 1; length <= Math.min(MAX_CODE_BITS, count); length++) {
      code |= (bits >> (length - 1)) & 1;
      const ofLength = this.#countOfLength[length] ?? 0;
      if (code - ofLength < first) return (this.#symbols[index + code - first] ?? 0) * 16 + length;
      index += ofLength;
      first = (first + ofLength) << 1;
      code <<= 1;
    }
    return -1;
  }
}
