import { looksLikeBmp, readBmpLayout, rowStrideBytes, type BmpLayout } from './bmp-header.ts';
import { indexRle } from './bmp-rle.ts';
import { corrupt, toPicture, type FormatReader, type Inspection } from './format-reader.ts';

const CUT_OFF = 'The BMP ends before its last pixel: it is cut off.';

/** Returns whether all pixels are present. The padding of the last row may be missing. */
const isComplete = (bytes: Uint8Array, layout: BmpLayout): boolean => {
  if (layout.coding === 'rle4' || layout.coding === 'rle8') return indexRle(bytes, layout) !== undefined;
  const lastRowBytes = Math.ceil((layout.widthPx * layout.bitsPerPixel) / 8);
  return layout.dataAt + rowStrideBytes(layout) * (layout.heightPx - 1) + lastRowBytes <= bytes.length;
};

const inspect = (bytes: Uint8Array): Inspection => {
  const layout = readBmpLayout(bytes);
  if (!layout.ok) return layout;
  if (!isComplete(bytes, layout.value)) return corrupt(CUT_OFF);
  const { widthPx, heightPx, bitsPerPixel, masks } = layout.value;
  const hasAlpha = (bitsPerPixel === 16 || bitsPerPixel === 32) && masks[3] !== 0;
  return toPicture({ format: 'bmp', rawWidthPx: widthPx, rawHeightPx: heightPx, hasAlpha });
};

/** Reads BMP files. */
export const bmp: FormatReader = { matches: looksLikeBmp, inspect };
