import { fail, ok, type Result } from '../../platform/result.ts';
import type { IngestFault } from '../faults.ts';
import { MAX_FRAMES, MAX_PIXELS, MAX_SIDE_PX } from '../limits.ts';
import type { Picture, PictureFormat } from '../../model/picture.ts';

/** What every format module answers: the picture, or why it is refused. */
export type Inspection = Result<Picture, IngestFault>;

/** One format: how its first bytes look, and what the whole file says of itself. Neither function throws. */
export interface FormatReader {
  readonly matches: (bytes: Uint8Array) => boolean;
  readonly inspect: (bytes: Uint8Array) => Inspection;
}

/** Refuses bytes that begin as one of the formats and then break its rules. */
export const corrupt = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-corrupt', reason });

/** Refuses bytes of another format, or a variant that browsers cannot show either. */
export const unsupported = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-unsupported', reason });

/** Refuses what would take more memory or time than we give to one picture. */
export const tooLarge = (reason: string): { readonly ok: false; readonly fault: IngestFault } =>
  fail({ kind: 'picture-too-large', reason });

/** The fault of a size that is over the limits or empty; undefined where the size is fine. Nothing is allocated. */
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

/** What a format module found out; the rest of a Picture follows from it. */
export interface PictureHeader {
  readonly format: PictureFormat;
  readonly rawWidthPx: number;
  readonly rawHeightPx: number;
  readonly orientation?: number;
  readonly frameCount?: number;
  readonly hasAlpha: boolean;
}

/** EXIF orientations from 5 on lie on their side. */
const FIRST_SIDEWAYS_ORIENTATION = 5;

/** Completes the findings to a Picture, or refuses them for their number of frames; the size was checked before. */
export const toPicture = (header: PictureHeader): Inspection => {
  const { format, rawWidthPx, rawHeightPx, orientation = 1, frameCount = 1, hasAlpha } = header;
  if (frameCount > MAX_FRAMES) {
    return tooLarge(`The animation has ${frameCount} frames; at most ${MAX_FRAMES} are taken.`);
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
