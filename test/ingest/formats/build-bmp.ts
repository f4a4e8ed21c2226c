/** Builds BMP files field by field, so that tests can say exactly which variant they mean. */

/** Everything about a BMP but its pixels; whatever is left out gets the value of a well-behaved writer. */
export interface BmpRecipe {
  readonly widthPx: number;
  /** Negative for a picture stored from the top down. */
  readonly heightPx: number;
  readonly bits: number;
  /** 12 is OS/2 1.x; 16 and 64 are OS/2 2.x; 40, 52, 56, 108 and 124 are Windows. */
  readonly headerBytes?: number;
  readonly compression?: number;
  /** Red, green, blue of each colour. */
  readonly palette?: readonly (readonly [number, number, number])[];
  /** The palette length that the header claims. */
  readonly declaredColours?: number;
  /** Red, green, blue and, where there is one, alpha. */
  readonly masks?: readonly number[];
  /** The place of the pixels that the header claims. */
  readonly offset?: number;
  readonly planes?: number;
  readonly data: Uint8Array;
}

const FILE_HEADER_BYTES = 14;

/** Masks stand inside of the header from V2 on, and behind a BITMAPINFOHEADER. */
const maskBytesBehind = (headerBytes: number, masks: readonly number[]): number =>
  headerBytes === 40 ? masks.length * 4 : 0;

export const buildBmp = (recipe: BmpRecipe): Uint8Array => {
  const { widthPx, heightPx, bits, data, headerBytes = 40, palette = [], masks = [], planes = 1 } = recipe;
  const colourBytes = headerBytes === 12 ? 3 : 4;
  const paletteAt = FILE_HEADER_BYTES + headerBytes + maskBytesBehind(headerBytes, masks);
  const dataAt = paletteAt + palette.length * colourBytes;
  const bytes = new Uint8Array(dataAt + data.length);
  const view = new DataView(bytes.buffer);
  bytes.set([0x42, 0x4d]);
  view.setUint32(2, bytes.length, true);
  view.setUint32(10, recipe.offset ?? dataAt, true);
  view.setUint32(14, headerBytes, true);
  if (headerBytes === 12) {
    view.setUint16(18, widthPx, true);
    view.setUint16(20, heightPx, true);
    view.setUint16(22, planes, true);
    view.setUint16(24, bits, true);
  } else {
    view.setInt32(18, widthPx, true);
    view.setInt32(22, heightPx, true);
    view.setUint16(26, planes, true);
    view.setUint16(28, bits, true);
    if (headerBytes >= 20) view.setUint32(30, recipe.compression ?? 0, true);
    if (headerBytes >= 36) view.setUint32(46, recipe.declaredColours ?? palette.length, true);
  }
  masks.forEach((mask, index) => view.setUint32(54 + index * 4, mask, true));
  palette.forEach(([red, green, blue], index) => bytes.set([blue, green, red], paletteAt + index * colourBytes));
  bytes.set(data, dataAt);
  return bytes;
};

/** Plain rows, from the first in the file, padded to 32 bits. */
export const bmpPixels = (...rows: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from(rows.flatMap((row) => [...row, ...Array<number>((4 - (row.length % 4)) % 4).fill(0)]));
