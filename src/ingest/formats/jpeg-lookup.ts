/** The codes up to this length are looked up at once; longer ones are rare. */
const FAST_BITS = 10;
const MAX_CODE_BITS = 16;

/** What reading a code gives where nothing defines it. */
export const NO_CODE = 0;

/**
 * The codes of one table (ITU T.81, annex C), made to be read fast: an entry has the length of a code above its symbol,
 * and is 0 where no code begins with those bits.
 */
export class JpegLookup {
  readonly #fast = new Uint16Array(1 << FAST_BITS);
  /** For each length the first 16 bits that no code of it begins with, and where its symbols begin. */
  readonly #ends = new Int32Array(MAX_CODE_BITS + 1);
  readonly #offsets = new Int32Array(MAX_CODE_BITS + 1);
  readonly #symbols: Uint8Array;

  /** @param counts how many codes of 1 to 16 bits there are. */
  constructor(counts: Uint8Array, symbols: Uint8Array) {
    this.#symbols = symbols;
    let [code, index] = [0, 0];
    for (let length = 1; length <= MAX_CODE_BITS; length++) {
      const count = counts[length - 1] ?? 0;
      this.#offsets[length] = index - code;
      const fastCount = length > FAST_BITS ? 0 : count;
      for (let each = 0; each < fastCount; each++) {
        const from = (code + each) << (FAST_BITS - length);
        this.#fast.fill((length << 8) | (symbols[index + each] ?? 0), from, from + (1 << (FAST_BITS - length)));
      }
      [code, index] = [code + count, index + count];
      this.#ends[length] = code << (MAX_CODE_BITS - length);
      code <<= 1;
    }
  }

  /** Returns the length of the code that `bits`, 16 of them, begin with, above its symbol; NO_CODE for none. */
  read(bits: number): number {
    const fast = this.#fast[bits >> (MAX_CODE_BITS - FAST_BITS)] ?? NO_CODE;
    return fast === NO_CODE ? this.#readLong(bits) : fast;
  }

  #readLong(bits: number): number {
    for (let length = FAST_BITS + 1; length <= MAX_CODE_BITS; length++) {
      if (bits >= (this.#ends[length] ?? 0)) continue;
      const symbol = this.#symbols[(bits >> (MAX_CODE_BITS - length)) + (this.#offsets[length] ?? 0)];
      return symbol === undefined ? NO_CODE : (length << 8) | symbol;
    }
    return NO_CODE;
  }
}
