import type { WbmpLayout } from './wbmp.ts';
import type { XbmLayout } from './xbm.ts';
import { readXbmValue } from './xbm-values.ts';

/**
 * Yields the rows of a WBMP as views of the file. Ones are white and the leftmost pixel is the highest bit, as in a
 * grey PNG of one bit.
 */
export function* wbmpRows(bytes: Uint8Array, { dataAt, rowBytes, heightPx }: WbmpLayout): Generator<Uint8Array> {
  for (let y = 0; y < heightPx; y++) {
    const at = dataAt + y * rowBytes;
    yield bytes.subarray(at, at + rowBytes);
  }
}

/**
 * The PNG bits for each byte of an XBM. In an XBM the leftmost pixel is the lowest bit, and ones are black; in a PNG
 * both are the opposite.
 */
const PNG_BITS = Uint8Array.from({ length: 256 }, (_, xbmBits) => {
  let pngBits = 0;
  for (let bit = 0; bit < 8; bit++) if ((xbmBits & (1 << bit)) === 0) pngBits |= 0x80 >> bit;
  return pngBits;
});

/**
 * Yields the rows of an XBM, all in the same buffer. A 16-bit word of an X10 file holds its left half in the low byte.
 */
export function* xbmRows(bytes: Uint8Array, layout: XbmLayout): Generator<Uint8Array> {
  const { widthPx, heightPx, valuesAt, bitsPerValue, valuesPerRow } = layout;
  const valueBytes = bitsPerValue / 8;
  const padded = new Uint8Array(valuesPerRow * valueBytes);
  const row = padded.subarray(0, Math.ceil(widthPx / 8));
  const cursor = { at: valuesAt };
  for (let y = 0; y < heightPx; y++) {
    for (let at = 0; at < padded.length; at += valueBytes) {
      const value = readXbmValue(bytes, cursor) ?? 0;
      padded[at] = PNG_BITS[value & 0xff] ?? 0;
      if (valueBytes === 2) padded[at + 1] = PNG_BITS[(value >> 8) & 0xff] ?? 0;
    }
    yield row;
  }
}
