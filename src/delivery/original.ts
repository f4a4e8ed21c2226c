import { Range } from '@remix-run/headers/range';
import { IfRange } from '@remix-run/headers/if-range';
import { FORMATS } from '../model/picture.ts';
import { matchesIfNoneMatch } from '../platform/entity-tag.ts';
import { boundedHeader } from '../platform/header-text.ts';
import type { Bucket } from '../platform/bucket.ts';
import { contentDisposition } from './content-disposition.ts';
import type { PictureIndex, StoredPicture } from './ports.ts';
import type { PicturePath } from './picture-path.ts';
import { type AnswerHeaders, errorResponse, notFoundResponse, pictureHeaders } from './responses.ts';

/**
 * Serves an original as it was uploaded, whole or one range of it, with headers that stop browsers from executing it.
 * Returns 404 when the picture is not current, and 416 when the range is beyond its end.
 */
export async function serveOriginal(
  deps: { readonly bucket: Bucket; readonly index: PictureIndex },
  path: PicturePath,
  request: Headers,
): Promise<Response> {
  const picture = await deps.index.find(path);
  if (picture === undefined) return notFoundResponse();
  const etag = originalEtag(picture);
  const headers = originalHeaders(picture, etag);
  if (matchesIfNoneMatch(request.get('If-None-Match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const range = requestedRange(request, picture.byteCount, etag);
  if (range === 'unsatisfiable') {
    return errorResponse(416, 'The original has no such bytes.', { 'Content-Range': `bytes */${picture.byteCount}` });
  }
  const object = await deps.bucket.get(picture.originalKey, range === undefined ? {} : { range });
  if (object === null || !('body' in object)) return notFoundResponse();
  const length = { 'Content-Length': String(range?.length ?? picture.byteCount) };
  if (range === undefined) return new Response(object.body, { headers: { ...headers, ...length } });
  const contentRange = `bytes ${range.offset}-${range.offset + range.length - 1}/${picture.byteCount}`;
  return new Response(object.body, { status: 206, headers: { ...headers, ...length, 'Content-Range': contentRange } });
}

/**
 * Returns the ETag of an original. A key is never used for other bytes, so its last segment identifies them as well as
 * a hash.
 */
const originalEtag = (picture: StoredPicture): string =>
  `"${picture.originalKey.slice(picture.originalKey.lastIndexOf('/') + 1)}"`;

const originalHeaders = (picture: StoredPicture, etag: string): AnswerHeaders => ({
  ...pictureHeaders(FORMATS[picture.format].contentType, etag, 'private, no-cache'),
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Accept-Ranges': 'bytes',
  'Content-Disposition': contentDisposition('attachment', picture.originalName, undefined),
});

/**
 * Returns the requested byte range, or 'unsatisfiable' when it is beyond the end. Returns undefined when the whole
 * original is to be sent: without a Range header, for several ranges, for another unit, and for an outdated If-Range
 * (RFC 9110, 14.2).
 */
function requestedRange(
  request: Headers,
  byteCount: number,
  etag: string,
): { readonly offset: number; readonly length: number } | 'unsatisfiable' | undefined {
  const header = boundedHeader(request.get('Range'));
  if (header === undefined) return undefined;
  const ifRange = boundedHeader(request.get('If-Range'));
  if (ifRange !== undefined && !IfRange.from(ifRange).matches({ etag })) return undefined;
  const range = Range.from(header);
  if (range.unit !== 'bytes' || range.ranges.length !== 1) return undefined;
  if (!range.canSatisfy(byteCount)) return 'unsatisfiable';
  const [part] = range.normalize(byteCount);
  // The last 0 bytes are a range that ends before it begins: nothing can be sent for it.
  return part === undefined || part.end < part.start
    ? 'unsatisfiable'
    : { offset: part.start, length: part.end - part.start + 1 };
}
