import { fail, ok, type Result } from '../platform/result.ts';

/** Why a stream did not become bytes; the caller words it for its own sender. */
export type CollectFault = 'too-large' | 'broken' | 'length-differs' | 'timed-out';

export interface CollectOptions {
  /** Bytes taken at most; one more cancels the stream. */
  readonly maxBytes: number;
  /** What the sender said that there will be: allocated at once and compared, never believed. */
  readonly declaredBytes?: number | undefined;
  /** Cancels the stream when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Bytes of a stream that is too long to read and drop before it is cancelled: a client that is cut off while it
   * sends sees a broken connection instead of its answer.
   */
  readonly drainBytes?: number;
}

/** Room for a body of unknown length at first: small enough for the many small ones, eight doublings from 16 MB. */
const FIRST_ROOM_BYTES = 64 * 1024;

/**
 * Reads a stream to its end into one array, and cancels it in every other case.
 *
 * With a declared length every byte is copied once into its place. Without, the array doubles, because a list of the
 * chunks as they come costs a hundred times the bytes when a hostile sender makes each chunk one byte long.
 */
export async function collectBytes(
  stream: ReadableStream<Uint8Array> | null,
  options: CollectOptions,
): Promise<Result<Uint8Array, CollectFault>> {
  const { maxBytes, declaredBytes, signal, drainBytes = 0 } = options;
  const isDeclaredTooLarge = declaredBytes !== undefined && declaredBytes > maxBytes;
  if (stream === null) return isDeclaredTooLarge ? fail('too-large') : finish(new Uint8Array(0), declaredBytes);
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted === true) cancel();
    if (isDeclaredTooLarge) {
      await dropUpTo(reader, drainBytes);
      cancel();
      return fail('too-large');
    }
    const collected = await drain(reader, declaredBytes ?? FIRST_ROOM_BYTES, declaredBytes ?? maxBytes);
    if (signal?.aborted === true) return fail('timed-out');
    if (collected !== undefined) return finish(collected, declaredBytes);
    await dropUpTo(reader, drainBytes);
    cancel();
    return fail(declaredBytes === undefined ? 'too-large' : 'length-differs');
  } catch {
    return fail(signal?.aborted === true ? 'timed-out' : 'broken');
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Gives up a body that nobody will read, so that its connection is freed. */
export function discard(stream: ReadableStream<Uint8Array> | null): void {
  // A stream that has already failed rejects the cancel with that same failure, which no longer matters.
  stream?.cancel().catch(() => undefined);
}

/** The number of a Content-Length header; undefined where there is none or it is not a plain whole number. */
export function declaredLength(headers: Headers): number | undefined {
  const value = headers.get('content-length');
  if (value === null || !/^\d{1,15}$/.test(value)) return undefined;
  return Number(value);
}

/** The bytes, or undefined as soon as there are more than `maxBytes`. */
async function drain(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  roomBytes: number,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  let bytes = new Uint8Array(Math.min(roomBytes, maxBytes));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length === bytes.length ? bytes : new Uint8Array(bytes.buffer.transfer(length));
    const needed = length + value.length;
    if (needed > maxBytes) return undefined;
    if (needed > bytes.length) bytes = enlarged(bytes, Math.min(Math.max(needed, 2 * bytes.length), maxBytes));
    bytes.set(value, length);
    length = needed;
  }
}

/** Reads and forgets, at most about `maxBytes`. */
export async function dropUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<void> {
  for (let dropped = 0; dropped < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return;
    dropped += value.length;
  }
}

function enlarged(bytes: Uint8Array<ArrayBuffer>, toBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer.transfer(toBytes));
}

function finish(bytes: Uint8Array, declaredBytes: number | undefined): Result<Uint8Array, CollectFault> {
  return declaredBytes === undefined || declaredBytes === bytes.length ? ok(bytes) : fail('length-differs');
}
