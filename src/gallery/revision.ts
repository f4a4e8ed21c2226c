/** Unix seconds like BigCommerce's, but never the same twice for one image. */
export function nextRevision(previous: number | undefined, nowMs: number): number {
  return Math.max(Math.floor(nowMs / 1000), (previous ?? 0) + 1);
}
