import { ok, type Result } from '../platform/result.ts';
import type { ByteWindow } from './byte-window.ts';
import type { PartHeaders } from './multipart-header.ts';
import type { PartSink } from './multipart-reader.ts';

/** The header and the content of a part that has come. */
export interface CompletePart {
  readonly headers: PartHeaders;
  /** A view that holds until the part is removed; no more than a part may have. */
  readonly bytes: Uint8Array;
  /** Whether there were more bytes. */
  readonly isTooLarge: boolean;
}

/** The parts that a piece of a body completed, one behind the other in a window, and the beginning of the next one. */
export class StreamedParts implements PartSink {
  readonly #window: ByteWindow;
  readonly #maxPartBytes: number;
  readonly #complete: { readonly headers: PartHeaders; readonly length: number; readonly isTooLarge: boolean }[] = [];
  #headers: PartHeaders = {};
  #length = 0;
  #isTooLarge = false;

  /** @param window has to have room for whatever is added. */
  constructor(window: ByteWindow, maxPartBytes: number) {
    this.#window = window;
    this.#maxPartBytes = maxPartBytes;
  }

  startPart(headers: PartHeaders): void {
    this.#headers = headers;
    this.#length = 0;
    this.#isTooLarge = false;
  }

  addBytes(bytes: Uint8Array): Result<null, never> {
    const kept = bytes.subarray(0, this.#maxPartBytes - this.#length);
    this.#window.add(kept);
    this.#length += kept.length;
    this.#isTooLarge ||= kept.length < bytes.length;
    return ok(null);
  }

  endPart(): Result<null, never> {
    this.#complete.push({ headers: this.#headers, length: this.#length, isTooLarge: this.#isTooLarge });
    return ok(null);
  }

  /** The part that came first and was not removed. */
  get first(): CompletePart | undefined {
    const [part] = this.#complete;
    return part && { ...part, bytes: this.#window.bytes.subarray(0, part.length) };
  }

  removeFirst(): void {
    this.#window.consume(this.#complete.shift()?.length ?? 0);
  }
}
