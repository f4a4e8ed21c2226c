import { JpegBitReader, JpegBitWriter, type JpegCodes } from './jpeg-bits.ts';
import { copyBits, splitAtRestarts } from './jpeg-scan.ts';

/** Which coefficients of which blocks are not zero so far: a bit each, 64 a block. */
export class NonZero {
  readonly #words: Uint32Array;

  constructor(blockCount: number) {
    this.#words = new Uint32Array(blockCount * 2);
  }

  has(block: number, at: number): boolean {
    return (((this.#words[block * 2 + (at >> 5)] ?? 0) >>> (at & 31)) & 1) === 1;
  }

  add(block: number, at: number): void {
    const index = block * 2 + (at >> 5);
    this.#words[index] = (this.#words[index] ?? 0) | (1 << (at & 31));
  }

  /** Counts those of a block from one coefficient to another. */
  count(block: number, first: number, last: number): number {
    if (this.#words[block * 2] === 0 && this.#words[block * 2 + 1] === 0) return 0;
    let found = 0;
    for (let at = first; at <= last; at++) if (this.has(block, at)) found += 1;
    return found;
  }
}

/** The part of the coefficients that a scan of a progressive picture brings, or makes more precise, for one component. */
export interface Band {
  readonly codes: JpegCodes;
  readonly first: number;
  readonly last: number;
  readonly blockCount: number;
  readonly restartInterval: number;
  readonly nonZero: NonZero;
}

/** Copies the blocks of one interval, from `from` up to `to`; returns false where one is damaged. */
type CopyInterval = (band: Band, from: number, to: number, reader: JpegBitReader, writer: JpegBitWriter) => boolean;

/** Reads and copies how many blocks are empty from here on, this one included; -1 at the end of the data. */
const copyRun = (zeros: number, reader: JpegBitReader, writer: JpegBitWriter): number => {
  const more = reader.bits(zeros);
  if (more < 0) return -1;
  writer.bits(more, zeros);
  return (1 << zeros) + more;
};

const copyFirstPass: CopyInterval = ({ codes, first, last, nonZero }, from, to, reader, writer) => {
  for (let block = from; block < to; block++) {
    for (let at = first; at <= last; at++) {
      const symbol = codes.copy(reader, writer);
      if (symbol < 0) return false;
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (size === 0 && zeros < 15) {
        const run = copyRun(zeros, reader, writer);
        if (run < 0) return false;
        block += run - 1;
        break;
      }
      at += zeros;
      if (size === 0) continue;
      if (at > last || !copyBits(reader, writer, size)) return false;
      nonZero.add(block, at);
    }
  }
  return true;
};

/** Copies a bit for each of the next coefficients that is not zero. */
const copyCorrections = (count: number, reader: JpegBitReader, writer: JpegBitWriter): boolean => {
  for (let index = 0; index < count; index++) if (!copyBits(reader, writer, 1)) return false;
  return true;
};

/**
 * Passes over zeros and over coefficients that are corrected, up to the zero after `zeros` others. Returns its place,
 * one past the band where there is none; -1 at the end of the data.
 */
const copyOverZeros = (
  { nonZero, last }: Band,
  block: number,
  from: number,
  zeros: number,
  reader: JpegBitReader,
  writer: JpegBitWriter,
): number => {
  let left = zeros;
  for (let at = from; at <= last; at++) {
    if (nonZero.has(block, at)) {
      if (!copyBits(reader, writer, 1)) return -1;
    } else if (left === 0) return at;
    else left -= 1;
  }
  return last + 1;
};

const copyRefinementPass: CopyInterval = (band, from, to, reader, writer) => {
  const { codes, first, last, nonZero } = band;
  let emptyRun = 0;
  for (let block = from; block < to; block++) {
    let at = first;
    while (emptyRun === 0 && at <= last) {
      const symbol = codes.copy(reader, writer);
      const [zeros, size] = [symbol >> 4, symbol & 15];
      if (symbol < 0 || size > 1) return false;
      if (size === 0 && zeros < 15) {
        emptyRun = copyRun(zeros, reader, writer);
        if (emptyRun < 0) return false;
        break;
      }
      if (size === 1 && !copyBits(reader, writer, 1)) return false;
      const place = copyOverZeros(band, block, at, zeros, reader, writer);
      if (place < 0 || (size === 1 && place > last)) return false;
      if (size === 1) nonZero.add(block, place);
      at = place + 1;
    }
    if (emptyRun === 0) continue;
    if (!copyCorrections(nonZero.count(block, at, last), reader, writer)) return false;
    emptyRun -= 1;
  }
  return true;
};

const copyIntervals = (data: Uint8Array, band: Band, copy: CopyInterval): Uint8Array | undefined => {
  const { blockCount, restartInterval } = band;
  const writer = new JpegBitWriter();
  const parts = restartInterval === 0 ? [data] : splitAtRestarts(data);
  const perInterval = restartInterval === 0 ? blockCount : restartInterval;
  for (let block = 0, index = 0; block < blockCount; block += perInterval, index++) {
    if (index > 0) writer.marker(0xd0 + ((index - 1) % 8));
    const reader = new JpegBitReader(parts[index] ?? new Uint8Array(0));
    if (!copy(band, block, Math.min(block + perInterval, blockCount), reader, writer)) return undefined;
    writer.align();
  }
  return writer.finish();
};

/** Returns the coded pixels of a band, or undefined where they are damaged anywhere: the picture is whole without it. */
export const copyBand = (data: Uint8Array, band: Band): Uint8Array | undefined =>
  copyIntervals(data, band, copyFirstPass);

/** Returns the coded pixels of a scan that makes a band more precise, or undefined where they are damaged anywhere. */
export const copyRefinement = (data: Uint8Array, band: Band): Uint8Array | undefined =>
  copyIntervals(data, band, copyRefinementPass);

/** Returns the bits that make the first coefficients of all blocks more precise, or undefined where there are too few. */
export const copyFirstCoefficients = (
  data: Uint8Array,
  blocksPerUnit: number,
  unitCount: number,
  restartInterval: number,
): Uint8Array | undefined => {
  const writer = new JpegBitWriter();
  const parts = restartInterval === 0 ? [data] : splitAtRestarts(data);
  const perInterval = restartInterval === 0 ? unitCount : restartInterval;
  for (let unit = 0, index = 0; unit < unitCount; unit += perInterval, index++) {
    if (index > 0) writer.marker(0xd0 + ((index - 1) % 8));
    const bits = Math.min(perInterval, unitCount - unit) * blocksPerUnit;
    if (!copyCorrections(bits, new JpegBitReader(parts[index] ?? new Uint8Array(0)), writer)) return undefined;
    writer.align();
  }
  return writer.finish();
};
