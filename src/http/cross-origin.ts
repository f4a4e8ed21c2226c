/** Whose pages may read an answer in a browser: those of these origins, or all. */
export type Readers = 'all' | readonly string[];

/** How long a browser may keep what a preflight has allowed, in seconds. */
const MAX_AGE_SECONDS = 600;

const ALLOWED_METHODS = 'GET, HEAD, POST, PUT, PATCH, DELETE';

/** The headers that clients send, besides those that browsers let every page send. */
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'If-Match',
  'If-None-Match',
  'Idempotency-Key',
  'Prefer',
  'x-d1-bookmark',
].join(', ');

/** The headers of answers that pages may read, besides those that browsers let them read. */
const EXPOSED_HEADERS = [
  'ETag',
  'Location',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
  'X-Request-Id',
  'Idempotency-Replayed',
  'x-d1-bookmark',
].join(', ');

/** Returns whether a request is the question of a browser whether a page may send another one (Fetch, CORS preflight). */
export function isPreflight({ method, headers }: Request): boolean {
  return method === 'OPTIONS' && headers.has('Origin') && headers.has('Access-Control-Request-Method');
}

/** Returns the answer to a preflight of a page of `origin`: the same whatever the page is about to send. */
export function preflightResponse(origin: string, readers: Readers): Response {
  const headers = new Headers({
    Vary: 'Origin, Access-Control-Request-Method, Access-Control-Request-Headers',
  });
  const allowed = allowedOrigin(origin, readers);
  if (allowed !== undefined) {
    headers.set('Access-Control-Allow-Origin', allowed);
    headers.set('Access-Control-Allow-Methods', ALLOWED_METHODS);
    headers.set('Access-Control-Allow-Headers', ALLOWED_HEADERS);
    headers.set('Access-Control-Max-Age', String(MAX_AGE_SECONDS));
  }
  return new Response(null, { status: 204, headers });
}

/** Lets a page of `origin` read an answer, where it may. */
export function allowReading(answer: Headers, origin: string, readers: Readers): void {
  const allowed = allowedOrigin(origin, readers);
  if (allowed === undefined) return;
  answer.set('Access-Control-Allow-Origin', allowed);
  answer.set('Access-Control-Expose-Headers', EXPOSED_HEADERS);
}

function allowedOrigin(origin: string, readers: Readers): string | undefined {
  if (readers === 'all') return '*';
  return readers.includes(origin) ? origin : undefined;
}
