import { FORMATS, type PictureFormat } from '../../model/picture.ts';
import type { MediaFacts } from '../../model/shown-product.ts';

/** A media as images and variants show it. */
export interface WireMedia {
  readonly id: number;
  readonly fileName: string;
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
  readonly frames: number;
  readonly thumbHash: string | null;
  readonly color: string | null;
}

/** Returns the name that a file came with, or one for a file that came without. */
export const toFileName = (originalName: string, format: PictureFormat): string =>
  originalName === '' ? `image.${FORMATS[format].extension}` : originalName;

/** Returns a media as it is shown. */
export function toWireMedia({
  mediaId,
  originalName,
  format,
  widthPx,
  heightPx,
  byteCount,
  frameCount,
  placeholder,
}: Omit<MediaFacts, 'blobId'>): WireMedia {
  return {
    id: mediaId,
    fileName: toFileName(originalName, format),
    format,
    width: widthPx,
    height: heightPx,
    bytes: byteCount,
    frames: frameCount,
    thumbHash: placeholder?.thumbHash ?? null,
    color: placeholder?.color ?? null,
  };
}
