/**
 * The widths that anybody may ask for, at a picture's own proportions or at those of a named size that is not fitted in
 * (DEL-13). The view width_ladder has the same. Widths may be added, and none may go: URLs with them have been shown.
 */
export const WIDTH_LADDER: readonly number[] = [
  96, 128, 160, 213, 284, 320, 379, 400, 480, 640, 800, 960, 1080, 1280, 1600, 1920, 2560,
];

/** Returns whether anybody may ask for this width. */
export const isLadderWidth = (widthPx: number): boolean => WIDTH_LADDER.includes(widthPx);

/**
 * Returns the lowest width of the ladder that shows a picture of this width in full, or the widest one where none does.
 * All wider ones show the same.
 */
export const fullLadderWidth = (widthPx: number): number =>
  WIDTH_LADDER.find((step) => step >= widthPx) ?? Math.max(...WIDTH_LADDER);
