import type { PictureFormat } from '../model/picture.ts';
import { plainGif } from './formats/gif-copy.ts';
import { plainJpeg } from './formats/jpeg-copy.ts';
import { plainPng } from './formats/png-plain.ts';
import { plainWebp } from './formats/webp-plain.ts';

/**
 * Returns a picture without its metadata: EXIF with the place where it was taken, XMP, comments, and what cameras
 * append. What says how it looks stays: orientation, colours, frames. The result is parts that follow each other, most of
 * them views of `bytes`, so that nothing large is copied. Returns undefined for a picture that cannot be read.
 *
 * @param format of the file that was uploaded; that from which a BMP, WBMP or XBM is rendered is a PNG.
 */
export const withoutMetadata = (bytes: Uint8Array, format: PictureFormat): readonly Uint8Array[] | undefined => {
  switch (format) {
    case 'gif':
      return plainGif(bytes);
    case 'jpeg':
      return plainJpeg(bytes);
    case 'webp':
      return plainWebp(bytes);
    case 'png':
    case 'bmp':
    case 'wbmp':
    case 'xbm':
      return plainPng(bytes);
    default:
      return format satisfies never;
  }
};
