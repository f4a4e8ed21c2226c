import { decodeBase64InPlace } from '../../ingest/base64.ts';
import { findStringMember, type ByteRange } from '../../ingest/json-member.ts';
import { describeMistakenBody } from '../../ingest/mistaken-body.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { MAX_JSON_BYTES, parseStoreBody, type StoreBody } from './body.ts';
import type { StoreFault } from './faults.ts';

/** The largest picture of the library, in bytes once decoded (ST-22). */
export const MAX_MEDIA_BYTES = 5 * 1024 * 1024;

/**
 * The longest body of an upload, in bytes. Base64 adds a third, and PHP's `\/` and line ends a tenth more, so a picture
 * of 5 MB fits.
 */
export const MAX_MEDIA_BODY_BYTES = 8 * 1024 * 1024;

/** More bytes than any signed value has in the longest escapes: the fingerprint does not cover longer files. */
const MAX_SIGNED_TEXT_BYTES = 6 * 1024;

/** A body with the file in it. */
export interface MediaBody extends StoreBody {
  readonly bytes: Uint8Array | undefined;
}

/**
 * Reads the body of an upload. The file is decoded in place, and the body without it is parsed as JSON. `bytes` is
 * undefined when there is no `media_data`. Faults: fields-invalid, body-not-json, body-mistaken, body-too-large for the
 * body without the file.
 */
export function parseMediaBody(body: Uint8Array): Result<MediaBody, StoreFault> {
  const span = findStringMember(body, 'media_data');
  if (span === undefined) {
    const small = parseWithoutFile(body);
    return small.ok ? ok({ ...small.value, bytes: undefined }) : small;
  }
  const rest = parseWithoutFile(withoutRange(body, span));
  if (!rest.ok) return rest;
  const { signing, fields } = rest.value;
  if (!('media_data' in fields) || fields.media_data !== '') return fail(INVALID_MEDIA_DATA);
  const isSignable = span.end - span.start <= MAX_SIGNED_TEXT_BYTES;
  const text = isSignable ? unescapeText(body.subarray(span.start, span.end)) : undefined;
  const bytes = decodeBase64InPlace(withoutDataUrlPrefix(body.subarray(span.start, span.end)));
  if (bytes === undefined) return fail(INVALID_MEDIA_DATA);
  const { media_data: _emptied, ...others } = fields;
  return ok({ signing, fields: text === undefined ? others : { ...others, media_data: text }, bytes });
}

/** The longest prefix that is looked for, in bytes: no media type is longer. */
const MAX_PREFIX_BYTES = 200;

/** Returns the text without a leading `data:…;base64,`, whose media type says nothing: the bytes decide (ST-22). */
function withoutDataUrlPrefix(escaped: Uint8Array): Uint8Array {
  const beginning = String.fromCharCode(...escaped.subarray(0, MAX_PREFIX_BYTES));
  const [prefix = ''] = /^data:[^,]*;base64,/i.exec(beginning) ?? [];
  return escaped.subarray(prefix.length);
}

const INVALID_MEDIA_DATA: StoreFault = {
  kind: 'fields-invalid',
  fields: { media_data: 'media_data must be a file in base64, once' },
};

function parseWithoutFile(bytes: Uint8Array): Result<StoreBody, StoreFault> {
  // A picture in place of JSON is no JSON that is too large.
  const found = describeMistakenBody(bytes);
  if (found !== undefined) return fail({ kind: 'body-mistaken', found });
  return bytes.byteLength > MAX_JSON_BYTES
    ? fail({ kind: 'body-too-large', maxBytes: MAX_JSON_BYTES })
    : parseStoreBody(bytes);
}

/** Returns a copy of the body without the bytes of a range. The quotes around a string stay. */
function withoutRange(body: Uint8Array, { start, end }: ByteRange): Uint8Array {
  const rest = new Uint8Array(body.length - (end - start));
  rest.set(body.subarray(0, start));
  rest.set(body.subarray(end), start);
  return rest;
}

/** Returns the text of an escaped JSON string, or undefined when it is not valid. */
function unescapeText(escaped: Uint8Array): string | undefined {
  try {
    const text: unknown = JSON.parse(`"${new TextDecoder().decode(escaped)}"`);
    return typeof text === 'string' ? text : undefined;
  } catch {
    return undefined;
  }
}
