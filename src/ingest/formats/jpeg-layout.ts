import type { FrameSize } from './jpeg-frame.ts';
import { JpegCodes } from './jpeg-bits.ts';

const CODE_LENGTHS = 16;
const BLOCK_PX = 8;

/** A component of a frame: how many blocks of it a unit of all components has across and down. */
export interface Component {
  readonly id: number;
  readonly across: number;
  readonly down: number;
}

/** The Huffman tables that were read last, by their numbers. */
export interface CodeTables {
  readonly dc: Map<number, JpegCodes>;
  readonly ac: Map<number, JpegCodes>;
}

/** Reads Huffman tables into those that have been read. */
export const readCodes = (data: Uint8Array, tables: CodeTables): void => {
  let at = 0;
  while (at < data.length) {
    const [kind, number] = [(data[at] ?? 0) >> 4, (data[at] ?? 0) & 15];
    const counts = data.subarray(at + 1, at + 1 + CODE_LENGTHS);
    const symbolsAt = at + 1 + CODE_LENGTHS;
    const endAt = symbolsAt + counts.reduce((sum, count) => sum + count, 0);
    (kind === 0 ? tables.dc : tables.ac).set(number, new JpegCodes(counts, data.subarray(symbolsAt, endAt)));
    at = endAt;
  }
};

/** Reads the components of a frame header. */
export const readComponents = (data: Uint8Array): readonly Component[] =>
  Array.from({ length: data[5] ?? 0 }, (_, index) => {
    const [id = 0, factors = 0] = data.subarray(6 + index * 3);
    return { id, across: factors >> 4, down: factors & 15 };
  });

/** How many units a scan of these components has: blocks where there is one component, else the units of the frame. */
export const countUnits = (
  { widthPx, heightPx }: FrameSize,
  all: readonly Component[],
  scanned: readonly Component[],
): number => {
  const [only] = scanned;
  const across = Math.max(...all.map((component) => component.across));
  const down = Math.max(...all.map((component) => component.down));
  if (scanned.length > 1 || only === undefined) {
    return Math.ceil(widthPx / (BLOCK_PX * across)) * Math.ceil(heightPx / (BLOCK_PX * down));
  }
  const ownWidth = Math.ceil((widthPx * only.across) / across);
  const ownHeight = Math.ceil((heightPx * only.down) / down);
  return Math.ceil(ownWidth / BLOCK_PX) * Math.ceil(ownHeight / BLOCK_PX);
};
