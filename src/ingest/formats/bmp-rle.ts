import type { BmpLayout } from './bmp-header.ts';

/** Codes that follow a zero byte; larger numbers announce that many literal pixels. */
const END_OF_ROW = 0;
const END_OF_PICTURE = 1;
const MOVE = 2;

/** Where the codes of each row begin, counted from the bottom row; -1 for rows that are skipped. */
export interface RleIndex {
  readonly codesAt: Int32Array;
  /** The column at which the codes of each row begin, which is not 0 after a move only. */
  readonly startPx: Int32Array;
}

/** Returns the bytes that `count` literal pixels occupy. */
const literalBytes = (count: number, bitsPerPixel: number): number =>
  bitsPerPixel === 8 ? count : Math.ceil(count / 2);

/**
 * Reads all codes once and records where each row begins. Rows are stored from the bottom, and with this index they can
 * be decoded from the top without memory for the whole picture. Returns undefined when the codes end before the picture
 * does.
 */
export const indexRle = (bytes: Uint8Array, layout: BmpLayout): RleIndex | undefined => {
  const { widthPx, heightPx, bitsPerPixel, dataAt } = layout;
  const codesAt = new Int32Array(heightPx).fill(-1);
  const startPx = new Int32Array(heightPx);
  const index = { codesAt, startPx };
  codesAt[0] = dataAt;
  let at = dataAt;
  let x = 0;
  let y = 0;
  while (at + 1 < bytes.length) {
    const count = bytes[at] ?? 0;
    const code = bytes[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      x += count;
    } else if (code === END_OF_PICTURE) {
      return index;
    } else if (code === END_OF_ROW || code === MOVE) {
      const rows = code === MOVE ? (bytes[at + 1] ?? 0) : 1;
      x = code === MOVE ? x + (bytes[at] ?? 0) : 0;
      if (code === MOVE) at += 2;
      if (rows === 0) continue;
      y += rows;
      if (y >= heightPx) return index;
      codesAt[y] = at;
      startPx[y] = x;
    } else {
      const sizeBytes = literalBytes(code, bitsPerPixel);
      if (at + sizeBytes > bytes.length) return undefined;
      x += code;
      at += sizeBytes + (sizeBytes % 2);
    }
  }
  // Some writers leave out the end code after the last row.
  return y === heightPx - 1 && x >= widthPx ? index : undefined;
};

/** Writes a run of `count` pixels: in 8 bits all of one colour, in 4 bits alternating between two. */
const writeRun = (row: Uint8Array, x: number, count: number, code: number, bitsPerPixel: number): void => {
  if (bitsPerPixel === 8) {
    row.fill(code, x, x + count);
    return;
  }
  const end = Math.min(row.length, x + count);
  for (let px = x; px < end; px++) row[px] = (px - x) % 2 === 0 ? code >> 4 : code & 15;
};

/** Copies `count` literal pixels from `at`. */
const writeLiteral = (row: Uint8Array, x: number, bytes: Uint8Array, at: number, count: number, bits: number): void => {
  const end = Math.min(row.length, x + count);
  for (let px = x; px < end; px++) {
    const step = px - x;
    const byte = bytes[at + (bits === 8 ? step : step >> 1)] ?? 0;
    if (bits === 8) row[px] = byte;
    else row[px] = step % 2 === 0 ? byte >> 4 : byte & 15;
  }
};

/** Decodes one row, counted from the bottom, to one colour number per byte. Pixels that no code sets get colour 0. */
export const decodeRleRow = (
  bytes: Uint8Array,
  layout: BmpLayout,
  index: RleIndex,
  y: number,
  row: Uint8Array,
): void => {
  row.fill(0);
  let at = index.codesAt[y] ?? -1;
  if (at < 0) return;
  let x = index.startPx[y] ?? 0;
  while (at + 1 < bytes.length) {
    const count = bytes[at] ?? 0;
    const code = bytes[at + 1] ?? 0;
    at += 2;
    if (count > 0) {
      writeRun(row, x, count, code, layout.bitsPerPixel);
      x += count;
    } else if (code === END_OF_ROW || code === END_OF_PICTURE) {
      return;
    } else if (code === MOVE) {
      if ((bytes[at + 1] ?? 0) > 0) return;
      x += bytes[at] ?? 0;
      at += 2;
    } else {
      writeLiteral(row, x, bytes, at, code, layout.bitsPerPixel);
      const sizeBytes = literalBytes(code, layout.bitsPerPixel);
      x += code;
      at += sizeBytes + (sizeBytes % 2);
    }
  }
};
