import { ok, type Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';
import { wbmpRows, xbmRows } from './formats/bilevel-rows.ts';
import { bmp } from './formats/bmp.ts';
import { readBmpLayout } from './formats/bmp-header.ts';
import { readBmpProfile } from './formats/bmp-profile.ts';
import { bmpRows } from './formats/bmp-rows.ts';
import { writePng, type PngPicture } from './formats/png-writer.ts';
import { tooLarge } from './formats/format-reader.ts';
import { readWbmpLayout, wbmp } from './formats/wbmp.ts';
import { readXbmLayout, xbm } from './formats/xbm.ts';
import { MAX_RENDER_SOURCE_BYTES } from './limits.ts';
import type { Picture } from '../model/picture.ts';

/** A picture in a format that the Images binding does not read, so that its renditions are made from a PNG. */
export type PictureToDecode = Picture & { readonly format: 'bmp' | 'wbmp' | 'xbm' };

/** Returns whether a picture needs a render source; all other formats are rendered from the original. */
export const needsRenderSource = (picture: Picture): picture is PictureToDecode =>
  picture.format === 'bmp' || picture.format === 'wbmp' || picture.format === 'xbm';

type Decoded = Result<PngPicture, IngestFault>;

const decodeBmp = (bytes: Uint8Array): Decoded => {
  const layout = readBmpLayout(bytes);
  if (!layout.ok) return layout;
  const { widthPx, heightPx } = layout.value;
  return ok({ widthPx, heightPx, ...bmpRows(bytes, layout.value), profile: readBmpProfile(bytes) });
};

const decodeWbmp = (bytes: Uint8Array): Decoded => {
  const layout = readWbmpLayout(bytes);
  if (!layout.ok) return layout;
  const { widthPx, heightPx } = layout.value;
  return ok({ widthPx, heightPx, kind: { colour: 'grey', depthBits: 1 }, rows: wbmpRows(bytes, layout.value) });
};

const decodeXbm = (bytes: Uint8Array): Decoded => {
  const layout = readXbmLayout(bytes);
  if (!layout.ok) return layout;
  const { widthPx, heightPx } = layout.value;
  return ok({ widthPx, heightPx, kind: { colour: 'grey', depthBits: 1 }, rows: xbmRows(bytes, layout.value) });
};

/** How each format is checked, and then decoded to rows of a PNG. */
const CODECS = {
  bmp: { reader: bmp, decode: decodeBmp },
  wbmp: { reader: wbmp, decode: decodeWbmp },
  xbm: { reader: xbm, decode: decodeXbm },
} as const;

/**
 * Decodes a picture to rows, which all may be the same buffer. Its structure is checked before, because decoding relies
 * on it. Faults: those of `inspectPicture`.
 */
export const decodeRows = (bytes: Uint8Array, picture: PictureToDecode): Decoded => {
  const { reader, decode } = CODECS[picture.format];
  const inspected = reader.inspect(bytes);
  return inspected.ok ? decode(bytes) : inspected;
};

/**
 * Decodes a BMP, WBMP or XBM losslessly to a PNG that the Images binding reads (DEL-2). Rows are decoded and compressed
 * one after another, so that memory holds the compressed result and not the pixels. Never throws.
 *
 * Faults: those of `inspectPicture`, and `picture-too-large` when the PNG would be larger than MAX_RENDER_SOURCE_BYTES.
 */
export const makeRenderSource = async (
  bytes: Uint8Array,
  picture: PictureToDecode,
): Promise<Result<Uint8Array, IngestFault>> => {
  const decoded = decodeRows(bytes, picture);
  if (!decoded.ok) return decoded;
  const png = await writePng(decoded.value, MAX_RENDER_SOURCE_BYTES);
  return png ? ok(png) : tooLarge('The decoded picture is too intricate to make other sizes from.');
};
