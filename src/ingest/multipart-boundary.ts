import { ContentType } from '@remix-run/headers/content-type';

/**
 * Characters of a boundary at most (RFC 2046, 5.1.1). Also our safety: the parser's search keeps its skips in single
 * bytes, so a search pattern of 256 characters would make it stand still for ever.
 */
const MAX_BOUNDARY_CHARACTERS = 70;

/** Printable ASCII without a space at the end: all of RFC 2046's boundary characters, and what clients use besides. */
const BOUNDARY = /^[!-~](?:[ -~]*[!-~])?$/;

const DASH = 0x2d;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** The boundary of a Content-Type, or undefined where it names none that can be used. */
export function boundaryFromContentType(contentType: string | undefined): string | undefined {
  // The parser knows the parameter in lower case only, though its name has no case (RFC 2045, 5.1).
  const header = contentType?.replace(/boundary(?=\s*=)/i, 'boundary');
  return validBoundary(ContentType.from(header ?? null).boundary);
}

/**
 * The boundary as the first line of the body shows it, for clients that send `multipart/form-data` without one
 * (BC-12); undefined where that line is no boundary.
 */
export function boundaryFromBody(body: Uint8Array): string | undefined {
  if (body[0] !== DASH || body[1] !== DASH) return undefined;
  const firstBytes = body.subarray(2, 2 + MAX_BOUNDARY_CHARACTERS + 2);
  const end = firstBytes.findIndex((byte) => byte === CARRIAGE_RETURN || byte === LINE_FEED);
  if (end === -1) return undefined;
  const line = String.fromCharCode(...firstBytes.subarray(0, end));
  return validBoundary(line.trimEnd());
}

/** The body from its first boundary on: some clients send an empty line before it, which the parser does not skip. */
export function withoutLeadingEmptyLines(body: Uint8Array): Uint8Array {
  const start = body.findIndex((byte) => byte !== CARRIAGE_RETURN && byte !== LINE_FEED);
  return start > 0 ? body.subarray(start) : body;
}

function validBoundary(boundary: string | undefined): string | undefined {
  if (boundary === undefined || boundary.length > MAX_BOUNDARY_CHARACTERS) return undefined;
  return BOUNDARY.test(boundary) ? boundary : undefined;
}
