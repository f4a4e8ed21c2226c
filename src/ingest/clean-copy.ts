import type { Picture } from '../model/picture.ts';
import { cleanGif } from './formats/gif-copy.ts';
import { cleanJpeg } from './formats/jpeg-copy.ts';
import { cleanPng } from './formats/png-copy.ts';

/**
 * Returns a copy of a picture without its damage, from which renditions are made (IMG-25), or undefined for a picture
 * that has none and is rendered itself. Browsers show many files that stricter decoders, Images among them, refuse.
 */
export const cleanCopy = (bytes: Uint8Array, { format }: Picture): Uint8Array | undefined => {
  switch (format) {
    case 'gif':
      return cleanGif(bytes);
    case 'jpeg':
      return cleanJpeg(bytes);
    case 'png':
      return cleanPng(bytes);
    case 'webp':
    // The others are decoded in any case.
    case 'bmp':
    case 'wbmp':
    case 'xbm':
      return undefined;
    default:
      return format satisfies never;
  }
};
