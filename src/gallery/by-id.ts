/** Looks something up by its id. */
export interface IdLookup<T> {
  /** Returns what has an id; undefined where nothing has it. */
  readonly get: (id: number) => T | undefined;
  readonly has: (id: number) => boolean;
}

/**
 * Looks up by id in a list in ascending order of ids. Deciding, journaling and applying one command walk the same thousand
 * images in their order, so that the one asked for is nearly always the one after the last: an index of them all would
 * take longer to make than all of these look-ups.
 */
export function byId<T extends { readonly id: number }>(list: readonly T[]): IdLookup<T> {
  /** Where the one that is asked for next is expected. */
  let place = 0;
  const get = (id: number): T | undefined => {
    if (list[place]?.id !== id) {
      if (isBetween(id, list[place - 1], list[place])) return undefined;
      place = firstFrom(list, id);
    }
    const found = list[place];
    if (found?.id !== id) return undefined;
    place += 1;
    return found;
  };
  return { get, has: (id) => get(id) !== undefined };
}

type WithId = { readonly id: number } | undefined;

const isBetween = (id: number, before: WithId, after: WithId): boolean =>
  (before === undefined || before.id < id) && (after === undefined || after.id > id);

/** Returns the index of the first of a list whose id is at least this one; its length where there is none. */
function firstFrom(list: readonly { readonly id: number }[], id: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle]?.id ?? id) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
