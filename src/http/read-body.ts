import { readBody, type TooLargeKind } from '../ingest/request-body.ts';
import { contentLength } from '../ingest/read-stream.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { MAX_SMALL_BODY_BYTES, smallBodyMemory, uploadMemory } from '../platform/isolate-memory.ts';
import type { Lease, MemoryBudget } from '../platform/memory-budget.ts';
import type { Result } from '../platform/result.ts';
import type { StartTimer } from '../platform/timer.ts';

/** The largest allowed body, and the fault of a larger one. */
export interface BodyLimit {
  readonly maxBytes: number;
  readonly tooLarge: TooLargeKind;
}

/** Returns whether a request has no body, or says that it is a small one, which can be kept for another look at it. */
export const hasSmallBody = ({ body, headers }: Request): boolean =>
  body === null || (contentLength(headers) ?? Number.POSITIVE_INFINITY) <= MAX_SMALL_BODY_BYTES;

/** The memory for bodies, and their time. */
export interface BodyMemory {
  readonly small: MemoryBudget;
  readonly large: MemoryBudget;
  readonly startTimer?: StartTimer;
}

const ISOLATE_MEMORY: BodyMemory = { small: smallBodyMemory, large: uploadMemory };

/**
 * Reads a body of a store and runs `task` with it, while its bytes are held in the isolate's memory budget (IMG-28).
 * They count as they come: in the line of small bodies until there are too many for it, and then in the line of uploads.
 * Faults: those of reading, overloaded, and those of `task`.
 */
export async function readBodyWithinBudget<T, F>(
  request: Request,
  storeHash: string,
  { maxBytes, tooLarge }: BodyLimit,
  task: (bytes: Uint8Array) => Promise<Result<T, F>>,
  { small, large, startTimer }: BodyMemory = ISOLATE_MEMORY,
): Promise<Result<T, F | IngestFault>> {
  const mostBytes = Math.min(contentLength(request.headers) ?? maxBytes, maxBytes);
  const leases = {
    small: small.open(storeHash, Math.min(mostBytes, MAX_SMALL_BODY_BYTES)),
    large: large.open(storeHash, mostBytes),
  };
  const releaseAll = (): void => Object.values(leases).forEach((lease) => lease.release());
  const reserve = async (capacityBytes: number): Promise<boolean> => {
    const isReserved = await holdAll(leases, capacityBytes);
    // What is left of a body without room is only discarded.
    if (!isReserved) releaseAll();
    return isReserved;
  };
  try {
    const body = await readBody(request, maxBytes, tooLarge, { reserve, startTimer });
    return body.ok ? await task(body.value) : body;
  } finally {
    releaseAll();
  }
}

/** Makes the leases hold `capacityBytes` in all. Returns false where there is no room. */
async function holdAll({ small, large }: Record<'small' | 'large', Lease>, capacityBytes: number): Promise<boolean> {
  const lease = capacityBytes <= MAX_SMALL_BODY_BYTES ? small : large;
  const grown = await lease.grow(capacityBytes - lease.heldBytes);
  if (grown.ok && lease === large) small.release();
  return grown.ok;
}
