import { MemoryBudget } from './memory-budget.ts';

const MEBIBYTE = 1024 * 1024;

/**
 * How long a request waits for memory before it is refused: long enough for a burst, short enough that none pile up.
 */
const MAX_WAIT_MS = 1_500;

/** Longer than any request takes: a body 60 s, its storing and a retry of it less than as much. */
const MAX_HELD_MS = 180_000;

/** Bodies up to this size wait in a line of their own: a change of words is no upload. */
export const MAX_SMALL_BODY_BYTES = 64 * 1024;

/**
 * The bytes of uploads and of fetched pictures: four files of 8 MB and more. An isolate has 128 MB, shared by all its
 * requests; a body needs up to twice its size while it is read or stored. One store has room for three files.
 */
export const uploadMemory = new MemoryBudget({
  maxBytes: 36 * MEBIBYTE,
  maxShareBytes: 26 * MEBIBYTE,
  maxWaitMs: MAX_WAIT_MS,
  maxHeldMs: MAX_HELD_MS,
});

/** The bytes of small bodies. */
export const smallBodyMemory = new MemoryBudget({
  maxBytes: 4 * MEBIBYTE,
  maxShareBytes: 2 * MEBIBYTE,
  maxWaitMs: MAX_WAIT_MS,
  maxHeldMs: MAX_HELD_MS,
});

/** The bytes of originals from which sizes are made: two of the largest, and dozens of common ones. */
export const renditionMemory = new MemoryBudget({
  maxBytes: 16 * MEBIBYTE,
  maxShareBytes: 12 * MEBIBYTE,
  maxWaitMs: MAX_WAIT_MS,
  maxHeldMs: MAX_HELD_MS,
});
