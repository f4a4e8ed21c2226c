import type { FocalPoint } from '../model/focal-point.ts';
import type { Box } from '../model/store.ts';
import type { PictureSize } from './picture-size.ts';

/** A part of a picture, in its pixels as displayed. */
export interface CropWindow extends Box {
  readonly leftPx: number;
  readonly topPx: number;
}

/** How a rendition is made. */
export interface RenditionPlan extends Box {
  /** What is cut out before scaling; undefined: nothing is cut off. */
  readonly crop: CropWindow | undefined;
  /** The colour around the picture, as six hex digits; undefined: the picture fills the rendition. */
  readonly background: string | undefined;
}

/** What of a picture decides how its renditions are made. */
export interface PlannedPicture extends Box {
  /** undefined: the middle. */
  readonly focalPoint: FocalPoint | undefined;
}

const MIDDLE: FocalPoint = { x: 0.5, y: 0.5 };

/**
 * Plans how a picture is put into a size (DEL-1, DEL-14). No pixel is ever enlarged: where the picture is too small, the
 * rendition is smaller, with the same proportions.
 */
export function planRendition(picture: PlannedPicture, size: PictureSize): RenditionPlan {
  if (size.kind === 'width') return scaled(picture, size.widthPx / picture.widthPx);
  switch (size.fit.kind) {
    case 'contain':
      return scaled(picture, Math.min(size.widthPx / picture.widthPx, size.heightPx / picture.heightPx));
    case 'cover':
      return covering(picture, size);
    case 'pad':
      return { ...padded(picture, size), crop: undefined, background: size.fit.background };
    default:
      return size.fit satisfies never;
  }
}

function scaled({ widthPx, heightPx }: Box, factor: number): RenditionPlan {
  const scale = Math.min(1, factor);
  return {
    widthPx: pixels(widthPx * scale),
    heightPx: pixels(heightPx * scale),
    crop: undefined,
    background: undefined,
  };
}

/** Cuts out the largest part of the proportions of `box`, around the focal point, and scales it down. */
function covering(picture: PlannedPicture, box: Box): RenditionPlan {
  const ratio = box.widthPx / box.heightPx;
  const widthPx = Math.min(picture.widthPx, pixels(picture.heightPx * ratio));
  const heightPx = Math.min(picture.heightPx, pixels(picture.widthPx / ratio));
  const { x, y } = picture.focalPoint ?? MIDDLE;
  const crop = {
    leftPx: startOf(x * picture.widthPx, widthPx, picture.widthPx),
    topPx: startOf(y * picture.heightPx, heightPx, picture.heightPx),
    widthPx,
    heightPx,
  };
  const isWhole = widthPx === picture.widthPx && heightPx === picture.heightPx;
  const size = widthPx < box.widthPx || heightPx < box.heightPx ? { widthPx, heightPx } : box;
  return { widthPx: size.widthPx, heightPx: size.heightPx, crop: isWhole ? undefined : crop, background: undefined };
}

/** Returns where a window of `lengthPx` begins that has `centrePx` as near to its middle as it can. */
const startOf = (centrePx: number, lengthPx: number, wholePx: number): number =>
  Math.round(Math.min(Math.max(centrePx - lengthPx / 2, 0), wholePx - lengthPx));

/** Returns the smallest canvas of the proportions of `box` that holds the picture in full, or `box` where that is larger. */
function padded(picture: Box, box: Box): Box {
  const ratio = box.widthPx / box.heightPx;
  const widthPx = Math.max(picture.widthPx, pixels(picture.heightPx * ratio));
  const heightPx = Math.max(picture.heightPx, pixels(picture.widthPx / ratio));
  return widthPx < box.widthPx || heightPx < box.heightPx
    ? { widthPx, heightPx }
    : { widthPx: box.widthPx, heightPx: box.heightPx };
}

/** Returns a length in whole pixels, one at least. */
const pixels = (length: number): number => Math.max(1, Math.round(length));
