import { fail, ok, type Result } from '../platform/result.ts';
import {
  beginsWithBoundary,
  boundaryFromBody,
  boundaryFromContentType,
  withoutLeadingEmptyLines,
} from './multipart-boundary.ts';
import type { IngestFault } from './faults.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { describePictureBody } from './mistaken-body.ts';
import type { PartHeaders } from './multipart-header.ts';
import { readPart } from './multipart-part.ts';
import { CUT_OFF, MultipartReader, type PartSink } from './multipart-reader.ts';

/** A file of a form. */
export interface FormFile {
  /** The name as sent, to be cleaned by `originalName` or `safeStem`; undefined when it is missing or empty. */
  readonly fileName: string | undefined;
  /** A view of the body, not a copy: its `.buffer` is the whole body. */
  readonly bytes: Uint8Array;
}

/** The text fields and files of a form, by name. */
export interface FormFields {
  readonly texts: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FormFile>;
}

/** What a form may contain. */
export interface FormLimits {
  /** The largest file. */
  readonly maxFileBytes: number;
  /** The most bytes of all text fields together. */
  readonly maxTextBytes: number;
  readonly maxParts: number;
  /** The most bytes of the header lines of one part. */
  readonly maxHeaderBytes: number;
  /** The names of fields that are a file even without a file name or a Content-Type, when their content is binary. */
  readonly fileFields: readonly string[];
}

/**
 * The most bytes of text in one form. Descriptions have no documented maximum, so this is far more than people write.
 */
const MAX_TEXT_BYTES = 256 * 1024;

/** The limits of the BigCommerce dialects: one file and a few text fields. */
export const FORM_LIMITS: FormLimits = {
  maxFileBytes: MAX_FILE_BYTES,
  maxTextBytes: MAX_TEXT_BYTES,
  maxParts: 64,
  maxHeaderBytes: 8 * 1024,
  fileFields: ['image_file'],
};

/** The longest body with one file of the largest size: the file, all texts, and all header lines. */
export const MAX_FORM_BYTES = MAX_FILE_BYTES + MAX_TEXT_BYTES + 64 * 1024;

/**
 * Parses a `multipart/form-data` body. The boundary comes from `contentType`, or from the first line of the body when
 * `contentType` names none (BC-12, BC-14).
 *
 * When a text field comes twice, the last one counts, as in PHP and in forms with a hidden default before a checkbox. A
 * file that comes twice is an error, because dropping one of the two pictures would lose it silently. A file input left
 * empty (no name, no bytes) is ignored. Never throws.
 *
 * Faults: `file-too-large`, `body-too-large` (the text fields), `body-mistaken` for a picture alone, `body-malformed` for
 * everything else.
 */
export function parseMultipartBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  limits: FormLimits = FORM_LIMITS,
): Result<FormFields, IngestFault> {
  const body = withoutLeadingEmptyLines(bytes);
  const boundary = boundaryFromContentType(contentType) ?? boundaryFromBody(body);
  if (boundary === undefined)
    return fail(brokenFormFault(body, 'The body has no multipart boundary of at most 70 characters.'));
  if (!beginsWithBoundary(body, boundary)) return fail(brokenFormFault(body, CUT_OFF));
  const fields = new FieldCollector(limits);
  const reader = new MultipartReader(boundary, limits, fields);
  // The search keeps bytes that may begin a boundary, and copies what comes next to them. After the first boundary
  // there is nothing to keep, so the rest of the body is not copied.
  const openingBytes = boundary.length + 2;
  reader.write(body.subarray(0, openingBytes));
  const written = reader.write(body.subarray(openingBytes));
  const read = written.ok ? reader.end() : written;
  return read.ok ? ok(fields) : read;
}

const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Collects the fields of a form, and refuses those that are too much. */
class FieldCollector implements FormFields, PartSink {
  readonly texts = new Map<string, string>();
  readonly files = new Map<string, FormFile>();
  readonly #limits: FormLimits;
  #textBytes = 0;
  #headers: PartHeaders = {};
  #content = NO_BYTES;

  constructor(limits: FormLimits) {
    this.#limits = limits;
  }

  startPart(headers: PartHeaders): void {
    this.#headers = headers;
    this.#content = NO_BYTES;
  }

  /** Takes the content, which comes in one piece because the body does. */
  addBytes(bytes: Uint8Array): Result<null, IngestFault> {
    const { maxFileBytes, maxTextBytes } = this.#limits;
    if (bytes.length > Math.max(maxFileBytes, maxTextBytes)) {
      return fail({ kind: 'file-too-large', maxBytes: maxFileBytes });
    }
    this.#content = bytes;
    return ok(null);
  }

  endPart(): Result<null, IngestFault> {
    const { fileFields, maxTextBytes, maxFileBytes } = this.#limits;
    const read = readPart(this.#headers, this.#content, fileFields);
    if (!read.ok) return read;
    const field = read.value;
    if (field.kind === 'empty-file') return ok(null);
    if (field.kind === 'text') {
      this.#textBytes += field.byteLength;
      if (this.#textBytes > maxTextBytes) return fail({ kind: 'body-too-large', maxBytes: maxTextBytes });
      this.texts.set(field.name, field.text);
      return ok(null);
    }
    if (field.bytes.length > maxFileBytes) return fail({ kind: 'file-too-large', maxBytes: maxFileBytes });
    if (this.files.has(field.name)) return malformed('The form has two files of the same name; send one image a call.');
    this.files.set(field.name, { fileName: field.fileName, bytes: field.bytes });
    return ok(null);
  }
}

/** Returns the fault of a body that is no form: a picture alone, which people send by mistake, or something broken. */
export function brokenFormFault(body: Uint8Array, reason: string): IngestFault {
  const found = describePictureBody(body);
  return found === undefined ? { kind: 'body-malformed', reason } : { kind: 'body-mistaken', found };
}

function malformed(reason: string): { readonly ok: false; readonly fault: IngestFault } {
  return fail({ kind: 'body-malformed', reason });
}

/** Returns whether a Content-Type is multipart. */
export function isMultipart(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('multipart/') === true;
}
