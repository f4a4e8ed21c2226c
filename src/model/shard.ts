/** The name of a shard: one of the databases that hold stores. It is the name of its binding. */
export type ShardName = 'DB' | `DB_${number}`;

/** The shard of a store that the directory does not name, and the one that holds the directory. */
export const DEFAULT_SHARD = 'DB';

/** Returns whether a name is that of a shard: `DB`, `DB_2`, `DB_3` and so on. */
export const isShardName = (name: string): name is ShardName => /^DB(?:_[2-9]|_[1-9]\d{1,2})?$/.test(name);

/** What the error of a database names where a write came to a store that is being moved, or has moved. */
const STORE_IS_MOVING = 'store_is_moving';

/** Returns whether a write was refused because its store is being moved to another shard. Nothing of it was written. */
export const isMoving = (error: unknown): boolean => String(error).includes(STORE_IS_MOVING);

/** Returns the error of a store that this shard has no longer. */
export const movedError = (): Error => new Error(STORE_IS_MOVING);

/** The fault of such a write: it is worth trying again soon. */
export const MOVING = { kind: 'busy', retryAfterSeconds: 5 } as const;
