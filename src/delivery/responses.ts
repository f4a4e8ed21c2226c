/** How long a 404 or 422 may be cached, in seconds. It is short, because the next upload may make the picture exist. */
const NOT_FOUND_MAX_AGE_S = 60;

/** The Cache-Control of URLs that change with the bytes: one year. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

const SAFETY_HEADERS = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** Returns the headers of every answer with a picture. */
export function pictureHeaders(contentType: string, etag: string, cacheControl: string): Headers {
  return new Headers({ 'Content-Type': contentType, ETag: etag, 'Cache-Control': cacheControl, ...SAFETY_HEADERS });
}

/** Returns an error in plain text, for the person who opened the URL. */
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

/** Returns the 404 for a picture that does not exist, or no longer in this revision. */
export const notFoundResponse = (): Response =>
  errorResponse(404, 'There is no such picture, or it has been replaced.');
