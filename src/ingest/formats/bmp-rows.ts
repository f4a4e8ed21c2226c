import { channelsOf } from './bmp-channels.ts';
import { rowStrideBytes, type BmpLayout } from './bmp-header.ts';
import { decodeRleRow, indexRle } from './bmp-rle.ts';
import type { PngKind } from './png-writer.ts';

/** The place of each row of plain pixels, from the top of the picture. */
function* rowPlaces(layout: BmpLayout): Generator<number> {
  const strideBytes = rowStrideBytes(layout);
  for (let y = 0; y < layout.heightPx; y++) {
    yield layout.dataAt + strideBytes * (layout.isTopDown ? y : layout.heightPx - 1 - y);
  }
}

/** BMP and PNG pack 1, 2, 4 and 8 bits alike, so that such rows are views of the file. */
function* packedRows(bytes: Uint8Array, layout: BmpLayout): Generator<Uint8Array> {
  const rowBytes = Math.ceil((layout.widthPx * layout.bitsPerPixel) / 8);
  for (const at of rowPlaces(layout)) yield bytes.subarray(at, at + rowBytes);
}

/** Turns one colour number a byte into two, in place. */
const packFourBits = (numbers: Uint8Array, row: Uint8Array): void => {
  for (let at = 0; at < row.length; at++) row[at] = ((numbers[2 * at] ?? 0) << 4) | (numbers[2 * at + 1] ?? 0);
};

function* rleRows(bytes: Uint8Array, layout: BmpLayout): Generator<Uint8Array> {
  const index = indexRle(bytes, layout);
  if (!index) return;
  const numbers = new Uint8Array(layout.widthPx);
  const row = layout.bitsPerPixel === 8 ? numbers : new Uint8Array(Math.ceil(layout.widthPx / 2));
  for (let y = 0; y < layout.heightPx; y++) {
    decodeRleRow(bytes, layout, index, layout.isTopDown ? y : layout.heightPx - 1 - y, numbers);
    if (layout.bitsPerPixel === 4) packFourBits(numbers, row);
    yield row;
  }
}

/** Pixels of blue, green, red and, with 32 bits, a byte that means nothing. */
function* trueColourRows(bytes: Uint8Array, layout: BmpLayout): Generator<Uint8Array> {
  const pixelBytes = layout.bitsPerPixel / 8;
  const row = new Uint8Array(layout.widthPx * 3);
  for (const rowAt of rowPlaces(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += 3, from += pixelBytes) {
      row[to] = bytes[from + 2] ?? 0;
      row[to + 1] = bytes[from + 1] ?? 0;
      row[to + 2] = bytes[from] ?? 0;
    }
    yield row;
  }
}

/** Pixels of 16 or 32 bits whose channels stand under masks. */
function* maskedRows(bytes: Uint8Array, layout: BmpLayout, hasAlpha: boolean): Generator<Uint8Array> {
  const [red, green, blue, alpha] = channelsOf(layout);
  const isWide = layout.bitsPerPixel === 32;
  const step = isWide ? 4 : 2;
  const outBytes = hasAlpha ? 4 : 3;
  const row = new Uint8Array(layout.widthPx * outBytes);
  for (const rowAt of rowPlaces(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += outBytes, from += step) {
      const low = (bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8);
      const pixel = isWide ? low | ((bytes[from + 2] ?? 0) << 16) | ((bytes[from + 3] ?? 0) << 24) : low;
      row[to] = red.levels[(pixel & red.mask) >>> red.shiftBits] ?? 0;
      row[to + 1] = green.levels[(pixel & green.mask) >>> green.shiftBits] ?? 0;
      row[to + 2] = blue.levels[(pixel & blue.mask) >>> blue.shiftBits] ?? 0;
      if (hasAlpha) row[to + 3] = alpha.levels[(pixel & alpha.mask) >>> alpha.shiftBits] ?? 0;
    }
    yield row;
  }
}

/**
 * Whether any pixel is visible under the alpha mask. Writers that declare a mask and leave its bits at zero meant an opaque
 * picture, and browsers show them so.
 */
const hasVisiblePixel = (bytes: Uint8Array, layout: BmpLayout): boolean => {
  const alphaAt = 3;
  for (const row of maskedRows(bytes, layout, true)) {
    for (let at = alphaAt; at < row.length; at += 4) if (row[at] !== 0) return true;
  }
  return false;
};

/** The palette as PNG wants it: red, green, blue; colours that the file lacks are black, so that no number is without one. */
const readPalette = (bytes: Uint8Array, layout: BmpLayout): Uint8Array => {
  const palette = new Uint8Array(3 << layout.bitsPerPixel);
  for (let colour = 0; colour < layout.colourCount; colour++) {
    const at = layout.paletteAt + colour * layout.colourBytes;
    palette.set([bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0], colour * 3);
  }
  return palette;
};

/** What kind of PNG a BMP becomes, and its rows from the top. */
export const bmpRows = (
  bytes: Uint8Array,
  layout: BmpLayout,
): { readonly kind: PngKind; readonly rows: Iterable<Uint8Array> } => {
  const { bitsPerPixel: depthBits, coding, masks } = layout;
  if (depthBits === 1 || depthBits === 2 || depthBits === 4 || depthBits === 8) {
    const rows = coding === 'plain' ? packedRows(bytes, layout) : rleRows(bytes, layout);
    return { kind: { colour: 'palette', depthBits, palette: readPalette(bytes, layout) }, rows };
  }
  const hasMasks = coding === 'masks' || depthBits === 16;
  if (!hasMasks) return { kind: { colour: 'rgb', depthBits: 8 }, rows: trueColourRows(bytes, layout) };
  const hasAlpha = masks[3] !== 0 && hasVisiblePixel(bytes, layout);
  return { kind: { colour: hasAlpha ? 'rgba' : 'rgb', depthBits: 8 }, rows: maskedRows(bytes, layout, hasAlpha) };
};
