import { expect, it } from 'vitest';
import { readDcScan, type DcScan } from '../../../src/ingest/formats/jpeg-dc.ts';
import { BlockGrid } from '../../../src/ingest/formats/jpeg-grid.ts';
import { JpegLookup } from '../../../src/ingest/formats/jpeg-lookup.ts';
import { makeSkips } from '../../../src/ingest/formats/jpeg-skips.ts';

/** A table of one code, a zero bit. */
const oneCode = (symbol: number): JpegLookup =>
  new JpegLookup(Uint8Array.of(1, ...Array<number>(15).fill(0)), Uint8Array.of(symbol));

/** A scan of a square of blocks, each of which has 63 coefficients of two bits. */
function costlyScan(side: number): DcScan {
  const codes = oneCode(0x01);
  const ac = { codes, skips: makeSkips(codes) };
  const grid = new BlockGrid(side * 8, side * 8, 256);
  const block = { dc: oneCode(0), ac, grid, component: 0, column: 0, row: 0, across: 1, down: 1 };
  return { blocks: [block], unitsPerRow: side, unitCount: side * side, restartInterval: 0, missingBits: 0 };
}

it('a scan is read to its end, and no further than its data', () => {
  const bits = 100 * (1 + 63 * 2);
  expect(readDcScan(new Uint8Array(Math.ceil(bits / 8)), costlyScan(10), { stepsLeft: 1e6 })).toBe(100);
  expect(readDcScan(new Uint8Array(Math.floor(bits / 16)), costlyScan(10), { stepsLeft: 1e6 })).toBe(49);
  expect(readDcScan(new Uint8Array(0), costlyScan(10), { stepsLeft: 1e6 })).toBe(0);
});

it('a scan that is made to be costly is given up on', () => {
  const limit = { stepsLeft: 1_000 };
  const readBlocks = readDcScan(new Uint8Array(1_000_000), costlyScan(300), limit);
  expect(readBlocks).toBeLessThan(150);
  expect(limit.stepsLeft).toBeGreaterThan(-64);
});

it('markers that only end intervals cost no more than their bytes', () => {
  const data = new Uint8Array(200_000).map((_, at) => (at % 2 === 0 ? 0xff : 0xd0));
  expect(readDcScan(data, { ...costlyScan(300), restartInterval: 1 }, { stepsLeft: 1e6 })).toBe(0);
});
