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
 * The bytes of uploads: three files of 8 MB. An isolate has 128 MB, shared by all its requests; a body needs up to twice
 * its size while it is read or stored. One store has room for two files.
 */
export const uploadMemory = new MemoryBudget({
  maxBytes: 26 * MEBIBYTE,
  maxShareBytes: 18 * MEBIBYTE,
  maxWaitMs: MAX_WAIT_MS,
  maxHeldMs: MAX_HELD_MS,
});

/**
 * The bytes of pictures that are fetched, apart from those of uploads: a server may hold its bytes back, and one that is
 * somebody's own can do so on purpose. One store has room for one of the largest, or for dozens of common ones.
 */
export const fetchMemory = new MemoryBudget({
  maxBytes: 14 * MEBIBYTE,
  maxShareBytes: 9 * MEBIBYTE,
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

/**
 * The bytes of pictures that Images is asked about while they are stored: one of the largest, or dozens of common ones.
 * Who does not get room in time goes without a placeholder.
 */
export const placeholderMemory = new MemoryBudget({
  maxBytes: 10 * MEBIBYTE,
  maxShareBytes: 10 * MEBIBYTE,
  maxWaitMs: MAX_WAIT_MS,
  maxHeldMs: MAX_HELD_MS,
});

/** What mending a damaged picture may need: its 8 MB, and 12 of what becomes of it. */
export const MEND_BYTES = 20 * MEBIBYTE;

/** Pictures are mended one at a time, for it takes up to two seconds of the processor; nobody waits in line for it. */
export const mendMemory = new MemoryBudget({
  maxBytes: MEND_BYTES,
  maxShareBytes: MEND_BYTES,
  maxWaitMs: 0,
  maxHeldMs: MAX_HELD_MS,
});
