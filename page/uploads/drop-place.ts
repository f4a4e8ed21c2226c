import type { Target } from '../gallery/view.ts';

/** Where an image is shown in the window, in CSS pixels. */
export interface TileBox {
  readonly id: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where something would land. */
export interface DropPlace {
  /** The image that it comes before; null for the end. */
  readonly before: Target;
  /** The mark between two images, in CSS pixels of the window; undefined where it lands at the end from afar. */
  readonly mark: { readonly x: number; readonly top: number; readonly bottom: number } | undefined;
}

/** Farther away from all images than this, something lands at the end, in CSS pixels. */
const NEAR_PX = 80;

/** Half of the gap between two images, in CSS pixels. */
const HALF_GAP_PX = 8;

/** Returns where something would land that is dropped at a point of the window. */
export function findDropPlace(
  boxes: readonly TileBox[],
  point: { readonly x: number; readonly y: number },
  isRightToLeft: boolean,
): DropPlace {
  const nearest = boxes.reduce<{ readonly index: number; readonly distance: number } | undefined>(
    (best, box, index) => {
      const distance = distanceTo(box, point);
      return best === undefined || distance < best.distance ? { index, distance } : best;
    },
    undefined,
  );
  const box = boxes[nearest?.index ?? -1];
  if (nearest === undefined || box === undefined || nearest.distance > NEAR_PX)
    return { before: null, mark: undefined };
  const isLeftHalf = point.x < (box.left + box.right) / 2;
  const isBefore = isLeftHalf !== isRightToLeft;
  const x = isLeftHalf ? box.left - HALF_GAP_PX : box.right + HALF_GAP_PX;
  const before = isBefore ? box.id : (boxes[nearest.index + 1]?.id ?? null);
  return { before, mark: { x, top: box.top, bottom: box.bottom } };
}

function distanceTo(
  { left, right, top, bottom }: TileBox,
  { x, y }: { readonly x: number; readonly y: number },
): number {
  const across = Math.max(left - x, 0, x - right);
  const down = Math.max(top - y, 0, y - bottom);
  // A point between two rows belongs to one of them, however near a tile of the other one is.
  return Math.hypot(across, down * 2);
}
