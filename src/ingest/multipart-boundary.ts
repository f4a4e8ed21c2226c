import { ContentType } from '@remix-run/headers/content-type';
import { boundedHeader } from '../platform/header-text.ts';

/**
 * The longest boundary, in characters (RFC 2046, 5.1.1). The limit also protects this service: without a global `Buffer`
 * the library's search keeps its skip distances in single bytes, so a pattern of 256 characters would make it loop
 * forever, and each byte may be compared with the whole pattern.
 */
const MAX_BOUNDARY_CHARACTERS = 70;

/**
 * Printable ASCII that does not end in a space: all of RFC 2046's boundary characters, and those that clients use
 * besides.
 */
const BOUNDARY = /^[!-~](?:[ -~]*[!-~])?$/;

const DASH = 0x2d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Returns the boundary that a Content-Type header names, or undefined when it names none or an invalid one. */
export function boundaryFromContentType(contentType: string | undefined): string | undefined {
  // The parser recognizes this parameter in lower case only, although parameter names are case-insensitive (RFC 2045,
  // 5.1).
  const header = boundedHeader(contentType)?.replace(/boundary(?=\s*=)/i, 'boundary');
  return validBoundary(ContentType.from(header ?? null).boundary);
}

/**
 * Reads the boundary from the first line of the body, for clients that send `multipart/form-data` without one (BC-12).
 * Returns undefined when that line is not a boundary.
 */
export function boundaryFromBody(body: Uint8Array): string | undefined {
  if (body[0] !== DASH || body[1] !== DASH) return undefined;
  const firstBytes = body.subarray(2, 2 + MAX_BOUNDARY_CHARACTERS + 2);
  const end = firstBytes.findIndex((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED);
  if (end === -1) return undefined;
  const line = String.fromCharCode(...firstBytes.subarray(0, end));
  return validBoundary(line.trimEnd());
}

/**
 * Returns the body from its first boundary on. Some clients send an empty line before it, which the reader does not
 * skip.
 */
export function withoutLeadingEmptyLines(body: Uint8Array): Uint8Array {
  const start = body.findIndex((byte) => byte !== CARRIAGE_RETURN && byte !== LINE_FEED);
  return start > 0 ? body.subarray(start) : body;
}

/** Returns whether the body begins with the boundary, after two dashes. */
export function beginsWithBoundary(body: Uint8Array, boundary: string): boolean {
  return new TextEncoder().encode(`--${boundary}`).every((byte, index) => byte === body[index]);
}

function validBoundary(boundary: string | undefined): string | undefined {
  if (boundary === undefined || boundary.length > MAX_BOUNDARY_CHARACTERS) return undefined;
  return BOUNDARY.test(boundary) ? boundary : undefined;
}
