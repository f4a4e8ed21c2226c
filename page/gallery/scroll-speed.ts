/** How near to an edge of the window a drag begins to scroll it, and how fast at the edge itself. */
const EDGE_PX = 90;
const MAX_PX_PER_SECOND = 1400;

/**
 * Returns how fast the window is to scroll while something is dragged: the nearer to its edge, the faster.
 *
 * @param y where the pointer is in the window, in CSS pixels.
 * @param height of the window, in CSS pixels.
 * @returns CSS pixels a second; negative upwards.
 */
export function scrollSpeed(y: number, height: number): number {
  const edge = Math.min(EDGE_PX, height / 4);
  const into = y < edge ? y - edge : Math.max(y - (height - edge), 0);
  return Math.max(-1, Math.min(1, into / edge)) * MAX_PX_PER_SECOND;
}
