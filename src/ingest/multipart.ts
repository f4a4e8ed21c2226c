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
import { describePictureBody } from './mistaken-body.ts';
import { readPart } from './multipart-part.ts';

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
  try {
    const parts = parseMultipart(body, {
      boundary,
      maxHeaderSize: limits.maxHeaderBytes,
      maxFileSize: Math.max(limits.maxFileBytes, limits.maxTextBytes),
      maxParts: limits.maxParts,
    });
    return collectFields(parts, limits);
  } catch (error) {
    return fail(toParseFault(error, body, limits));
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

/** Converts an error of the parser to a fault. The parser's own messages are not shown to clients. */
function toParseFault(error: unknown, body: Uint8Array, limits: FormLimits): IngestFault {
  if (error instanceof MaxFileSizeExceededError) return { kind: 'file-too-large', maxBytes: limits.maxFileBytes };
  if (error instanceof MaxPartsExceededError)
    return { kind: 'body-malformed', reason: `The form has more than ${limits.maxParts} parts.` };
  if (error instanceof MaxHeaderSizeExceededError)
    return { kind: 'body-malformed', reason: 'The header of a part is too long, or does not end.' };
  return brokenFormFault(body, 'The multipart body is cut off, or its boundary does not fit.');
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
