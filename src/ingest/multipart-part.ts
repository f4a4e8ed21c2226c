import { ContentDisposition } from '@remix-run/headers/content-disposition';
import { ContentType } from '@remix-run/headers/content-type';
import { fail, ok, type Result } from '../platform/result.ts';
import type { IngestFault } from './faults.ts';
import { headerField, type PartHeaders } from './multipart-header.ts';

/** One part of a form: a text field, a file, or a file input that was left empty. */
export type FormPart =
  | { readonly kind: 'text'; readonly name: string; readonly text: string; readonly byteLength: number }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly fileName: string | undefined;
      readonly bytes: Uint8Array;
    }
  /** A file input that was left empty, which browsers send with an empty file name and no bytes. */
  | { readonly kind: 'empty-file' };

/**
 * Tells what one part is by its header and its content. A part is a file when it has a file name or a Content-Type other than
 * text, or when it is one of `fileFields` and its content is binary. Never throws.
 *
 * Fault: `body-malformed`.
 */
export function readPart(
  headers: PartHeaders,
  bytes: Uint8Array,
  fileFields: readonly string[],
): Result<FormPart, IngestFault> {
  const disposition = ContentDisposition.from(headerField(headers, 'content-disposition') ?? null);
  const { name, preferredFilename } = disposition;
  if (name === undefined || name === '') return malformed('A part has no name in its Content-Disposition.');

  if (preferredFilename === '' && bytes.length === 0) return ok({ kind: 'empty-file' });
  const fileName = preferredFilename === '' ? undefined : preferredFilename;
  const saysFile = preferredFilename !== undefined || !isTextType(headerField(headers, 'content-type'));
  if (saysFile || (fileFields.includes(name) && isBinary(bytes))) return ok({ kind: 'file', name, fileName, bytes });
  const text = decodeText(bytes);
  if (text === undefined) return malformed('A text field is not UTF-8.');
  return ok({ kind: 'text', name, text, byteLength: bytes.length });
}

/** Returns whether a part with this Content-Type is a text field; a part without one is (RFC 7578, 4.4). */
function isTextType(contentType: string | undefined): boolean {
  const mediaType = ContentType.from(contentType ?? null).mediaType?.toLowerCase();
  return mediaType === undefined || mediaType.startsWith('text/') || mediaType === 'application/json';
}

/** Returns the text, or undefined when the bytes are not UTF-8. */
function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Returns whether the bytes are not text. A small GIF or BMP may be valid UTF-8, but it contains control characters.
 */
function isBinary(bytes: Uint8Array): boolean {
  return bytes.some(isControl) || decodeText(bytes) === undefined;
}

/** Returns whether the byte is a control character other than tab, line feed and carriage return. */
function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}

function malformed(reason: string): { readonly ok: false; readonly fault: IngestFault } {
  return fail({ kind: 'body-malformed', reason });
}
