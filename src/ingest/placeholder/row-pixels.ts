import type { PngKind, PngPicture } from '../formats/png-writer.ts';
import { smallSize, type Pixels } from './pixels.ts';

/**
 * Returns the small pixels of a picture that is decoded to rows: of each small pixel the one in its middle, for the
 * rows are packed and most of them need not be looked at.
 */
export function rowPixels({ widthPx, heightPx, kind, rows }: Omit<PngPicture, 'profile'>): Pixels {
  const size = smallSize({ widthPx, heightPx });
  const rgba = new Uint8Array(size.widthPx * size.heightPx * 4);
  const middleOf = (index: number, smallPx: number, wholePx: number): number =>
    Math.floor(((index + 0.5) * wholePx) / smallPx);
  let [rowAt, wantedRow] = [0, 0];
  for (const row of rows) {
    if (wantedRow < size.heightPx && rowAt === middleOf(wantedRow, size.heightPx, heightPx)) {
      for (let x = 0; x < size.widthPx; x++) {
        const pixel = pixelOf(row, middleOf(x, size.widthPx, widthPx), kind);
        rgba.set(pixel, (wantedRow * size.widthPx + x) * 4);
      }
      wantedRow += 1;
    }
    rowAt += 1;
  }
  return { ...size, rgba };
}

/** Returns a pixel of a row that is packed as PNG packs it. */
function pixelOf(row: Uint8Array, x: number, kind: PngKind): readonly number[] {
  switch (kind.colour) {
    case 'grey': {
      const level = packed(row, x, 1) * 255;
      return [level, level, level, 255];
    }
    case 'palette':
      return [...kind.palette.subarray(packed(row, x, kind.depthBits) * 3).subarray(0, 3), 255];
    case 'rgb':
      return [...row.subarray(x * 3, x * 3 + 3), 255];
    case 'rgba':
      return [...row.subarray(x * 4, x * 4 + 4)];
    default:
      return kind satisfies never;
  }
}

/** Returns a number of a few bits, the first one in the highest bits of a byte. */
function packed(row: Uint8Array, x: number, bits: number): number {
  const bitAt = x * bits;
  return ((row[bitAt >> 3] ?? 0) >> (8 - bits - (bitAt & 7))) & ((1 << bits) - 1);
}
