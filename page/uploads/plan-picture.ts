import type { PictureKind } from './picture-kind.ts';

/** What the service takes (docs/contracts/common.md): the bytes of a file, its longest side, and its pixels. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;
export const MAX_SIDE_PX = 12_000;
export const MAX_PIXELS = 100_000_000;

/** The size of a picture as it is displayed, in pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A file as it is sent. */
export interface Prepared {
  readonly blob: Blob;
  readonly name: string;
  /** Undefined where the browser cannot open it. */
  readonly size: PictureSize | undefined;
  /** What was done to it, in plain words. */
  readonly note: string | undefined;
}

/** What is known of a file before it is sent. */
export interface FileFacts {
  readonly kind: PictureKind;
  readonly bytes: number;
  readonly isAnimated: boolean;
  /** Undefined where the browser cannot open it. */
  readonly size: PictureSize | undefined;
  /** Whether its name or type says that it is a picture. */
  readonly claimsToBePicture: boolean;
}

/** Why a file is not sent. */
export type Refusal = 'no-picture' | 'too-large' | 'animation-too-large' | 'heic' | 'unreadable';

/** What is done with a file before it is sent. */
export type PicturePlan =
  /** It is sent as it is. What the browser cannot judge the service does. */
  | { readonly kind: 'as-is' }
  | { readonly kind: 'redraw'; readonly size: PictureSize }
  | { readonly kind: 'refuse'; readonly why: Refusal };

/** Returns what is to be done with a file, so that the service can take it. */
export function planPicture({ kind, bytes, isAnimated, size, claimsToBePicture }: FileFacts): PicturePlan {
  if (kind === 'unknown' && size === undefined && !claimsToBePicture) return { kind: 'refuse', why: 'no-picture' };
  if (kind === 'heic' || kind === 'avif' || kind === 'tiff') {
    if (size !== undefined) return { kind: 'redraw', size };
    return { kind: 'refuse', why: kind === 'heic' ? 'heic' : 'unreadable' };
  }
  if (bytes <= MAX_FILE_BYTES && (size === undefined || fits(size))) return { kind: 'as-is' };
  if (size === undefined) return { kind: 'refuse', why: 'too-large' };
  return isAnimated ? { kind: 'refuse', why: 'animation-too-large' } : { kind: 'redraw', size };
}

const fits = ({ width, height }: PictureSize): boolean =>
  Math.max(width, height) <= MAX_SIDE_PX && width * height <= MAX_PIXELS;

/** How much of a picture's sides is kept at each attempt, from one that fits on; quality alone is tried first. */
const STEPS = [1, 1, 0.8, 0.65, 0.5, 0.35, 0.25] as const;

/** An attempt to make a picture that the service takes. */
export interface Attempt extends PictureSize {
  /** From 0 to 1. */
  readonly quality: number;
}

/** Returns attempts to draw a picture, the best first. One is enough where its bytes fit. */
export function planAttempts({ width, height }: PictureSize): readonly Attempt[] {
  const most = Math.min(1, MAX_SIDE_PX / Math.max(width, height), Math.sqrt(MAX_PIXELS / (width * height)));
  return STEPS.map((step, index) => ({
    width: Math.max(1, Math.floor(width * most * step)),
    height: Math.max(1, Math.floor(height * most * step)),
    quality: index === 0 ? 0.92 : 0.85,
  }));
}

/** Returns the name of a file that has become another kind, such as `cup.jpg` for `cup.heic`. */
export const renamed = (name: string, extension: string): string => `${name.replace(/\.[^.]*$/, '')}.${extension}`;
