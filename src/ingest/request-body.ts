import { fail, ok, type Result } from '../platform/result.ts';
import { readStream, contentLength, drainUpTo } from './read-stream.ts';
import { startDeadline } from '../platform/deadline.ts';
import type { IngestFault } from './faults.ts';

/**
 * The time that a body may take, which is enough for 8 MB at 1.1 Mbit/s. A slower upload would hold memory that other
 * requests wait for.
 */
const BODY_TIMEOUT_MS = 60_000;

/**
 * How much of a body that is too long is read and discarded, so that the client receives the answer. A longer body is
 * cancelled.
 */
const MAX_DRAIN_BYTES = 64 * 1024 * 1024;

/** The fault for a body over its limit: in a file upload, it is the file that is too large. */
export type TooLargeKind = 'body-too-large' | 'file-too-large';

/**
 * Reads a request's whole body, at most `maxBytes` of it.
 *
 * A Content-Length over the limit refuses the body before a byte is read. Any other Content-Length decides how much
 * memory is allocated, and the body must have exactly that length. A request without a body yields no bytes. Never
 * throws or rejects.
 *
 * Faults: `tooLarge` (chosen by the caller) beyond the limit; `body-malformed` when the body has been read already,
 * breaks off, takes longer than `timeoutMs`, or is shorter or longer than its Content-Length.
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
 * Returns how many bytes to reserve in the memory budget before a body is read: its Content-Length when there is a
 * plausible one, otherwise `maxBytes` (docs/reliability.md, memory).
 */
export function bytesToReserve(request: Request, maxBytes: number): number {
  if (request.body === null) return 0;
  return Math.min(contentLength(request.headers) ?? maxBytes, maxBytes);
}

/**
 * Reads and discards a body that has not been read, so that the client receives the answer (a missing token, a busy
 * service) instead of a broken connection. Needs no memory for the bytes, and ends after `timeoutMs` or 64 MB. Never
 * rejects.
 */
export async function drainUnreadBody(request: Request, timeoutMs: number = BODY_TIMEOUT_MS): Promise<void> {
  if (request.body === null || request.bodyUsed || request.body.locked) return;
  const deadline = startDeadline(timeoutMs);
  const reader = request.body.getReader();
  try {
    await deadline.before(drainUpTo(reader, MAX_DRAIN_BYTES));
    await reader.cancel();
  } catch {
    // The client has closed the connection, so it no longer waits for an answer.
  } finally {
    deadline.clear();
  }
}
