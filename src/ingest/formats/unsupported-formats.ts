import { typeHandlers } from 'image-size/types/index';
import { hasAscii } from './bytes.ts';

/** Every type that the library knows shows itself this early; the rest of a hostile file is never looked at. */
const PREFIX_BYTES = 1024;

/** Formats that people do send by mistake, as the library calls them; its remaining types rest on too few bytes. */
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

/** Files that are no pictures at all, by their first characters. */
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

/** Whether the library takes the bytes for `type`; its own mistakes on odd bytes count as no. */
const isOfType = (type: string, prefix: Uint8Array): boolean => {
  try {
    return [...typeHandlers].some(([name, handler]) => name === type && handler.validate(prefix));
  } catch {
    return false;
  }
};

/** What bytes that are none of our formats are instead, for the reason of a refusal; undefined where nobody knows. */
export const describeUnsupported = (bytes: Uint8Array): string | undefined => {
  const prefix = bytes.subarray(0, PREFIX_BYTES);
  const type = PICTURE_TYPES.find(([name]) => isOfType(name, prefix));
  return (type ?? SIGNATURES.find(([beginning]) => hasAscii(bytes, 0, beginning)))?.[1];
};
