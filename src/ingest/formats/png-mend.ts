import { concatenate, readUint32BE } from './bytes.ts';
import { inflate } from './inflate.ts';
import { joinPng, readPngParts } from './png-copy.ts';
import { writeDataChunks } from './png-writer.ts';
import { MAX_MENDED_BYTES, MAX_MENDED_ROW_BYTES } from '../limits.ts';

const ZLIB_HEADER_BYTES = 2;
const CHUNK_HEADER_BYTES = 8;
const CHUNK_CHECKSUM_BYTES = 4;
const LAST_FILTER = 4;
/** Where the columns and rows of each pass of an interlaced picture begin, and their steps. */
const PASSES = [
  [0, 8, 0, 8],
  [4, 8, 0, 8],
  [0, 4, 4, 8],
  [2, 4, 0, 4],
  [0, 2, 2, 4],
  [1, 2, 0, 2],
  [0, 1, 1, 2],
] as const;
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Rows of one length, each with its filter byte. */
interface RowRun {
  readonly rowBytes: number;
  readonly count: number;
}

/** Returns the rows of a PNG as its header says, pass by pass. */
const rowRuns = (bytes: Uint8Array): readonly RowRun[] => {
  const [widthPx, heightPx] = [readUint32BE(bytes, 16), readUint32BE(bytes, 20)];
  const [depthBits = 8, colourType = 0, , , interlace] = bytes.subarray(24, 29);
  const pixelBits = depthBits * (CHANNELS[colourType] ?? 1);
  const run = (columns: number, rows: number): RowRun => ({
    rowBytes: 1 + Math.ceil((columns * pixelBits) / 8),
    count: rows,
  });
  if (interlace !== 1) return [run(widthPx, heightPx)];
  return PASSES.map(([x, stepX, y, stepY]) => ({
    columns: Math.ceil((widthPx - x) / stepX),
    rows: Math.ceil((heightPx - y) / stepY),
  }))
    .filter(({ columns, rows }) => columns > 0 && rows > 0)
    .map(({ columns, rows }) => run(columns, rows));
};

/** Hands out rows of any length from pieces of any length. */
class RowSource {
  readonly #pieces: Iterator<Uint8Array, void>;
  #piece = new Uint8Array(0);
  #at = 0;

  constructor(pieces: Iterator<Uint8Array, void>) {
    this.#pieces = pieces;
  }

  /** Fills `row`; returns false where too little is left. */
  read(row: Uint8Array): boolean {
    let filled = 0;
    while (filled < row.length) {
      if (this.#at === this.#piece.length) {
        const next = this.#pieces.next();
        if (next.done === true) return false;
        [this.#piece, this.#at] = [Uint8Array.from(next.value), 0];
        continue;
      }
      const part = this.#piece.subarray(this.#at, this.#at + row.length - filled);
      row.set(part, filled);
      this.#at += part.length;
      filled += part.length;
    }
    return true;
  }
}

/** Yields all sound rows, and empty ones in place of those from the first damage on; counts the sound ones. */
function* soundRows(runs: readonly RowRun[], source: RowSource, count: { sound: number }): Generator<Uint8Array> {
  let isSound = true;
  for (const { rowBytes, count: rowCount } of runs) {
    for (let index = 0; index < rowCount; index++) {
      const row = new Uint8Array(rowBytes);
      isSound &&= source.read(row) && (row[0] ?? 0) <= LAST_FILTER;
      if (isSound) count.sound += 1;
      else row.fill(0);
      yield row;
    }
  }
}

function* startingWith(first: Uint8Array, rest: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield first;
  yield* rest;
}

/**
 * Returns a PNG with those rows of a damaged one that can be read, empty from the first that cannot, as browsers show
 * it; only its checksum may have been wrong. Returns undefined where no row can be read, or where the picture has more
 * than MAX_MENDED_ROW_BYTES of them.
 */
export const mendPng = async (bytes: Uint8Array): Promise<Uint8Array | undefined> => {
  const parts = readPngParts(bytes);
  if (parts === undefined) return undefined;
  const runs = rowRuns(bytes);
  if (runs.reduce((sum, { rowBytes, count }) => sum + rowBytes * count, 0) > MAX_MENDED_ROW_BYTES) return undefined;
  const data = concatenate(parts.dataChunks.map((part) => part.subarray(CHUNK_HEADER_BYTES, -CHUNK_CHECKSUM_BYTES)));
  const count = { sound: 0 };
  const rows = soundRows(runs, new RowSource(inflate(data.subarray(ZLIB_HEADER_BYTES))), count);
  const first = rows.next();
  if (first.done === true || count.sound === 0) return undefined;
  const written = await writeDataChunks(startingWith(first.value, rows), MAX_MENDED_BYTES);
  return written && joinPng(parts.head, written);
};
