import { crc32 } from '../../../src/ingest/formats/crc32.ts';

/** Builds the structure of JPEG, PNG, GIF and WEBP files; the coded pixels in them are only as real as a test needs. */

const latin1 = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));
const uint16BE = (value: number): number[] => [(value >> 8) & 0xff, value & 0xff];
const uint16LE = (value: number): number[] => uint16BE(value).toReversed();
const uint24LE = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff];
const uint32LE = (value: number): number[] => [...uint24LE(value), value >>> 24];
const uint32BE = (value: number): number[] => uint32LE(value).toReversed();

/** A TIFF block with one entry, the orientation, in either byte order. */
export const exifTiff = (orientation: number, order: 'II' | 'MM' = 'II'): number[] => {
  const uint16 = order === 'II' ? uint16LE : uint16BE;
  const uint32 = order === 'II' ? uint32LE : uint32BE;
  const entry = [...uint16(0x0112), ...uint16(3), ...uint32(1), ...uint16(orientation), 0, 0];
  return [...latin1(order), ...uint16(42), ...uint32(8), ...uint16(1), ...entry, ...uint32(0)];
};

export const jpegSegment = (marker: number, data: readonly number[]): number[] => [
  0xff,
  marker,
  ...uint16BE(data.length + 2),
  ...data,
];

export const jpegFrame = (widthPx: number, heightPx: number, components = 3, marker = 0xc0): number[] => {
  const parts = Array.from({ length: components }, (_, index) => [index + 1, 0x11, 0]).flat();
  return jpegSegment(marker, [8, ...uint16BE(heightPx), ...uint16BE(widthPx), components, ...parts]);
};

export const jpegExif = (tiff: readonly number[]): number[] => jpegSegment(0xe1, [...latin1('Exif\0\0'), ...tiff]);

export const jpegScan = (components = 3, data: readonly number[] = [0x12, 0xff, 0, 0xff, 0xd0, 0x34]): number[] => {
  const parts = Array.from({ length: components }, (_, index) => [index + 1, 0]).flat();
  return [...jpegSegment(0xda, [components, ...parts, 0, 63, 0]), ...data];
};

export const buildJpeg = (...parts: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, ...parts.flat(), 0xff, 0xd9]);

export const pngChunk = (type: string, data: readonly number[] = []): number[] => {
  const checked = [...latin1(type), ...data];
  return [...uint32BE(data.length), ...checked, ...uint32BE(crc32(Uint8Array.from(checked)))];
};

export const pngHeader = (widthPx: number, heightPx: number, depthBits = 8, colourType = 2): number[] =>
  pngChunk('IHDR', [...uint32BE(widthPx), ...uint32BE(heightPx), depthBits, colourType, 0, 0, 0]);

/** The beginning of a deflated stream; no test looks further. */
export const pngData = pngChunk('IDAT', [0x78, 0x9c, 1, 2, 3]);

export const buildPng = (...chunks: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([0x89, ...latin1('PNG\r\n\x1a\n'), ...chunks.flat(), ...pngChunk('IEND')]);

/** An image block of a GIF with a colour table of two colours. */
export const gifImage = (widthPx: number, heightPx: number): number[] => [
  0x2c,
  ...uint32LE(0),
  ...uint16LE(widthPx),
  ...uint16LE(heightPx),
  ...latin1('\x80\x01\x02\x03\x04\x05\x06\x02\x02\x4c\x01\x00'),
];

export const gifControl = (isTransparent: boolean): number[] => [0x21, 0xf9, 4, isTransparent ? 1 : 0, 5, 0, 0, 0];

export const buildGif = (widthPx: number, heightPx: number, ...blocks: readonly (readonly number[])[]): Uint8Array =>
  Uint8Array.from([...latin1('GIF89a'), ...uint16LE(widthPx), ...uint16LE(heightPx), 0, 0, 0, ...blocks.flat(), 0x3b]);

export const riffChunk = (type: string, data: readonly number[]): number[] => [
  ...latin1(type),
  ...uint32LE(data.length),
  ...data,
  ...(data.length % 2 === 0 ? [] : [0]),
];

export const vp8 = (widthPx: number, heightPx: number): number[] =>
  riffChunk('VP8 ', [0x10, 0, 0, 0x9d, 0x01, 0x2a, ...uint16LE(widthPx), ...uint16LE(heightPx), 1, 2]);

export const vp8l = (widthPx: number, heightPx: number, hasAlpha: boolean): number[] => {
  const size = (widthPx - 1) | ((heightPx - 1) << 14) | (hasAlpha ? 1 << 28 : 0);
  return riffChunk('VP8L', [0x2f, ...uint32LE(size >>> 0), 1, 2, 3, 4, 5]);
};

export const vp8x = (flags: number, widthPx: number, heightPx: number): number[] =>
  riffChunk('VP8X', [flags, 0, 0, 0, ...uint24LE(widthPx - 1), ...uint24LE(heightPx - 1)]);

export const webpFrame = (leftPx: number, topPx: number, widthPx: number, heightPx: number): number[] =>
  riffChunk('ANMF', [
    ...[leftPx / 2, topPx / 2, widthPx - 1, heightPx - 1, 100].flatMap(uint24LE),
    0,
    ...vp8(widthPx, heightPx),
  ]);

export const buildWebp = (...chunks: readonly (readonly number[])[]): Uint8Array => {
  const content = [...latin1('WEBP'), ...chunks.flat()];
  return Uint8Array.from([...latin1('RIFF'), ...uint32LE(content.length), ...content]);
};

export const textBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
