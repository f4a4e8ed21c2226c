import { bytesToReserve, readBody, type TooLargeKind } from '../ingest/request-body.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { isolateMemory } from '../platform/memory-budget.ts';
import type { Result } from '../platform/result.ts';

/** The largest allowed body, and the fault of a larger one. */
export interface BodyLimit {
  readonly maxBytes: number;
  readonly tooLarge: TooLargeKind;
}

/**
 * Reads a body and runs `task` with it, while its bytes are reserved in the isolate's memory budget. They are reserved
 * before the first byte is read. Faults: those of reading, overloaded, and those of `task`.
 */
export async function readBodyWithinBudget<T, F>(
  request: Request,
  { maxBytes, tooLarge }: BodyLimit,
  task: (bytes: Uint8Array) => Promise<Result<T, F>>,
): Promise<Result<T, F | IngestFault>> {
  return await isolateMemory.run<T, F | IngestFault>(bytesToReserve(request, maxBytes), async () => {
    const body = await readBody(request, maxBytes, tooLarge);
    return body.ok ? await task(body.value) : body;
  });
}
