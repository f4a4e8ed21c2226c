import { make as makeSearch } from 'multipasta/Search';
import { fail, ok, type Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';
import { HEADER_ENDLESS, HeaderReader, type PartHeaders } from './multipart-header.ts';

export const CUT_OFF = 'The multipart body is cut off, or its boundary does not fit.';
const LINE_BREAK = Uint8Array.of(0x0d, 0x0a);

/** What a form may contain, as far as it shows before its parts are looked at. */
export interface ReaderLimits {
  readonly maxParts: number;
  /** The most bytes of the header lines of one part. */
  readonly maxHeaderBytes: number;
}

/** Takes what is in a form, in its order. A fault ends the form. */
export interface PartSink {
  startPart(headers: PartHeaders): void;
  /** Takes the next bytes of a part, as a view of what was written. */
  addBytes(bytes: Uint8Array): Result<null, IngestFault>;
  endPart(): Result<null, IngestFault>;
}

/**
 * Takes a multipart body apart as it comes. The library finds the boundaries and reads the headers; the order of the two
 * and the limits are kept here. Why its own `make` is not used is in decision 063.
 */
export class MultipartReader {
  readonly #limits: ReaderLimits;
  readonly #sink: PartSink;
  readonly #search: ReturnType<typeof makeSearch>;
  #state: 'mark' | 'header' | 'content' | 'end' = 'mark';
  #fault: IngestFault | undefined;
  /** How many boundaries have come. */
  #boundaries = 0;
  /** The two characters after a boundary. */
  #mark = '';
  #header = new HeaderReader();

  /** @param boundary begins the body, after two dashes; they are not part of it. */
  constructor(boundary: string, limits: ReaderLimits, sink: PartSink) {
    this.#limits = limits;
    this.#sink = sink;
    this.#search = makeSearch(`\r\n--${boundary}`, (count, bytes) => this.#take(count, bytes));
    // A boundary begins with a line break, and the first one has none before it.
    this.#search.write(LINE_BREAK);
  }

  /** Whether the form is complete; what comes after it is passed over. */
  get hasEnded(): boolean {
    return this.#state === 'end';
  }

  /** Takes the next bytes. Faults: `body-malformed` and those of the sink. */
  write(bytes: Uint8Array): Result<null, IngestFault> {
    if (this.#fault === undefined) this.#search.write(bytes);
    return this.#result();
  }

  /** Says that nothing more comes. Faults: the same. */
  end(): Result<null, IngestFault> {
    this.#search.end();
    if (!this.hasEnded) this.#refuse(CUT_OFF);
    return this.#result();
  }

  #result(): Result<null, IngestFault> {
    return this.#fault === undefined ? ok(null) : fail(this.#fault);
  }

  #refuse(reason: string): void {
    this.#fault ??= { kind: 'body-malformed', reason };
  }

  /** Takes bytes that come after so many boundaries, and before the next one. */
  #take(boundaries: number, bytes: Uint8Array): void {
    if (boundaries === 0) this.#refuse(CUT_OFF);
    if (boundaries !== this.#boundaries) this.#endPart(boundaries);
    if (this.#fault !== undefined) return;
    let rest = bytes;
    if (this.#state === 'mark') rest = this.#takeMark(rest);
    if (this.#state === 'header') rest = this.#takeHeader(rest);
    if (this.#state === 'content' && rest.length > 0) this.#keep(this.#sink.addBytes(rest));
  }

  #endPart(boundaries: number): void {
    if (this.#fault !== undefined || this.hasEnded) return;
    // Nothing is handed out between two boundaries that follow each other.
    if (boundaries !== this.#boundaries + 1) return this.#refuse(HEADER_ENDLESS);
    if (this.#boundaries > 0) {
      if (this.#state !== 'content') return this.#refuse(HEADER_ENDLESS);
      this.#keep(this.#sink.endPart());
    }
    this.#boundaries = boundaries;
    this.#mark = '';
    this.#state = 'mark';
  }

  #takeMark(bytes: Uint8Array): Uint8Array {
    const missing = bytes.subarray(0, 2 - this.#mark.length);
    this.#mark += String.fromCharCode(...missing);
    if (this.#mark.length < 2) return bytes.subarray(missing.length);
    const { maxParts } = this.#limits;
    if (this.#mark === '--') this.#state = 'end';
    else if (this.#boundaries > maxParts) this.#refuse(`The form has more than ${maxParts} parts.`);
    else {
      this.#state = 'header';
      this.#header = new HeaderReader();
    }
    return bytes.subarray(missing.length);
  }

  #takeHeader(bytes: Uint8Array): Uint8Array {
    const read = this.#header.read(bytes, this.#limits.maxHeaderBytes);
    if (!read.ok) this.#refuse(read.fault);
    if (!read.ok || read.value === undefined) return bytes.subarray(bytes.length);
    this.#state = 'content';
    this.#sink.startPart(read.value.headers);
    return bytes.subarray(read.value.endPosition);
  }

  #keep(result: Result<null, IngestFault>): void {
    if (!result.ok) this.#fault ??= result.fault;
  }
}
