import { bytesToReserve, readBody } from '../ingest/body.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { isolateMemory } from '../ingest/isolate-memory.ts';
import type { Result } from '../platform/result.ts';

/**
 * Reads a body and works with it while its bytes count against the isolate's budget, which is checked before the
 * first byte is read.
 *
 * @param maxBytes a longer body is refused with `tooLarge`.
 */
export async function withBody<T, F>(
  request: Request,
  maxBytes: number,
  tooLarge: 'body-too-large' | 'file-too-large',
  task: (bytes: Uint8Array) => Promise<Result<T, F>>,
): Promise<Result<T, F | IngestFault>> {
  return await isolateMemory.hold<T, F | IngestFault>(bytesToReserve(request, maxBytes), async () => {
    const body = await readBody(request, maxBytes, tooLarge);
    return body.ok ? await task(body.value) : body;
  });
}
