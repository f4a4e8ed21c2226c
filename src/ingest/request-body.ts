import { fail, ok, type Result } from '../platform/result.ts';
import { readStream, contentLength, drainUpTo, type ReadStreamOptions } from './read-stream.ts';
import { NO_MEMORY } from '../platform/memory-budget.ts';
import type { StartTimer } from '../platform/timer.ts';
import { startPace, type Pace } from './pace.ts';
import type { IngestFault } from './faults.ts';

/**
 * How fast a body has to come. 60 seconds are enough for 8 MB at 1.1 Mbit/s, and a body of which next to nothing comes
 * for 10 seconds is one that nobody sends any more; either holds memory that other requests wait for (IMG-28).
 */
export const BODY_PACE = { timeoutMs: 60_000, windowMs: 10_000, minBytes: 4096 };

/**
 * How fast a body has to come that is only discarded, so that its sender hears the answer. A second without a byte
 * means that it has stopped to send, and hears (IMG-29).
 */
const DRAIN_PACE = { timeoutMs: 15_000, windowMs: 1_000, minBytes: 1 };

/**
 * How much of a body that is too long is read and discarded, so that the client receives the answer. A longer body is
 * cancelled.
 */
const MAX_DRAIN_BYTES = 64 * 1024 * 1024;

/** The same of a body that was refused before it came. */
const MAX_UNREAD_DRAIN_BYTES = 16 * 1024 * 1024;

/** The fault for a body over its limit: in a file upload, it is the file that is too large. */
export type TooLargeKind = 'body-too-large' | 'file-too-large';

/** Where the memory of a body comes from, and its time. */
export interface ReadBodyOptions {
  readonly reserve?: ReadStreamOptions['reserve'];
  readonly startTimer?: StartTimer | undefined;
}

/**
 * Reads a request's whole body, at most `maxBytes` of it.
 *
 * A Content-Length over the limit refuses the body before a byte is read. Any other Content-Length must be exact. A
 * request without a body yields no bytes. Never throws or rejects.
 *
 * Faults: `tooLarge` (chosen by the caller) beyond the limit; `overloaded` where `reserve` finds no room;
 * `body-malformed` when the body has been read already, breaks off, comes too slowly, or is shorter or longer than its
 * Content-Length.
 */
export async function readBody(
  request: Request,
  maxBytes: number,
  tooLarge: TooLargeKind = 'body-too-large',
  { reserve, startTimer }: ReadBodyOptions = {},
): Promise<Result<Uint8Array, IngestFault>> {
  if (request.bodyUsed || request.body?.locked === true)
    return fail({ kind: 'body-malformed', reason: 'The body has already been read.' });
  const pace = startPace(BODY_PACE, startTimer);
  const collected = await readStream(request.body, {
    maxBytes,
    declaredBytes: contentLength(request.headers),
    signal: pace.signal,
    maxDrainBytes: MAX_DRAIN_BYTES,
    reserve,
    onBytes: pace.count,
  });
  pace.stop();
  if (collected.ok) return ok(collected.value);
  switch (collected.fault) {
    case 'too-large':
      return fail({ kind: tooLarge, maxBytes });
    case 'length-differs':
      return fail({ kind: 'body-malformed', reason: 'The body is not as long as its Content-Length says.' });
    case 'timed-out':
      return fail({ kind: 'body-malformed', reason: paceReason(pace) });
    case 'no-room':
      return fail(NO_MEMORY);
    case 'broken':
      return fail({ kind: 'body-malformed', reason: 'The body broke off before its end.' });
    default:
      return collected.fault satisfies never;
  }
}

/** Returns what a client whose body came too slowly is told. */
export function paceReason({ flaw }: Pace): string {
  return flaw === 'stalled'
    ? `Almost nothing of the body came for ${BODY_PACE.windowMs / 1000} seconds.`
    : `The body did not arrive within ${BODY_PACE.timeoutMs / 1000} seconds.`;
}

/**
 * Reads and discards a body that has not been read, so that the client receives the answer (a missing token, a busy
 * service) instead of a broken connection: the runtime cuts the connection of an answer whose body is unread, and the
 * client may then see neither. Needs no memory for the bytes, and ends after a second without a byte, 15 seconds or
 * 16 MB. Never rejects.
 */
export async function drainUnreadBody(request: Request, startTimer?: StartTimer): Promise<void> {
  if (request.body === null || request.bodyUsed || request.body.locked) return;
  await drainReader(request.body.getReader(), startTimer);
}

/** Does the same with what is left of a body. Never rejects. */
export async function drainReader(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  startTimer?: StartTimer,
): Promise<void> {
  const pace = startPace(DRAIN_PACE, startTimer);
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  pace.signal.addEventListener('abort', cancel, { once: true });
  try {
    await drainUpTo(reader, MAX_UNREAD_DRAIN_BYTES, pace.count);
    await reader.cancel();
  } catch {
    // The client has closed the connection, so it no longer waits for an answer.
  } finally {
    pace.stop();
  }
}
