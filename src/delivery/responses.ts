/** How long a 404 may be kept, seconds: only briefly, since the next upload may make the picture exist. */
const NOT_FOUND_MAX_AGE_S = 60;

/** A year: the URL changes with the bytes. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

const SAFETY_HEADERS = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** Headers of every answer with picture bytes. */
export function pictureHeaders(contentType: string, etag: string, cacheControl: string): Headers {
  return new Headers({ 'Content-Type': contentType, ETag: etag, 'Cache-Control': cacheControl, ...SAFETY_HEADERS });
}

/** A refusal, in plain text for the person who follows the URL. */
export function errorResponse(
  status: 403 | 404 | 405 | 416 | 422 | 503,
  text: string,
  headers: HeadersInit = {},
): Response {
  const cacheControl = status === 404 || status === 422 ? `public, max-age=${NOT_FOUND_MAX_AGE_S}` : 'no-store';
  const all = new Headers({
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': cacheControl,
    ...SAFETY_HEADERS,
  });
  new Headers(headers).forEach((value, name) => all.set(name, value));
  return new Response(`${text}\n`, { status, headers: all });
}

/** No such image, or no longer this revision of it. */
export const notFoundResponse = (): Response =>
  errorResponse(404, 'There is no such picture, or it has been replaced.');
