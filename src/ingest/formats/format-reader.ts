import { fail, ok, type Result } from '../../platform/result.ts';
import type { IngestFault } from '../faults.ts';
import { MAX_ANIMATION_PIXELS, MAX_BLOCKS, MAX_FRAMES, MAX_PIXELS, MAX_SIDE_PX } from '../limits.ts';
import type { Picture, PictureFormat } from '../../model/picture.ts';

/** What every format module returns: the picture, or why it is refused. */
export type Inspection = Result<Picture, IngestFault>;

/**
 * Reads one format: `matches` recognizes its first bytes, and `inspect` checks the whole file. Neither function throws.
 */
export interface FormatReader {
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly inspect: (bytes: Uint8Array) => Inspection;
}

/** Refuses bytes that begin as one of the formats and then violate it. */
export const corrupt = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-corrupt', reason });

/** Refuses bytes of another format, or a variant of one of the formats that browsers do not show. */
export const unsupported = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-unsupported', reason });

/** Refuses a picture that would take more memory or time than one picture may. */
export const tooLarge = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-too-large', reason });

/** Returns the fault of a size in pixels that is empty or over the limits, or undefined when the size is accepted. */
export const sizeFault = (widthPx: number, heightPx: number): IngestFault | undefined => {
  if (widthPx < 1 || heightPx < 1) {
    return { kind: 'picture-corrupt', reason: `The picture says that it is ${widthPx} × ${heightPx} pixels.` };
  }
  if (widthPx > MAX_SIDE_PX || heightPx > MAX_SIDE_PX) {
    return {
      kind: 'picture-too-large',
      reason: `The picture is ${widthPx} × ${heightPx} pixels; a side may have at most ${MAX_SIDE_PX}.`,
    };
  }
  if (widthPx * heightPx > MAX_PIXELS) {
    return {
      kind: 'picture-too-large',
      reason: `The picture has ${widthPx} × ${heightPx} pixels; at most ${MAX_PIXELS} are taken.`,
    };
  }
  return undefined;
};

/** Refuses a file of more chunks, blocks or segments than are taken (IMG-23); `name` is the format with its article. */
export const tooManyBlocks = (name: string): { readonly ok: false; readonly fault: IngestFault } =>
  tooLarge(`${name} is in more than ${MAX_BLOCKS} pieces: save it again with an image editor.`);

/** What a format module reads from a file; the rest of a `Picture` is derived from it. */
export interface PictureHeader {
  readonly format: PictureFormat;
  readonly rawWidthPx: number;
  readonly rawHeightPx: number;
  readonly orientation?: number;
  readonly frameCount?: number;
  /** The pixels of all frames together, where frames may be larger than the picture. */
  readonly framePixels?: number;
  readonly hasAlpha: boolean;
}

/** From this EXIF orientation on, width and height are swapped. */
const FIRST_SIDEWAYS_ORIENTATION = 5;

/**
 * Completes a header to a `Picture`, or refuses it for its frames (IMG-3, IMG-22). The size must have been checked
 * before.
 */
export const toPicture = (header: PictureHeader): Inspection => {
  const { format, rawWidthPx, rawHeightPx, orientation = 1, frameCount = 1, hasAlpha } = header;
  if (frameCount > MAX_FRAMES) {
    return tooLarge(`The animation has ${frameCount} frames; at most ${MAX_FRAMES} are taken.`);
  }
  const animationPixels = Math.max(header.framePixels ?? 0, frameCount * rawWidthPx * rawHeightPx);
  if (frameCount > 1 && animationPixels > MAX_ANIMATION_PIXELS) {
    return tooLarge(
      `The animation has ${animationPixels} pixels in its ${frameCount} frames; at most ${MAX_ANIMATION_PIXELS} are taken.`,
    );
  }
  const isSideways = orientation >= FIRST_SIDEWAYS_ORIENTATION;
  return ok({
    format,
    rawWidthPx,
    rawHeightPx,
    widthPx: isSideways ? rawHeightPx : rawWidthPx,
    heightPx: isSideways ? rawWidthPx : rawHeightPx,
    orientation,
    frameCount,
    hasAlpha,
  });
};
