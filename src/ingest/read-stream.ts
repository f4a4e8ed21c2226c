import { fail, ok, type Result } from '../platform/result.ts';

/** Why a stream could not be read to its end. The caller puts it into words for its own client. */
export type StreamFault = 'too-large' | 'broken' | 'length-differs' | 'timed-out' | 'no-room';

/** The limits within which a stream is read. */
export interface ReadStreamOptions {
  /** The most bytes to read; one more cancels the stream. */
  readonly maxBytes: number;
  /** The length that the sender has declared; the stream must have exactly this length. */
  readonly declaredBytes?: number | undefined;
  /** Cancels the stream when it aborts. */
  readonly signal?: AbortSignal | undefined;
  /**
   * How many bytes of a stream that is too long are read and discarded before it is cancelled. A client that is
   * disconnected while it still sends sees a broken connection instead of its answer.
   */
  readonly maxDrainBytes?: number;
  /** Is called before memory is allocated, with all the bytes that are then; false: there is no room for them. */
  readonly reserve?: ((capacityBytes: number) => Promise<boolean>) | undefined;
  /** Is called with the size of every piece that comes, also of those that are discarded. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** The capacity at the first byte: small enough for the many short streams, and ten doublings away from 8 MB. */
const INITIAL_CAPACITY_BYTES = 8 * 1024;

/**
 * Reads a stream to its end into one array. Cancels the stream when that fails. Never throws or rejects.
 *
 * Memory is allocated when bytes have come, never for a length that is only declared: the array is doubled when it is
 * full. A list of chunks would cost a hundred times as much memory when a hostile sender makes each chunk one byte long.
 *
 * Faults: `too-large` beyond `maxBytes`; `length-differs` when the declared length is wrong; `timed-out` when `signal`
 * aborts; `broken` when the stream fails; `no-room` when `reserve` says so.
 */
export async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  options: ReadStreamOptions,
): Promise<Result<Uint8Array, StreamFault>> {
  const { maxBytes, declaredBytes, signal, maxDrainBytes = 0, onBytes } = options;
  const isDeclaredTooLarge = declaredBytes !== undefined && declaredBytes > maxBytes;
  if (stream === null) return isDeclaredTooLarge ? fail('too-large') : checkLength(new Uint8Array(0), declaredBytes);
  const reader = stream.getReader();
  const cancel = (): void => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    if (signal?.aborted === true) cancel();
    if (isDeclaredTooLarge) {
      await drainUpTo(reader, maxDrainBytes, onBytes);
      cancel();
      return fail('too-large');
    }
    const collected = await readAtMost(reader, { ...options, maxBytes: declaredBytes ?? maxBytes });
    if (signal?.aborted === true) return fail('timed-out');
    if (collected instanceof Uint8Array) return checkLength(collected, declaredBytes);
    await drainUpTo(reader, maxDrainBytes, onBytes);
    cancel();
    return fail(collected === 'too-large' && declaredBytes !== undefined ? 'length-differs' : collected);
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

/** Reads to the end of the stream, or says why not: more than `maxBytes` have come, or there is no room for them. */
async function readAtMost(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { maxBytes, reserve, onBytes }: ReadStreamOptions,
): Promise<Uint8Array | 'too-large' | 'no-room'> {
  let bytes = new Uint8Array(0);
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return length === bytes.length ? bytes : new Uint8Array(bytes.buffer.transfer(length));
    onBytes?.(value.length);
    const neededBytes = length + value.length;
    if (neededBytes > maxBytes) return 'too-large';
    if (neededBytes > bytes.length) {
      const doubledBytes = Math.max(neededBytes, 2 * bytes.length, INITIAL_CAPACITY_BYTES);
      const capacityBytes = Math.min(doubledBytes, maxBytes);
      if (reserve !== undefined && !(await reserve(capacityBytes))) return 'no-room';
      bytes = withCapacity(bytes, capacityBytes);
    }
    bytes.set(value, length);
    length = neededBytes;
  }
}

/** Reads and discards about `maxBytes` bytes, or fewer when the stream ends. */
export async function drainUpTo(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
  onBytes?: (bytes: number) => void,
): Promise<void> {
  for (let drainedBytes = 0; drainedBytes < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return;
    onBytes?.(value.length);
    drainedBytes += value.length;
  }
}

function withCapacity(bytes: Uint8Array<ArrayBuffer>, capacityBytes: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(bytes.buffer.transfer(capacityBytes));
}

function checkLength(bytes: Uint8Array, declaredBytes: number | undefined): Result<Uint8Array, StreamFault> {
  return declaredBytes === undefined || declaredBytes === bytes.length ? ok(bytes) : fail('length-differs');
}
