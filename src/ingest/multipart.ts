import {
  MaxFileSizeExceededError,
  MaxHeaderSizeExceededError,
  MaxPartsExceededError,
  type MultipartPart,
  parseMultipart,
} from '@remix-run/multipart-parser';
import { fail, ok, type Result } from '../platform/result.ts';
import { boundaryFromContentType, boundaryFromBody, withoutLeadingEmptyLines } from './multipart-boundary.ts';
import type { IngestFault } from './faults.ts';
import { MAX_FILE_BYTES } from './limits.ts';
import { readPart } from './multipart-part.ts';

export interface FormFile {
  /**
   * As sent, untidied: `originalName` and `safeStem` make something of it. Undefined where none or an empty one came.
   */
  readonly fileName: string | undefined;
  /** A view into the body, not a copy: its `.buffer` is the whole body. */
  readonly bytes: Uint8Array;
}

export interface FormFields {
  readonly texts: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, FormFile>;
}

export interface FormLimits {
  /** One file. */
  readonly maxFileBytes: number;
  /** All text fields together. */
  readonly maxTextBytes: number;
  readonly maxParts: number;
  /** The header lines of one part. */
  readonly maxHeaderBytes: number;
  /** Fields that are a file even without a file name or a Content-Type, when their content is binary. */
  readonly fileFields: readonly string[];
}

/** Texts of one form: descriptions have no documented maximum, so this is only what nobody writes by hand. */
const MAX_TEXT_BYTES = 256 * 1024;

/** What the BigCommerce dialects take: a file and a handful of texts. */
export const FORM_LIMITS: FormLimits = {
  maxFileBytes: MAX_FILE_BYTES,
  maxTextBytes: MAX_TEXT_BYTES,
  maxParts: 64,
  maxHeaderBytes: 8 * 1024,
  fileFields: ['image_file'],
};

/** The most that a body with one file of the largest size may measure: the file, all texts, all header lines. */
export const MAX_FORM_BYTES = MAX_FILE_BYTES + MAX_TEXT_BYTES + 64 * 1024;

/**
 * Takes a `multipart/form-data` body apart. The boundary comes from `contentType`, or, where that names none, from the
 * first line of the body (BC-12, BC-14).
 *
 * A text that comes twice: the last one counts, as in PHP and in forms that put a hidden default before a checkbox. A
 * file that comes twice is an error, because dropping one of two pictures would lose it silently. A file input left
 * empty (no name, no bytes) is as if it were not there. Never throws.
 *
 * Faults: `file-too-large`, `body-too-large` (the texts), `body-malformed` for everything else.
 */
export function parseMultipartBody(
  bytes: Uint8Array,
  contentType: string | undefined,
  limits: FormLimits = FORM_LIMITS,
): Result<FormFields, IngestFault> {
  const body = withoutLeadingEmptyLines(bytes);
  const boundary = boundaryFromContentType(contentType) ?? boundaryFromBody(body);
  if (boundary === undefined) return malformed('The body has no multipart boundary of at most 70 characters.');
  try {
    const parts = parseMultipart(body, {
      boundary,
      maxHeaderSize: limits.maxHeaderBytes,
      maxFileSize: Math.max(limits.maxFileBytes, limits.maxTextBytes),
      maxParts: limits.maxParts,
    });
    return collectFields(parts, limits);
  } catch (error) {
    return fail(toParseFault(error, limits));
  }
}

function collectFields(parts: Iterable<MultipartPart>, limits: FormLimits): Result<FormFields, IngestFault> {
  const texts = new Map<string, string>();
  const files = new Map<string, FormFile>();
  let textBytes = 0;
  for (const part of parts) {
    const read = readPart(part, limits.fileFields);
    if (!read.ok) return read;
    const field = read.value;
    if (field.kind === 'empty-file') continue;
    if (field.kind === 'text') {
      textBytes += field.byteLength;
      if (textBytes > limits.maxTextBytes) return fail({ kind: 'body-too-large', maxBytes: limits.maxTextBytes });
      texts.set(field.name, field.text);
      continue;
    }
    if (field.bytes.length > limits.maxFileBytes)
      return fail({ kind: 'file-too-large', maxBytes: limits.maxFileBytes });
    if (files.has(field.name)) return malformed('The form has two files of the same name; send one image a call.');
    files.set(field.name, { fileName: field.fileName, bytes: field.bytes });
  }
  return ok({ texts, files });
}

/** Words for what the parser throws; its own messages stay inside. */
function toParseFault(error: unknown, limits: FormLimits): IngestFault {
  if (error instanceof MaxFileSizeExceededError) return { kind: 'file-too-large', maxBytes: limits.maxFileBytes };
  if (error instanceof MaxPartsExceededError)
    return { kind: 'body-malformed', reason: `The form has more than ${limits.maxParts} parts.` };
  if (error instanceof MaxHeaderSizeExceededError)
    return { kind: 'body-malformed', reason: 'The header of a part is too long, or does not end.' };
  return { kind: 'body-malformed', reason: 'The multipart body is cut off, or its boundary does not fit.' };
}

function malformed(reason: string): { readonly ok: false; readonly fault: IngestFault } {
  return fail({ kind: 'body-malformed', reason });
}

/** True where a body has to be read as multipart. */
export function isMultipart(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith('multipart/') === true;
}
