import { ok, type Result } from '../../platform/result.ts';
import type { IngestFault } from '../faults.ts';
import { corrupt, toPicture, sizeFault, unsupported, type FormatReader, type Inspection } from './format-reader.ts';

/** The type 0 and a fixed header without extensions, the only kind of WBMP in use. */
const HEADER_BYTES = 2;
/**
 * Two groups of seven bits hold any size within the limits. Twice as many are read, so that the fault can name the
 * size.
 */
const MAX_INTEGER_BYTES = 4;

/** Where the pixels of a WBMP are; a row is padded to whole bytes. */
export interface WbmpLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dataAt: number;
  readonly rowBytes: number;
}

/**
 * Reads a multi-byte integer: seven bits per byte, the high ones first, and the top bit set in all bytes but the last.
 * Returns undefined when it is invalid or longer than MAX_INTEGER_BYTES.
 */
const readInteger = (bytes: Uint8Array, at: number): { readonly value: number; readonly end: number } | undefined => {
  // Writers never begin with a group of zeros, and refusing it excludes other kinds of files.
  if (bytes[at] === 0x80) return undefined;
  let value = 0;
  for (let end = at; end < Math.min(bytes.length, at + MAX_INTEGER_BYTES); end++) {
    const byte = bytes[end] ?? 0;
    value = (value << 7) | (byte & 0x7f);
    if (byte < 0x80) return { value, end: end + 1 };
  }
  return undefined;
};

/** Reads the header of a type 0 WBMP (WAP-237, section 6). Returns undefined when the bytes cannot be one. */
const readLayout = (bytes: Uint8Array): WbmpLayout | undefined => {
  if (bytes[0] !== 0 || bytes[1] !== 0) return undefined;
  const width = readInteger(bytes, HEADER_BYTES);
  const height = width && readInteger(bytes, width.end);
  if (!height || width.value === 0 || height.value === 0) return undefined;
  return {
    widthPx: width.value,
    heightPx: height.value,
    dataAt: height.end,
    rowBytes: Math.ceil(width.value / 8),
  };
};

/**
 * Reads the header of a WBMP. The format has almost no signature, so the length decides: with too few bytes the file is
 * an incomplete picture, and with too many it is some other kind of file.
 */
export const readWbmpLayout = (bytes: Uint8Array): Result<WbmpLayout, IngestFault> => {
  const layout = readLayout(bytes);
  const endAt = layout ? layout.dataAt + layout.rowBytes * layout.heightPx : 0;
  if (!layout || endAt < bytes.length) return unsupported('The file begins like a WBMP, but is none.');
  const fault = sizeFault(layout.widthPx, layout.heightPx);
  if (fault) return { ok: false, fault };
  return endAt === bytes.length ? ok(layout) : corrupt('The WBMP ends before its last pixel: it is cut off.');
};

const inspect = (bytes: Uint8Array): Inspection => {
  const layout = readWbmpLayout(bytes);
  if (!layout.ok) return layout;
  const { widthPx, heightPx } = layout.value;
  return toPicture({ format: 'wbmp', rawWidthPx: widthPx, rawHeightPx: heightPx, hasAlpha: false });
};

/** Recognizes a WBMP only when no bytes follow its pixels; all other formats must be asked first. */
export const wbmp: FormatReader = {
  matches: (bytes) => {
    const layout = readLayout(bytes);
    return layout !== undefined && layout.dataAt + layout.rowBytes * layout.heightPx >= bytes.length;
  },
  inspect,
};
