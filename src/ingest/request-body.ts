import { fail, ok, type Result } from '../platform/result.ts';
import { readStream, contentLength, drainUpTo } from './read-stream.ts';
import { startDeadline } from '../platform/deadline.ts';
import type { IngestFault } from './faults.ts';

/** How long a body may take: 8 MB at 1.1 Mbit/s. A slower one would hold memory that others wait for. */
const BODY_TIMEOUT_MS = 60_000;

/** What is read and dropped of a body that is too long, so that its client hears why; a longer one is cut off. */
const MAX_DRAIN_BYTES = 64 * 1024 * 1024;

/** What a body over its limit is called: a file upload that is too large is the file's fault. */
export type TooLargeKind = 'body-too-large' | 'file-too-large';

/**
 * Reads a request's whole body, at most `maxBytes` of it.
 *
 * A Content-Length over the limit refuses the body before a byte is read; any other is used to allocate once, and the
 * body must keep to it. A request without a body gives no bytes. Never throws or rejects.
 *
 * Faults: `tooLarge` (the caller's choice) beyond the limit; `body-malformed` where the body breaks off, or is shorter
 * or longer than its Content-Length.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  tooLarge: TooLargeKind = 'body-too-large',
  timeoutMs: number = BODY_TIMEOUT_MS,
): Promise<Result<Uint8Array, IngestFault>> {
  if (request.bodyUsed || request.body?.locked === true)
    return fail({ kind: 'body-malformed', reason: 'The body has already been read.' });
  const deadline = startDeadline(timeoutMs);
  const declaredBytes = contentLength(request.headers);
  const options = { maxBytes, declaredBytes, signal: deadline.signal, maxDrainBytes: MAX_DRAIN_BYTES };
  const collected = await readStream(request.body, options);
  deadline.clear();
  if (collected.ok) return ok(collected.value);
  switch (collected.fault) {
    case 'too-large':
      return fail({ kind: tooLarge, maxBytes });
    case 'length-differs':
      return fail({ kind: 'body-malformed', reason: 'The body is not as long as its Content-Length says.' });
    case 'timed-out':
      return fail({ kind: 'body-malformed', reason: `The body did not arrive within ${timeoutMs / 1000} seconds.` });
    case 'broken':
      return fail({ kind: 'body-malformed', reason: 'The body broke off before its end.' });
    default:
      return collected.fault satisfies never;
  }
}

/**
 * The bytes to set aside before a body is read: its Content-Length where there is an honest-looking one, else the most
 * that `readBody` would take (docs/reliability.md, memory).
 */
export function bytesToReserve(request: Request, maxBytes: number): number {
  if (request.body === null) return 0;
  return Math.min(contentLength(request.headers) ?? maxBytes, maxBytes);
}

/**
 * Reads and drops a body that nobody has read, so that its sender hears the answer (a missing token, a busy service)
 * instead of a broken connection. Takes as long and as much as `readBody` would, and no memory. Never rejects.
 */
export async function drainUnreadBody(request: Request, timeoutMs: number = BODY_TIMEOUT_MS): Promise<void> {
  if (request.body === null || request.bodyUsed || request.body.locked) return;
  const deadline = startDeadline(timeoutMs);
  const reader = request.body.getReader();
  try {
    await deadline.before(drainUpTo(reader, MAX_DRAIN_BYTES));
    await reader.cancel();
  } catch {
    // The sender has gone away: there is nobody to be kind to.
  } finally {
    deadline.clear();
  }
}
