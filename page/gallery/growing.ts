import { useEffect, useState } from 'preact/hooks';

/** How many items are drawn at once, and how many more in each further frame. */
const FIRST_COUNT = 60;
const MORE_COUNT = 50;

/**
 * Returns how many of so many items to draw now. What the window shows comes first, and the rest frame by frame, so that
 * a long list can be seen and used before all of it is there.
 */
export function useGrowingCount(total: number): number {
  const [count, setCount] = useState(FIRST_COUNT);
  const isAll = count >= total;
  useEffect(() => {
    if (isAll) return undefined;
    const frame = requestAnimationFrame(() => setCount(count + MORE_COUNT));
    return () => cancelAnimationFrame(frame);
  }, [count, isAll]);
  // Whatever is added to a list that is all there is drawn at once.
  return isAll ? total : count;
}
