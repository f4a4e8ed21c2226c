import { byteOffsets, channelsOf, levelOf, type Channels } from './bmp-channels.ts';
import { rowStrideBytes, type BmpLayout } from './bmp-header.ts';
import { decodeRleRow, indexRle } from './bmp-rle.ts';
import { readInt32LE } from './bytes.ts';
import type { PngKind } from './png-writer.ts';

/** Yields the offset of each row of plain pixels, from the top of the picture. */
function* rowOffsets(layout: BmpLayout): Generator<number> {
  const strideBytes = rowStrideBytes(layout);
  for (let y = 0; y < layout.heightPx; y++) {
    yield layout.dataAt + strideBytes * (layout.isTopDown ? y : layout.heightPx - 1 - y);
  }
}

/**
 * Yields the rows of pictures with a palette. BMP and PNG pack 1, 2, 4 and 8 bits in the same way, so these rows are
 * views of the file.
 */
function* packedRows(bytes: Uint8Array, layout: BmpLayout): Generator<Uint8Array> {
  const rowBytes = Math.ceil((layout.widthPx * layout.bitsPerPixel) / 8);
  for (const at of rowOffsets(layout)) yield bytes.subarray(at, at + rowBytes);
}

/** Packs one colour number per byte into two per byte. */
const packFourBits = (numbers: Uint8Array, row: Uint8Array): void => {
  for (let at = 0; at < row.length; at++) row[at] = ((numbers[2 * at] ?? 0) << 4) | (numbers[2 * at + 1] ?? 0);
};

/** Yields the rows of run-length encoded pictures. */
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

/**
 * Yields rows of red, green and blue from pixels of 24 or 32 bits whose channels are whole bytes at the given offsets.
 */
function* opaqueByteRows(bytes: Uint8Array, layout: BmpLayout, offsets: readonly number[]): Generator<Uint8Array> {
  const pixelBytes = layout.bitsPerPixel / 8;
  const [red = 0, green = 0, blue = 0] = offsets;
  const row = new Uint8Array(layout.widthPx * 3);
  for (const rowAt of rowOffsets(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += 3, from += pixelBytes) {
      row[to] = bytes[from + red] ?? 0;
      row[to + 1] = bytes[from + green] ?? 0;
      row[to + 2] = bytes[from + blue] ?? 0;
    }
    yield row;
  }
}

/** The same with alpha. It has a loop of its own, because a decision for every pixel would take twice as long. */
function* translucentByteRows(bytes: Uint8Array, layout: BmpLayout, offsets: readonly number[]): Generator<Uint8Array> {
  const [red = 0, green = 0, blue = 0, alpha = 0] = offsets;
  const row = new Uint8Array(layout.widthPx * 4);
  for (const rowAt of rowOffsets(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += 4, from += 4) {
      row[to] = bytes[from + red] ?? 0;
      row[to + 1] = bytes[from + green] ?? 0;
      row[to + 2] = bytes[from + blue] ?? 0;
      row[to + 3] = bytes[from + alpha] ?? 0;
    }
    yield row;
  }
}

/** Yields rows from pixels of 32 bits whose channels are not whole bytes. */
function* wideMaskRows(bytes: Uint8Array, layout: BmpLayout, hasAlpha: boolean): Generator<Uint8Array> {
  const [red, green, blue, alpha] = channelsOf(layout);
  const outBytes = hasAlpha ? 4 : 3;
  const row = new Uint8Array(layout.widthPx * outBytes);
  for (const rowAt of rowOffsets(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += outBytes, from += 4) {
      const pixel = readInt32LE(bytes, from);
      row[to] = levelOf(red, pixel);
      row[to + 1] = levelOf(green, pixel);
      row[to + 2] = levelOf(blue, pixel);
      if (hasAlpha) row[to + 3] = levelOf(alpha, pixel);
    }
    yield row;
  }
}

/**
 * Returns the colour of each of the 65,536 possible pixels of 16 bits, with red in the low byte, then green, blue and
 * alpha.
 */
const colourTable = (channels: Channels): Uint32Array => {
  const [red, green, blue, alpha] = channels;
  const colours = new Uint32Array(65_536);
  for (let pixel = 0; pixel < colours.length; pixel++) {
    const low = levelOf(red, pixel) | (levelOf(green, pixel) << 8);
    colours[pixel] = low | (levelOf(blue, pixel) << 16) | (levelOf(alpha, pixel) << 24);
  }
  return colours;
};

/** Yields rows from pixels of 16 bits, which are looked up in a table. */
function* narrowMaskRows(bytes: Uint8Array, layout: BmpLayout, hasAlpha: boolean): Generator<Uint8Array> {
  const colours = colourTable(channelsOf(layout));
  const outBytes = hasAlpha ? 4 : 3;
  const row = new Uint8Array(layout.widthPx * outBytes);
  for (const rowAt of rowOffsets(layout)) {
    for (let to = 0, from = rowAt; to < row.length; to += outBytes, from += 2) {
      const colour = colours[(bytes[from] ?? 0) | ((bytes[from + 1] ?? 0) << 8)] ?? 0;
      row[to] = colour;
      row[to + 1] = colour >> 8;
      row[to + 2] = colour >> 16;
      if (hasAlpha) row[to + 3] = colour >> 24;
    }
    yield row;
  }
}

/** Returns rows without a palette: three bytes per pixel, or four with alpha. */
const trueColourRows = (bytes: Uint8Array, layout: BmpLayout, hasAlpha: boolean): Generator<Uint8Array> => {
  if (layout.bitsPerPixel === 16) return narrowMaskRows(bytes, layout, hasAlpha);
  const offsets = byteOffsets(layout);
  if (!offsets) return wideMaskRows(bytes, layout, hasAlpha);
  return hasAlpha ? translucentByteRows(bytes, layout, offsets) : opaqueByteRows(bytes, layout, offsets);
};

/**
 * Returns whether any pixel is visible under the alpha mask. Some writers declare a mask and leave its bits at zero
 * although the picture is opaque, and browsers show such a picture as opaque.
 */
const hasVisiblePixel = (bytes: Uint8Array, layout: BmpLayout): boolean => {
  const alphaAt = 3;
  for (const row of trueColourRows(bytes, layout, true)) {
    for (let at = alphaAt; at < row.length; at += 4) if (row[at] !== 0) return true;
  }
  return false;
};

/**
 * Returns the palette as PNG stores it: red, green, blue. Colours that the file lacks are black, so that every colour
 * number has a colour.
 */
const readPalette = (bytes: Uint8Array, layout: BmpLayout): Uint8Array => {
  const palette = new Uint8Array(3 << layout.bitsPerPixel);
  for (let colour = 0; colour < layout.colourCount; colour++) {
    const at = layout.paletteAt + colour * layout.colourBytes;
    palette.set([bytes[at + 2] ?? 0, bytes[at + 1] ?? 0, bytes[at] ?? 0], colour * 3);
  }
  return palette;
};

/** Returns what kind of PNG a BMP becomes, and its rows from the top. */
export const bmpRows = (
  bytes: Uint8Array,
  layout: BmpLayout,
): { readonly kind: PngKind; readonly rows: Iterable<Uint8Array> } => {
  const { bitsPerPixel: depthBits, coding, masks } = layout;
  if (depthBits === 1 || depthBits === 2 || depthBits === 4 || depthBits === 8) {
    const rows = coding === 'plain' ? packedRows(bytes, layout) : rleRows(bytes, layout);
    return { kind: { colour: 'palette', depthBits, palette: readPalette(bytes, layout) }, rows };
  }
  const hasAlpha = masks[3] !== 0 && hasVisiblePixel(bytes, layout);
  return { kind: { colour: hasAlpha ? 'rgba' : 'rgb', depthBits: 8 }, rows: trueColourRows(bytes, layout, hasAlpha) };
};
