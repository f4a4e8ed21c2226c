/** Returns the frame that is seen after so many turns, from 0; turns may be negative. */
export const frameAt = (turns: number, count: number): number =>
  count === 0 ? 0 : ((Math.round(turns * count) % count) + count) % count;
