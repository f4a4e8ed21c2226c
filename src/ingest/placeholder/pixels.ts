/** A size in pixels. */
export interface PixelSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

/** Pixels of four bytes each: red, green, blue and alpha, not multiplied. */
export interface Pixels extends PixelSize {
  readonly rgba: Uint8Array;
}

/** The longest side of what a placeholder is made of: ten times as fine as the placeholder itself. */
export const MAX_SIDE_PX = 64;

/** Returns the size at which a picture is looked at for its placeholder: in its proportions, and never enlarged. */
export function smallSize({ widthPx, heightPx }: PixelSize): PixelSize {
  const scale = Math.min(1, MAX_SIDE_PX / Math.max(widthPx, heightPx));
  return { widthPx: Math.max(1, Math.round(widthPx * scale)), heightPx: Math.max(1, Math.round(heightPx * scale)) };
}
