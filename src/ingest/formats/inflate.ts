import { HuffmanTable } from './inflate-huffman.ts';

const WINDOW_BYTES = 32 * 1024;
const BUFFER_BYTES = 4 * WINDOW_BYTES;
const LONGEST_MATCH_BYTES = 258;
const END_OF_BLOCK = 256;
const FIRST_LENGTH = 257;

/** The shortest length or distance of each code, and how many bits follow it (RFC 1951, 3.2.5). */
const LENGTHS = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12_289, 16_385, 24_577,
];
const distanceBits = (code: number): number => Math.max(0, (code >> 1) - 1);
/** The order in which the lengths of the codes of code lengths come. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** Thrown within this module where the data is damaged or ends; `inflate` catches it. */
class Damage extends Error {}

/** Reads bits, the lowest first. */
class BitReader {
  readonly #data: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(data: Uint8Array) {
    this.#data = data;
  }

  /** Reads up to 16 bits as a number. */
  take(count: number): number {
    while (this.#count < count) this.#fill();
    const value = this.#bits & ((1 << count) - 1);
    this.#bits >>>= count;
    this.#count -= count;
    return value;
  }

  symbol(table: HuffmanTable): number {
    while (this.#count < 15 && this.#at < this.#data.length) this.#fill();
    const found = table.find(this.#bits, this.#count);
    if (found < 0) throw new Damage();
    this.#bits >>>= found & 15;
    this.#count -= found & 15;
    return found >> 4;
  }

  /** Skips to the next whole byte. */
  align(): void {
    this.take(this.#count & 7);
  }

  #fill(): void {
    const byte = this.#data[this.#at++];
    if (byte === undefined) throw new Damage();
    this.#bits |= byte << this.#count;
    this.#count += 8;
  }
}

interface Tables {
  readonly symbols: HuffmanTable;
  readonly distances: HuffmanTable;
}

const fixedTables = (): Tables => {
  const lengths = Array.from({ length: 288 }, (_, symbol) =>
    symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8,
  );
  return { symbols: new HuffmanTable(lengths), distances: new HuffmanTable(Array<number>(30).fill(5)) };
};

/** Reads the tables of a block that brings its own. */
const readTables = (bits: BitReader): Tables => {
  const [symbolCount, distanceCount, orderCount] = [bits.take(5) + 257, bits.take(5) + 1, bits.take(4) + 4];
  const ofLengths = Array<number>(19).fill(0);
  for (const position of CODE_LENGTH_ORDER.slice(0, orderCount)) ofLengths[position] = bits.take(3);
  const table = new HuffmanTable(ofLengths);
  const lengths: number[] = [];
  while (lengths.length < symbolCount + distanceCount) {
    const symbol = bits.symbol(table);
    if (symbol < 16) {
      lengths.push(symbol);
      continue;
    }
    const repeated = symbol === 16 ? lengths.at(-1) : 0;
    if (repeated === undefined) throw new Damage();
    const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
    for (let time = 0; time < times; time++) lengths.push(repeated);
  }
  return {
    symbols: new HuffmanTable(lengths.slice(0, symbolCount)),
    distances: new HuffmanTable(lengths.slice(symbolCount, symbolCount + distanceCount)),
  };
};

/** What was inflated last: at least the window, and what has not been handed on yet. */
class Output {
  readonly #buffer = new Uint8Array(BUFFER_BYTES);
  #length = 0;
  #handedOn = 0;

  get isFull(): boolean {
    return this.#length > BUFFER_BYTES - LONGEST_MATCH_BYTES;
  }

  push(byte: number): void {
    this.#buffer[this.#length++] = byte;
  }

  repeat(distance: number, length: number): void {
    if (distance > this.#length) throw new Damage();
    for (let index = 0; index < length; index++) this.push(this.#buffer[this.#length - distance] ?? 0);
  }

  /** Returns what has not been handed on, and keeps the window. */
  handOn(): Uint8Array {
    const piece = this.#buffer.slice(this.#handedOn, this.#length);
    const kept = Math.min(WINDOW_BYTES, this.#length);
    this.#buffer.copyWithin(0, this.#length - kept, this.#length);
    this.#length = kept;
    this.#handedOn = kept;
    return piece;
  }
}

function* inflateStored(bits: BitReader, output: Output): Generator<Uint8Array, void> {
  bits.align();
  const [length, complement] = [bits.take(16), bits.take(16)];
  if ((length ^ complement) !== 0xffff) throw new Damage();
  for (let index = 0; index < length; index++) {
    if (output.isFull) yield output.handOn();
    output.push(bits.take(8));
  }
}

function* inflateCoded(bits: BitReader, output: Output, { symbols, distances }: Tables): Generator<Uint8Array, void> {
  for (;;) {
    if (output.isFull) yield output.handOn();
    const symbol = bits.symbol(symbols);
    if (symbol === END_OF_BLOCK) return;
    if (symbol < END_OF_BLOCK) {
      output.push(symbol);
      continue;
    }
    const length = LENGTHS[symbol - FIRST_LENGTH];
    if (length === undefined) throw new Damage();
    const longer = bits.take(LENGTH_BITS[symbol - FIRST_LENGTH] ?? 0);
    const code = bits.symbol(distances);
    const distance = DISTANCES[code];
    if (distance === undefined) throw new Damage();
    output.repeat(distance + bits.take(distanceBits(code)), length + longer);
  }
}

function* inflateBlocks(bits: BitReader, output: Output): Generator<Uint8Array, void> {
  for (let isLast = false; !isLast;) {
    isLast = bits.take(1) === 1;
    const kind = bits.take(2);
    if (kind === 3) throw new Damage();
    if (kind === 0) yield* inflateStored(bits, output);
    else yield* inflateCoded(bits, output, kind === 1 ? fixedTables() : readTables(bits));
  }
}

/**
 * Yields what a deflate stream (RFC 1951) stands for, piece by piece, up to its end or its first damage, whichever comes
 * first. The runtime's own decompressor gives nothing of a damaged stream.
 */
export function* inflate(data: Uint8Array): Generator<Uint8Array, void> {
  const output = new Output();
  try {
    yield* inflateBlocks(new BitReader(data), output);
  } catch (error) {
    if (!(error instanceof Damage)) throw error;
  }
  yield output.handOn();
}
