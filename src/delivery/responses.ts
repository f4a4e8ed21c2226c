/** How long a 404 may be kept, seconds: only briefly, since the next upload may make the picture exist. */
const MISSING_MAX_AGE_S = 60;

/** A year: the URL changes with the bytes. */
export const IMMUTABLE = 'public, max-age=31536000, immutable';

const INERT = { 'X-Content-Type-Options': 'nosniff', 'Cross-Origin-Resource-Policy': 'cross-origin' };

/** Headers of every answer with picture bytes. */
export function pictureHeaders(contentType: string, etag: string, cacheControl: string): Headers {
  return new Headers({ 'Content-Type': contentType, ETag: etag, 'Cache-Control': cacheControl, ...INERT });
}

/** A refusal, in plain text for the person who follows the URL. */
export function refusal(status: 403 | 404 | 405 | 416 | 422 | 503, text: string, headers: HeadersInit = {}): Response {
  const cacheControl = status === 404 || status === 422 ? `public, max-age=${MISSING_MAX_AGE_S}` : 'no-store';
  const all = new Headers({ 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': cacheControl, ...INERT });
  new Headers(headers).forEach((value, name) => all.set(name, value));
  return new Response(`${text}\n`, { status, headers: all });
}

/** No such image, or no longer this revision of it. */
export const notFound = (): Response => refusal(404, 'There is no such picture, or it has been replaced.');
