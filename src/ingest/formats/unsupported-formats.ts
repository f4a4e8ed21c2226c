import { typeHandlers } from 'image-size/types/index';
import { hasAscii } from './bytes.ts';

/** How many bytes the library is given: enough to recognize each of its types, and little of a hostile file. */
const PREFIX_BYTES = 1024;

/**
 * Picture formats that people send by mistake, under the library's names. The library recognizes its remaining types by
 * too few bytes.
 */
const PICTURE_TYPES: readonly (readonly [string, string])[] = [
  ['tiff', 'a TIFF picture'],
  ['heif', 'a HEIC or AVIF picture'],
  ['psd', 'a Photoshop document'],
  ['ico', 'an icon file'],
  ['cur', 'a cursor file'],
  ['jxl', 'a JPEG XL picture'],
  ['jxl-stream', 'a JPEG XL picture'],
  ['jp2', 'a JPEG 2000 picture'],
  ['j2c', 'a JPEG 2000 picture'],
  ['pnm', 'a PNM picture'],
  ['dds', 'a DDS texture'],
  ['icns', 'an icon file'],
  ['svg', 'an SVG drawing, which can carry scripts'],
];

/** Other kinds of files, by their first characters. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['%PDF', 'a PDF document'],
  ['PK\x03\x04', 'a ZIP archive or an office document'],
  ['BA', 'an OS/2 bitmap array'],
  ['/* XPM */', 'an XPM picture'],
  ['<!DOCTYPE', 'a web page'],
  ['<!doctype', 'a web page'],
  ['<html', 'a web page'],
  ['{', 'JSON'],
];

/**
 * Returns whether the library recognizes the bytes as `type`. An error that it throws on malformed bytes counts as no.
 */
const isOfType = (type: string, prefix: Uint8Array): boolean => {
  try {
    return [...typeHandlers].some(([name, handler]) => name === type && handler.validate(prefix));
  } catch {
    return false;
  }
};

/**
 * Names the format of bytes that are in none of the seven formats, for the reason of the refusal. Returns undefined
 * when it is not recognized.
 */
export const describeUnsupported = (bytes: Uint8Array): string | undefined => {
  const prefix = bytes.subarray(0, PREFIX_BYTES);
  const type = PICTURE_TYPES.find(([name]) => isOfType(name, prefix));
  return (type ?? SIGNATURES.find(([beginning]) => hasAscii(bytes, 0, beginning)))?.[1];
};
