import { looksLikeBmp, readBmpLayout, rowStrideBytes, type BmpLayout } from './bmp-header.ts';
import { indexRle } from './bmp-rle.ts';
import { FREE_RUN_LENGTH_PIXELS, MAX_PIXELS_PER_RUN_LENGTH_BYTE, MAX_RUN_LENGTH_BYTES } from '../limits.ts';
import { corrupt, toPicture, tooLarge, type FormatReader, type Inspection } from './format-reader.ts';

const CUT_OFF = 'The BMP ends before its last pixel: it is cut off.';

const isRunLength = ({ coding }: BmpLayout): boolean => coding === 'rle4' || coding === 'rle8';

/**
 * Returns why run-length codes are not decoded (IMG-24), or undefined when they are: a kilobyte of them can claim a
 * hundred megapixels, and every row would be decoded.
 */
const runLengthFlaw = (bytes: Uint8Array, layout: BmpLayout): string | undefined => {
  const pixels = layout.widthPx * layout.heightPx;
  if ((pixels * layout.bitsPerPixel) / 8 > MAX_RUN_LENGTH_BYTES) {
    return `The BMP is run-length coded and has ${pixels} pixels, too many to decode: save it without compression or as PNG.`;
  }
  const codeBytes = bytes.length - layout.dataAt;
  const isSparse = pixels > FREE_RUN_LENGTH_PIXELS + codeBytes * MAX_PIXELS_PER_RUN_LENGTH_BYTE;
  return isSparse ? `The BMP claims ${pixels} pixels, and has codes for few of them.` : undefined;
};

/** Returns whether all pixels are present. The padding of the last row may be missing. */
const isComplete = (bytes: Uint8Array, layout: BmpLayout): boolean => {
  if (isRunLength(layout)) return indexRle(bytes, layout) !== undefined;
  const lastRowBytes = Math.ceil((layout.widthPx * layout.bitsPerPixel) / 8);
  return layout.dataAt + rowStrideBytes(layout) * (layout.heightPx - 1) + lastRowBytes <= bytes.length;
};

const inspect = (bytes: Uint8Array): Inspection => {
  const layout = readBmpLayout(bytes);
  if (!layout.ok) return layout;
  const runLength = isRunLength(layout.value) ? runLengthFlaw(bytes, layout.value) : undefined;
  if (runLength !== undefined) return tooLarge(runLength);
  if (!isComplete(bytes, layout.value)) return corrupt(CUT_OFF);
  const { widthPx, heightPx, bitsPerPixel, masks } = layout.value;
  const hasAlpha = (bitsPerPixel === 16 || bitsPerPixel === 32) && masks[3] !== 0;
  return toPicture({ format: 'bmp', rawWidthPx: widthPx, rawHeightPx: heightPx, hasAlpha });
};

/** Reads BMP files. */
export const bmp: FormatReader = { matches: looksLikeBmp, inspect };
