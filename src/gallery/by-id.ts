const indexes = new WeakMap<readonly object[], ReadonlyMap<number, object>>();

/**
 * Returns the index of a list by id, which is made once for each list: deciding, journaling and applying one command
 * look at the same thousand images, and lists are never changed.
 */
export function byId<T extends { readonly id: number }>(list: readonly T[]): ReadonlyMap<number, T> {
  // The entry of a list was made of that list, which the type of a WeakMap cannot say.
  const known = indexes.get(list) as ReadonlyMap<number, T> | undefined;
  if (known !== undefined) return known;
  const index = new Map(list.map((each) => [each.id, each]));
  indexes.set(list, index);
  return index;
}
