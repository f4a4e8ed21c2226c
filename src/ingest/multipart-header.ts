import { make, type Headers } from 'multipasta/HeadersParser';
import { fail, ok, type Result } from '../platform/result.ts';

/** The fields of a part's header, by their names in lower case; those that came more than once as lists. */
export type PartHeaders = Headers['headers'];

export const HEADER_ENDLESS = 'The header of a part is too long, or does not end.';

const HEADER_BROKEN = 'The header of a part has a line that is no header field, or does not end in CRLF.';

/** The line breaks that end a header. They do not count for its length. */
const END_BYTES = 4;

/** Reads the header of one part as it comes. */
export class HeaderReader {
  readonly #parse = make();
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #length = 0;

  /**
   * Takes the next bytes. Returns the header once it is complete, with the number of these bytes that are of it; before
   * that undefined. The fault is the reason why it cannot be read.
   */
  read(bytes: Uint8Array, maxBytes: number): Result<Headers | undefined, string> {
    const parsed = this.#parse(bytes, 0);
    if ('reason' in parsed) {
      return fail(parsed.reason === 'HeaderTooLarge' ? HEADER_ENDLESS : HEADER_BROKEN);
    }
    const header = 'endPosition' in parsed ? bytes.subarray(0, parsed.endPosition) : bytes;
    this.#length += header.length;
    if (this.#length > maxBytes + END_BYTES) return fail(HEADER_ENDLESS);
    if (!this.#isText(header)) return fail('The header of a part is not UTF-8.');
    return ok('endPosition' in parsed ? parsed : undefined);
  }

  /** Returns whether the next bytes go on in UTF-8. The parser would read anything. */
  #isText(bytes: Uint8Array): boolean {
    try {
      this.#decoder.decode(bytes, { stream: true });
      return true;
    } catch {
      return false;
    }
  }
}

/**
 * Returns the value of a field, undefined where it is missing. The parser leaves white space at its ends, where a piece of
 * the body ends there.
 */
export function headerField(headers: PartHeaders, name: string): string | undefined {
  const value = headers[name];
  if (value === undefined || typeof value === 'string') return value?.trim();
  return value.map((each) => each.trim()).join(', ');
}
