import { NO_CODE, type JpegLookup } from './jpeg-lookup.ts';
import { endsBlock, NO_SKIP, SKIP_BITS, skippedBits, skippedCoefficients } from './jpeg-skips.ts';
import type { BlockGrid } from './jpeg-grid.ts';

const LAST_COEFFICIENT = 63;
const MAX_DC_BITS = 11;
const SIXTEEN_ZEROS = 0xf0;

const SKIP_MASK = (1 << SKIP_BITS) - 1;

/** The codes of coefficients that are passed over. */
export interface SkippedCodes {
  readonly codes: JpegLookup;
  readonly skips: Uint16Array;
}

/** One block of each unit of a scan. */
export interface ScannedBlock {
  readonly dc: JpegLookup;
  /** undefined: the scan has no others than the first coefficients. */
  readonly ac: SkippedCodes | undefined;
  readonly grid: BlockGrid;
  /** Which component it is of, counted from 0: each is coded as the difference to the block before. */
  readonly component: number;
  /** Where in its unit it is, and how many blocks of its component a unit has across and down. */
  readonly column: number;
  readonly row: number;
  readonly across: number;
  readonly down: number;
}

/** What a scan is made of. */
export interface DcScan {
  readonly blocks: readonly ScannedBlock[];
  readonly unitsPerRow: number;
  readonly unitCount: number;
  /** After how many units a restart marker comes; 0: none does. */
  readonly restartInterval: number;
  /** How many bits the first coefficients lack in a progressive picture. */
  readonly missingBits: number;
}

/** How many steps may still be made: what bounds the work on a picture made to be costly. */
export interface WorkLimit {
  stepsLeft: number;
}

/**
 * Reads the first coefficient of every block, the block's mean, into the grids, and passes over the others. Each
 * interval is read up to its first damage.
 *
 * @returns how many blocks were read.
 */
export function readDcScan(data: Uint8Array, scan: DcScan, limit: WorkLimit): number {
  const perInterval = scan.restartInterval === 0 ? scan.unitCount : scan.restartInterval;
  let readBlocks = 0;
  let from = 0;
  for (let unit = 0; unit < scan.unitCount && from >= 0; unit += perInterval) {
    const reader = new IntervalReader(data, from, limit);
    readBlocks += readInterval(reader, scan, unit, Math.min(unit + perInterval, scan.unitCount));
    if (limit.stepsLeft <= 0) break;
    from = afterRestart(data, reader.at);
  }
  return readBlocks;
}

/** Returns where the data go on after the next restart marker, -1 where there is none. */
function afterRestart(data: Uint8Array, from: number): number {
  for (let at = data.indexOf(0xff, from); at >= 0; at = data.indexOf(0xff, at + 1)) {
    const marker = data[at + 1] ?? 0;
    if (marker >= 0xd0 && marker <= 0xd7) return at + 2;
  }
  return -1;
}

function readInterval(reader: IntervalReader, scan: DcScan, from: number, to: number): number {
  const predictions = new Int32Array(4);
  const scale = 1 << scan.missingBits;
  let readBlocks = 0;
  for (let unit = from; unit < to; unit++) {
    const unitRow = Math.floor(unit / scan.unitsPerRow);
    const unitColumn = unit - unitRow * scan.unitsPerRow;
    for (const block of scan.blocks) {
      if (!reader.readDifference(block.dc)) return readBlocks;
      if (block.ac !== undefined && !reader.skipOthers(block.ac)) return readBlocks;
      const value = (predictions[block.component] ?? 0) + reader.difference;
      predictions[block.component] = value;
      block.grid.add(unitColumn * block.across + block.column, unitRow * block.down + block.row, value * scale);
      readBlocks += 1;
    }
  }
  return readBlocks;
}

/** Reads the codes of one interval; a zero after 0xff is stuffing, and any other marker the end. */
class IntervalReader {
  /** What was read last by `readDifference`. */
  difference = 0;
  readonly #data: Uint8Array;
  readonly #limit: WorkLimit;
  #at: number;
  /** The next bits, the lowest `#count` of the number. Behind the end there are zeros, `#padding` of them so far. */
  #bits = 0;
  #count = 0;
  #padding = 0;

  constructor(data: Uint8Array, at: number, limit: WorkLimit) {
    this.#data = data;
    this.#at = at;
    this.#limit = limit;
  }

  /** Up to where the data were taken. */
  get at(): number {
    return this.#at;
  }

  /** Reads how much a first coefficient differs from the one before; false where the data are damaged or end. */
  readDifference(codes: JpegLookup): boolean {
    const size = this.#readSymbol(codes);
    if (size < 0 || size > MAX_DC_BITS) return false;
    if (size === 0) this.difference = 0;
    else {
      if (this.#count < size) this.#fill();
      this.#count -= size;
      const value = (this.#bits >>> this.#count) & ((1 << size) - 1);
      // The lower half of the values stands for negative numbers.
      this.difference = value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    }
    return this.#count >= this.#padding;
  }

  /** Passes over the other coefficients of a block; false where the data are damaged or end. */
  skipOthers({ codes, skips }: SkippedCodes): boolean {
    for (let at = 1; at <= LAST_COEFFICIENT;) {
      if (this.#count < 16) this.#fill();
      const skip = skips[(this.#bits >>> (this.#count - SKIP_BITS)) & SKIP_MASK] ?? NO_SKIP;
      const next = at + skippedCoefficients(skip);
      // A block that is full ends without a code, and what looks like one belongs to the next block.
      if (skip !== NO_SKIP && next <= (endsBlock(skip) ? LAST_COEFFICIENT : LAST_COEFFICIENT + 1)) {
        this.#limit.stepsLeft -= 1;
        this.#count -= skippedBits(skip);
        at = next;
        if (endsBlock(skip)) break;
        continue;
      }
      const symbol = this.#readSymbol(codes);
      if (symbol < 0) return false;
      const size = symbol & 15;
      if (size === 0 && symbol !== SIXTEEN_ZEROS) break;
      at += (symbol >> 4) + 1;
      if (this.#count < size) this.#fill();
      this.#count -= size;
    }
    return this.#count >= this.#padding && this.#limit.stepsLeft >= 0;
  }

  #readSymbol(codes: JpegLookup): number {
    if (this.#count < 16) this.#fill();
    const entry = codes.read((this.#bits >>> (this.#count - 16)) & 0xffff);
    this.#limit.stepsLeft -= 1;
    if (entry === NO_CODE || this.#limit.stepsLeft < 0) return -1;
    this.#count -= entry >> 8;
    return entry & 0xff;
  }

  #fill(): void {
    const first = this.#data[this.#at];
    const second = this.#data[this.#at + 1];
    if (this.#count <= 16 && first !== undefined && second !== undefined && first !== 0xff && second !== 0xff) {
      this.#bits = (this.#bits << 16) | (first << 8) | second;
      this.#count += 16;
      this.#at += 2;
      return;
    }
    while (this.#count <= 24) {
      const byte = this.#data[this.#at];
      const isEnd = byte === undefined || (byte === 0xff && this.#data[this.#at + 1] !== 0);
      if (isEnd) this.#padding += 8;
      else this.#at += byte === 0xff ? 2 : 1;
      this.#bits = (this.#bits << 8) | (isEnd ? 0 : byte);
      this.#count += 8;
    }
  }
}
