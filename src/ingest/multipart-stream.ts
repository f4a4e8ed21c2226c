import { type Lease, NO_MEMORY } from '../platform/memory-budget.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import { ByteWindow } from './byte-window.ts';
import type { IngestFault } from './faults.ts';
import { brokenFormFault } from './multipart.ts';
import { beginsWithBoundary, boundaryFromBody, boundaryFromContentType } from './multipart-boundary.ts';
import { type FormPart, readPart } from './multipart-part.ts';
import { CUT_OFF, MultipartReader } from './multipart-reader.ts';
import { type Pace, startPace } from './pace.ts';
import { contentLength } from './read-stream.ts';
import { BODY_PACE, drainReader, paceReason } from './request-body.ts';
import { StreamedParts } from './streamed-parts.ts';

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

/** A part, as a view that holds while it is dealt with; of one that is too large the bytes are only its beginning. */
export type StreamedPart = FormPart & { readonly isTooLarge: boolean };

const MAX_HEADER_BYTES = 8 * 1024;
/** What a part's memory comes to besides the part: what comes after it, and room to grow. */
const MAX_SPARE_BYTES = 512 * 1024;

/** As many bytes as the search may keep of what came before, because they may begin a boundary. */
const MAX_KEPT_BYTES = 74;

/** As much of the beginning as is needed to recognize a boundary, or a picture that was sent by mistake. */
const BEGINNING_BYTES = 128;

/**
 * Reads a `multipart/form-data` body part by part, so that no more than one part is in memory at a time, and what came
 * with its last bytes: more is read when `onPart` has dealt with the one before. Each part has the time that a whole body has elsewhere. What is
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
  const stream = new BodyStream(reader, limits, openMemory);
  try {
    if ((contentLength(request.headers) ?? 0) > limits.maxBytes) return stream.tooLarge();
    return await readAll(stream, request.headers.get('Content-Type') ?? undefined, limits, onPart);
  } finally {
    stream.close();
    await drainReader(reader);
  }
}

async function readAll<F>(
  stream: BodyStream,
  contentType: string | undefined,
  { maxPartBytes, maxParts, fileFields }: StreamLimits,
  onPart: (part: StreamedPart) => Promise<Result<null, F>>,
): Promise<Result<null, F | IngestFault>> {
  const beginning = await stream.begin(contentType);
  if (!beginning.ok) return beginning;
  const parts = new StreamedParts(stream.window, maxPartBytes);
  const reader = new MultipartReader(beginning.value.boundary, { maxParts, maxHeaderBytes: MAX_HEADER_BYTES }, parts);
  for (let bytes: Uint8Array | undefined = beginning.value.bytes; ;) {
    const written = bytes === undefined ? reader.end() : reader.write(bytes);
    for (let { first } = parts; first !== undefined; { first } = parts) {
      stream.stopPart();
      const part = readPart(first.headers, first.bytes, fileFields);
      const dealt = part.ok ? await onPart({ ...part.value, isTooLarge: first.isTooLarge }) : part;
      if (!dealt.ok) return dealt;
      parts.removeFirst();
      stream.startPart();
    }
    if (!written.ok) return written;
    if (reader.hasEnded) return ok(null);
    const more = await stream.read();
    if (!more.ok) return more;
    bytes = more.value;
  }
}

/** The bytes of a body as they come, with their memory and their time. */
class BodyStream {
  /** Where the content of parts is kept. It has room for what was read last. */
  readonly window = new ByteWindow();
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

  /** Reads as much as the boundary can be told from. Returns it, and the bytes from it on. */
  async begin(
    contentType: string | undefined,
  ): Promise<Result<{ readonly boundary: string; readonly bytes: Uint8Array }, IngestFault>> {
    this.startPart();
    let start = 0;
    let hasEnded = false;
    while (!hasEnded && this.window.length < start + BEGINNING_BYTES) {
      const more = await this.read();
      if (!more.ok) return more;
      hasEnded = more.value === undefined;
      if (more.value !== undefined) this.window.add(more.value);
      start = Math.max(
        0,
        this.window.bytes.findIndex((byte) => byte !== 0x0d && byte !== 0x0a),
      );
    }
    const bytes = this.window.bytes.slice(start);
    this.window.consume(this.window.length);
    const boundary = boundaryFromContentType(contentType) ?? boundaryFromBody(bytes);
    if (boundary === undefined) {
      return fail(brokenFormFault(bytes, 'The body has no multipart boundary of at most 70 characters.'));
    }
    return beginsWithBoundary(bytes, boundary) ? ok({ boundary, bytes }) : fail(brokenFormFault(bytes, CUT_OFF));
  }

  /** Begins the time and the memory of the next part. */
  startPart(): void {
    this.stopPart();
    this.#lease?.release();
    this.#lease = this.#openMemory(this.#limits.maxPartBytes + MAX_SPARE_BYTES);
    this.window.shrink();
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

  /** Reads what has come; undefined at the end. Makes room for it, and for what the search has kept. */
  async read(): Promise<Result<Uint8Array | undefined, IngestFault>> {
    const read = await this.#reader.read().catch(() => undefined);
    if (this.#pace?.signal.aborted === true) return malformed(paceReason(this.#pace));
    if (read === undefined) return malformed('The body broke off before its end.');
    const length = read.value?.length ?? 0;
    this.#pace?.count(length);
    this.#readBytes += length;
    if (this.#readBytes > this.#limits.maxBytes) return this.tooLarge();
    const lease = this.#lease;
    const reserve = async (capacityBytes: number): Promise<boolean> =>
      lease !== undefined && (await lease.grow(Math.max(0, capacityBytes - lease.heldBytes))).ok;
    return (await this.window.makeRoom(length + MAX_KEPT_BYTES, reserve)) ? ok(read.value) : fail(NO_MEMORY);
  }
}

const malformed = (reason: string): Result<never, IngestFault> => fail({ kind: 'body-malformed', reason });
