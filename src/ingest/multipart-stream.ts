import { type Lease, NO_MEMORY } from '../platform/memory-budget.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { ByteWindow } from './byte-window.ts';
import type { IngestFault } from './faults.ts';
import { findBytes } from './find-bytes.ts';
import { brokenFormFault, CUT_OFF, HEADER_END, HEADER_TOO_LONG } from './multipart.ts';
import { boundaryFromBody, boundaryFromContentType } from './multipart-boundary.ts';
import { type FormPart, readPart } from './multipart-part.ts';
import { type Pace, startPace } from './pace.ts';
import { contentLength } from './read-stream.ts';
import { BODY_PACE, drainReader, paceReason } from './request-body.ts';

/** What a form may contain that is read part by part. */
export interface StreamLimits {
  /** The longest body. */
  readonly maxBytes: number;
  /** The largest part. The rest of a larger one is passed over, and the part is said to be too large. */
  readonly maxPartBytes: number;
  readonly maxParts: number;
  /** The names of fields that are a file even without a file name, when their content is binary. */
  readonly fileFields: readonly string[];
}

/** A part, as a view that holds while it is dealt with; of one that is too large the bytes are only its end. */
export type StreamedPart = FormPart & { readonly isTooLarge: boolean };

const MAX_HEADER_BYTES = 8 * 1024;
/** What a part's memory comes to besides the part: what comes after it, and room to grow. */
const MAX_SPARE_BYTES = 512 * 1024;

/** As much of the beginning as is needed to recognize a boundary, or a picture that was sent by mistake. */
const BEGINNING_BYTES = 128;

/**
 * Reads a `multipart/form-data` body part by part, so that no more than one part is in memory at a time: the next one
 * is read when `onPart` has dealt with the one before. Each part has the time that a whole body has elsewhere. What is
 * left of a body that is not read to its end is discarded.
 *
 * Faults: `body-too-large`, `body-malformed`, `body-mistaken`, `overloaded`, and those of `onPart`.
 *
 * @param openMemory opens the memory of one part, which may come to `mostBytes`.
 */
export async function readMultipartStream<F>(
  request: Request,
  limits: StreamLimits,
  openMemory: (mostBytes: number) => Lease,
  onPart: (part: StreamedPart) => Promise<Result<null, F>>,
): Promise<Result<null, F | IngestFault>> {
  const reader = request.body?.getReader();
  if (reader === undefined) return malformed('The body is empty.');
  const stream = new PartStream(reader, limits, openMemory);
  try {
    if ((contentLength(request.headers) ?? 0) > limits.maxBytes) return stream.tooLarge();
    return await readAll(stream, request.headers.get('Content-Type') ?? undefined, limits, onPart);
  } finally {
    stream.close();
    await drainReader(reader);
  }
}

async function readAll<F>(
  stream: PartStream,
  contentType: string | undefined,
  { maxPartBytes, maxParts, fileFields }: StreamLimits,
  onPart: (part: StreamedPart) => Promise<Result<null, F>>,
): Promise<Result<null, F | IngestFault>> {
  const boundary = await stream.begin(contentType);
  if (!boundary.ok) return boundary;
  const delimiter = new TextEncoder().encode(`\r\n--${boundary.value}`);
  for (let count = 0; ; count += 1) {
    stream.startPart();
    const mark = await stream.take(2);
    if (!mark.ok) return mark;
    if (mark.value === '--') return ok(null);
    if (count === maxParts) return malformed(`The form has more than ${maxParts} parts.`);
    const header = await stream.readUntil(HEADER_END, MAX_HEADER_BYTES);
    if (!header.ok) return header;
    if (header.value.isTooLarge) return malformed(HEADER_TOO_LONG);
    const headerBytes = header.value.bytes.slice();
    stream.consume(header.value.bytes.length + HEADER_END.length);
    const content = await stream.readUntil(delimiter, maxPartBytes);
    if (!content.ok) return content;
    stream.stopPart();
    const { bytes, isTooLarge } = content.value;
    const part = readPart(headerBytes, bytes, fileFields);
    const dealt = part.ok ? await onPart({ ...part.value, isTooLarge }) : part;
    if (!dealt.ok) return dealt;
    stream.consume(bytes.length + delimiter.length);
  }
}

/** The bytes of a body as they come, with their memory and their time. */
class PartStream {
  readonly #window = new ByteWindow();
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #limits: StreamLimits;
  readonly #openMemory: (mostBytes: number) => Lease;
  #lease: Lease | undefined;
  #pace: Pace | undefined;
  #readBytes = 0;

  constructor(
    reader: ReadableStreamDefaultReader<Uint8Array>,
    limits: StreamLimits,
    openMemory: (mostBytes: number) => Lease,
  ) {
    this.#reader = reader;
    this.#limits = limits;
    this.#openMemory = openMemory;
  }

  tooLarge(): Result<never, IngestFault> {
    return fail({ kind: 'body-too-large', maxBytes: this.#limits.maxBytes });
  }

  /** Reads to the end of the first boundary, and returns it. */
  async begin(contentType: string | undefined): Promise<Result<string, IngestFault>> {
    this.startPart();
    let start = 0;
    let hasEnded = false;
    while (!hasEnded && this.#window.length < start + BEGINNING_BYTES) {
      const more = await this.#readMore();
      if (!more.ok) return more;
      hasEnded = !more.value;
      start = Math.max(
        0,
        this.#window.bytes.findIndex((byte) => byte !== 0x0d && byte !== 0x0a),
      );
    }
    this.#window.consume(start);
    const { bytes } = this.#window;
    const boundary = boundaryFromContentType(contentType) ?? boundaryFromBody(bytes);
    if (boundary === undefined) {
      return fail(brokenFormFault(bytes, 'The body has no multipart boundary of at most 70 characters.'));
    }
    const opening = new TextEncoder().encode(`--${boundary}`);
    if (findBytes(bytes, opening) !== 0) return fail(brokenFormFault(bytes, CUT_OFF));
    this.#window.consume(opening.length);
    return ok(boundary);
  }

  /** Takes the first bytes, as text in ASCII. */
  async take(count: number): Promise<Result<string, IngestFault>> {
    while (this.#window.length < count) {
      const more = await this.#readMore();
      if (!more.ok) return more;
      if (!more.value) return malformed(CUT_OFF);
    }
    const text = String.fromCharCode(...this.#window.bytes.subarray(0, count));
    this.#window.consume(count);
    return ok(text);
  }

  /** Returns the bytes before a pattern, which stay until they are consumed. Of more than `maxBytes` the first are lost. */
  async readUntil(
    pattern: Uint8Array,
    maxBytes: number,
  ): Promise<Result<{ readonly bytes: Uint8Array; readonly isTooLarge: boolean }, IngestFault>> {
    let isTooLarge = false;
    for (let searched = 0; ;) {
      const at = findBytes(this.#window.bytes, pattern, searched);
      if (at !== -1) return ok({ bytes: this.#window.bytes.subarray(0, at), isTooLarge: isTooLarge || at > maxBytes });
      searched = Math.max(0, this.#window.length - pattern.length + 1);
      if (searched > maxBytes) {
        isTooLarge = true;
        this.#window.consume(searched);
        searched = 0;
      }
      const more = await this.#readMore();
      if (!more.ok) return more;
      if (!more.value) return malformed(CUT_OFF);
    }
  }

  consume(count: number): void {
    this.#window.consume(count);
  }

  /** Begins the time and the memory of the next part. */
  startPart(): void {
    this.stopPart();
    this.#lease?.release();
    this.#lease = this.#openMemory(this.#limits.maxPartBytes + MAX_SPARE_BYTES);
    this.#window.shrink();
    const pace = startPace(BODY_PACE);
    pace.signal.addEventListener('abort', () => void this.#reader.cancel().catch(() => undefined), { once: true });
    this.#pace = pace;
  }

  stopPart(): void {
    this.#pace?.stop();
  }

  close(): void {
    this.stopPart();
    this.#lease?.release();
  }

  /** Reads what has come; false at the end. */
  async #readMore(): Promise<Result<boolean, IngestFault>> {
    const read = await this.#reader.read().catch(() => undefined);
    if (this.#pace?.signal.aborted === true) return malformed(paceReason(this.#pace));
    if (read === undefined) return malformed('The body broke off before its end.');
    if (read.done) return ok(false);
    this.#pace?.count(read.value.length);
    this.#readBytes += read.value.length;
    if (this.#readBytes > this.#limits.maxBytes) return this.tooLarge();
    const lease = this.#lease;
    const reserve = async (capacityBytes: number): Promise<boolean> =>
      lease !== undefined && (await lease.grow(Math.max(0, capacityBytes - lease.heldBytes))).ok;
    return (await this.#window.append(read.value, reserve)) ? ok(true) : fail(NO_MEMORY);
  }
}

const malformed = (reason: string): Result<never, IngestFault> => fail({ kind: 'body-malformed', reason });
