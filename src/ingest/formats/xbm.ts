import { ok, type Result } from '../../platform/result.ts';
import type { IngestFault } from '../faults.ts';
import { readToken } from './xbm-tokens.ts';
import { corrupt, toPicture, sizeFault, type FormatReader, type Inspection } from './format-reader.ts';
import { isAtClosingBrace, readXbmValue } from './xbm-values.ts';

/** The longest token. Names are those of C variables, and a file with a longer word is not an XBM. */
const MAX_NAME_CHARACTERS = 255;
/** The most tokens before the values: two defines for the size, two for the hot spot and the declaration have 29. */
const MAX_HEADER_TOKENS = 100;

/** Where the values of an XBM begin, and how they fill the rows. */
export interface XbmLayout {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly valuesAt: number;
  /** X11 files have one byte per value, X10 files a 16-bit word; rows are padded to whole values. */
  readonly bitsPerValue: 8 | 16;
  readonly valuesPerRow: number;
}

/** Returns whether the file begins as XBM files do: with a define of the size or of the hot spot. */
const matches = (bytes: Uint8Array): boolean => {
  const hash = readToken(bytes, 0, 1);
  if (hash?.text !== '#') return false;
  const define = readToken(bytes, hash.end, MAX_NAME_CHARACTERS);
  if (define?.text !== 'define') return false;
  const name = readToken(bytes, define.end, MAX_NAME_CHARACTERS);
  return name !== undefined && /(^|_)(width|height|x_hot|y_hot)$/.test(name.text);
};

/**
 * Returns the tokens before the opening brace, and the position after it; undefined when there is no brace within
 * MAX_HEADER_TOKENS.
 */
const readHeader = (bytes: Uint8Array): { readonly tokens: readonly string[]; readonly end: number } | undefined => {
  const tokens: string[] = [];
  let at = 0;
  while (tokens.length < MAX_HEADER_TOKENS) {
    const token = readToken(bytes, at, MAX_NAME_CHARACTERS);
    if (!token) return undefined;
    if (token.text === '{') return { tokens, end: token.end };
    tokens.push(token.text);
    at = token.end;
  }
  return undefined;
};

/**
 * Returns the number of pixels from the define whose name ends in `ending`; 0 when there is none, or its value is not a
 * number.
 */
const readDefinedSize = (tokens: readonly string[], ending: 'width' | 'height'): number => {
  const at = tokens.findIndex(
    (word, index) => tokens[index - 1] === 'define' && (word === ending || word.endsWith(`_${ending}`)),
  );
  const text = tokens[at + 1] ?? '';
  return at >= 0 && /^(0[xX][0-9a-fA-F]{1,7}|[0-9]{1,7})$/.test(text) ? Number(text) : 0;
};

/** Reads the header of an X11 or X10 bitmap (Xlib, XReadBitmapFile; X10 has `short` for `char`). */
export const readXbmLayout = (bytes: Uint8Array): Result<XbmLayout, IngestFault> => {
  const header = readHeader(bytes);
  if (!header) return corrupt('The XBM ends before its pixels.');
  const { tokens, end } = header;
  const bitsPerValue = tokens.includes('short') ? 16 : 8;
  if (bitsPerValue === 8 && !tokens.includes('char')) return corrupt('The XBM does not declare its pixels.');
  const widthPx = readDefinedSize(tokens, 'width');
  const heightPx = readDefinedSize(tokens, 'height');
  const fault = sizeFault(widthPx, heightPx);
  if (fault) return { ok: false, fault };
  return ok({ widthPx, heightPx, valuesAt: end, bitsPerValue, valuesPerRow: Math.ceil(widthPx / bitsPerValue) });
};

/** Counts the values up to the closing brace; undefined when that is never reached. */
const countValues = (bytes: Uint8Array, valuesAt: number): number | undefined => {
  const cursor = { at: valuesAt };
  let count = 0;
  while (readXbmValue(bytes, cursor) !== undefined) count += 1;
  return isAtClosingBrace(bytes, cursor) ? count : undefined;
};

const inspect = (bytes: Uint8Array): Inspection => {
  const layout = readXbmLayout(bytes);
  if (!layout.ok) return layout;
  const { widthPx, heightPx, valuesAt, valuesPerRow } = layout.value;
  const count = countValues(bytes, valuesAt);
  if (count === undefined) return corrupt('The list of pixels of the XBM is broken or cut off.');
  if (count < valuesPerRow * heightPx) return corrupt('The XBM has fewer pixels than it says.');
  return toPicture({ format: 'xbm', rawWidthPx: widthPx, rawHeightPx: heightPx, hasAlpha: false });
};

/** Reads XBM files. */
export const xbm: FormatReader = { matches, inspect };
