/** Where a list goes on after so many of its rows: with the row of this id, or the first one after it. */
export interface PagePosition {
  readonly offset: number;
  readonly id: number;
  /**
   * The last row of the store's journal when its offset was right: where it is still the last one, nothing has changed
   * since. A position that follows from one that no longer is has that one's.
   */
  readonly seq: number;
  readonly notedAtMs: number;
}

/** How many callers are remembered, how many lists of each, and how many positions of a list. */
const MAX_CALLERS = 200;
const MAX_LISTS = 8;
const MAX_POSITIONS = 32;

/** For how long a position counts although the store has changed: as long as whoever walks takes between two pages. */
const WALK_PAUSE_MS = 15_000;

/**
 * Where pages of lists ended, so that whoever walks pages by their numbers pays for each what the first one costs. It is
 * in the memory of an isolate only: without it a page is found by counting rows, and is the same page. All of it takes
 * 5 MB at most, and nobody can push out what others are walking but by being many.
 */
export class PagePositions {
  readonly #callers = new Map<string, Map<string, Map<number, PagePosition>>>();

  /** Returns the last known position at `offset` or before it; undefined where there is none. */
  find(caller: string, list: string, offset: number): PagePosition | undefined {
    let nearest: PagePosition | undefined;
    for (const position of this.#callers.get(caller)?.get(list)?.values() ?? []) {
      if (position.offset <= offset && position.offset >= (nearest?.offset ?? 0)) nearest = position;
    }
    return nearest;
  }

  note(caller: string, list: string, position: PagePosition): void {
    const lists = renew(this.#callers, caller, MAX_CALLERS, () => new Map<string, Map<number, PagePosition>>());
    const positions = renew(lists, list, MAX_LISTS, () => new Map<number, PagePosition>());
    positions.delete(position.offset);
    renew(positions, position.offset, MAX_POSITIONS, () => position);
  }

  /** Forgets where the pages from `first` to `last` began. */
  forget(caller: string, list: string, first: number, last: number): void {
    const positions = this.#callers.get(caller)?.get(list);
    for (const offset of positions?.keys() ?? []) if (offset >= first && offset <= last) positions?.delete(offset);
  }
}

/** Returns whether a position is still right, or as right as a list can be that changes while it is walked. */
export const isCurrent = (position: PagePosition, seq: number, nowMs: number): boolean =>
  position.seq === seq || nowMs - position.notedAtMs <= WALK_PAUSE_MS;

/** Returns the entry of a key, as the newest of the map; makes it where there is none, and drops the oldest beyond `most`. */
function renew<K, V>(map: Map<K, V>, key: K, most: number, make: () => V): V {
  const value = map.get(key) ?? make();
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
  return value;
}
