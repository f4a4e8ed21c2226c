import { fail, ok, type Result } from '../platform/result.ts';

/** Why a stream could not be read to its end. The caller puts it into words for its own client. */
export type StreamFault = 'too-large' | 'broken' | 'length-differs' | 'timed-out';

/** The limits within which a stream is read. */
export interface ReadStreamOptions {
  /** The most bytes to read; one more cancels the stream. */
  readonly maxBytes: number;
  /**
   * The length that the sender has declared. It decides how much memory is allocated, and the stream must have exactly
   * this length.
   */
  readonly declaredBytes?: number | undefined;
  /** Cancels the stream when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How many bytes of a stream that is too long are read and discarded before it is cancelled. A client that is
   * disconnected while it still sends sees a broken connection instead of its answer.
   */
  readonly maxDrainBytes?: number;
}

/**
 * The initial capacity for a stream of unknown length: small enough for the many short ones, and eight doublings away
 * from 16 MB.
 */
const INITIAL_CAPACITY_BYTES = 64 * 1024;

/**
 * Reads a stream to its end into one array. Cancels the stream when that fails. Never throws or rejects.
 *
 * With a declared length, each byte is copied once into its place. Without one, the array is doubled when it is full: a
 * list of chunks would cost a hundred times as much memory when a hostile sender makes each chunk one byte long.
 *
 * Faults: `too-large` beyond `maxBytes`; `length-differs` when the declared length is wrong; `timed-out` when `signal`
 * aborts; `broken` when the stream fails.
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

/** Cancels a stream that will not be read, so that its connection is freed. */
export function cancelStream(stream: ReadableStream<Uint8Array> | null): void {
  // Cancelling a stream that has already failed rejects with that failure, which no longer matters.
  stream?.cancel().catch(() => undefined);
}

/** Returns the Content-Length in bytes, or undefined when the header is missing or not a plain whole number. */
export function contentLength(headers: Headers): number | undefined {
  const value = headers.get('content-length');
  if (value === null || !/^\d{1,15}$/.test(value)) return undefined;
  return Number(value);
}

/** Reads to the end of the stream. Returns undefined as soon as there are more than `maxBytes` bytes. */
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

/** Reads and discards about `maxBytes` bytes, or fewer when the stream ends. */
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
