import { bytesToReserve, readBody, type TooLargeKind } from '../ingest/request-body.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { isolateMemory } from '../platform/memory-budget.ts';
import type { Result } from '../platform/result.ts';

/** How long a body may be, and what a longer one is called. */
export interface BodyLimit {
  readonly maxBytes: number;
  readonly tooLarge: TooLargeKind;
}

/**
 * Reads a body and works with it while its bytes count against the isolate's budget, which is checked before the
 * first byte is read.
 */
export async function readBodyWithinBudget<T, F>(
  request: Request,
  { maxBytes, tooLarge }: BodyLimit,
  work: (bytes: Uint8Array) => Promise<Result<T, F>>,
): Promise<Result<T, F | IngestFault>> {
  return await isolateMemory.run<T, F | IngestFault>(bytesToReserve(request, maxBytes), async () => {
    const body = await readBody(request, maxBytes, tooLarge);
    return body.ok ? await work(body.value) : body;
  });
}
