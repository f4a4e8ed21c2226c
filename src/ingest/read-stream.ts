import { fail, ok, type Result } from '../platform/result.ts';

/** Why a stream did not become bytes; the caller words it for its own sender. */
export type StreamFault = 'too-large' | 'broken' | 'length-differs' | 'timed-out';

export interface ReadStreamOptions {
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
  readonly maxDrainBytes?: number;
}

/** Room for a body of unknown length at first: small enough for the many small ones, eight doublings from 16 MB. */
const INITIAL_CAPACITY_BYTES = 64 * 1024;

/**
 * Reads a stream to its end into one array, and cancels it in every other case.
 *
 * With a declared length every byte is copied once into its place. Without, the array doubles, because a list of the
 * chunks as they come costs a hundred times the bytes when a hostile sender makes each chunk one byte long.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  options: ReadStreamOptions,
): Promise<Result<Uint8Array, StreamFault>> {
  const { maxBytes, declaredBytes, signal, maxDrainBytes = 0 } = options;
  const isDeclaredTooLarge = declaredBytes !== undefined && declaredBytes > maxBytes;
  if (stream === null) return isDeclaredTooLarge ? fail('too-large') : checkLength(new Uint8Array(0), declaredBytes);
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted === true) cancel();
    if (isDeclaredTooLarge) {
      await drainUpTo(reader, maxDrainBytes);
      cancel();
      return fail('too-large');
    }
    const collected = await readAtMost(reader, declaredBytes ?? INITIAL_CAPACITY_BYTES, declaredBytes ?? maxBytes);
    if (signal?.aborted === true) return fail('timed-out');
    if (collected !== undefined) return checkLength(collected, declaredBytes);
    await drainUpTo(reader, maxDrainBytes);
    cancel();
    return fail(declaredBytes === undefined ? 'too-large' : 'length-differs');
  } catch {
    return fail(signal?.aborted === true ? 'timed-out' : 'broken');
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

/** Gives up a body that nobody will read, so that its connection is freed. */
export function cancelStream(stream: ReadableStream<Uint8Array> | null): void {
  // A stream that has already failed rejects the cancel with that same failure, which no longer matters.
  stream?.cancel().catch(() => undefined);
}

/** The number of a Content-Length header; undefined where there is none or it is not a plain whole number. */
export function contentLength(headers: Headers): number | undefined {
  const value = headers.get('content-length');
  if (value === null || !/^\d{1,15}$/.test(value)) return undefined;
  return Number(value);
}

/** The bytes, or undefined as soon as there are more than `maxBytes`. */
async function readAtMost(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  initialCapacityBytes: number,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  let bytes = new Uint8Array(Math.min(initialCapacityBytes, maxBytes));
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length === bytes.length ? bytes : new Uint8Array(bytes.buffer.transfer(length));
    const neededBytes = length + value.length;
    if (neededBytes > maxBytes) return undefined;
    if (neededBytes > bytes.length)
      bytes = withCapacity(bytes, Math.min(Math.max(neededBytes, 2 * bytes.length), maxBytes));
    bytes.set(value, length);
    length = neededBytes;
  }
}

/** Reads and forgets, at most about `maxBytes`. */
export async function drainUpTo(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number): Promise<void> {
  for (let drainedBytes = 0; drainedBytes < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return;
    drainedBytes += value.length;
  }
}

function withCapacity(bytes: Uint8Array<ArrayBuffer>, capacityBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer.transfer(capacityBytes));
}

function checkLength(bytes: Uint8Array, declaredBytes: number | undefined): Result<Uint8Array, StreamFault> {
  return declaredBytes === undefined || declaredBytes === bytes.length ? ok(bytes) : fail('length-differs');
}
