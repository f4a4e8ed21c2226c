import { bytesToReserve, readBody } from '../ingest/body.ts';
import type { IngestFault } from '../ingest/faults.ts';
import { BytesInFlight, MAX_BYTES_IN_FLIGHT, MAX_WAIT_MS } from '../ingest/in-flight.ts';
import type { Result } from '../result.ts';

/** All requests of this isolate share its memory, and so one budget. */
export const inFlight = new BytesInFlight(MAX_BYTES_IN_FLIGHT, MAX_WAIT_MS);

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
  return await inFlight.hold<T, F | IngestFault>(bytesToReserve(request, maxBytes), async () => {
    const body = await readBody(request, maxBytes, tooLarge);
    return body.ok ? await task(body.value) : body;
  });
}
