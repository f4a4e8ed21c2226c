import { IMMUTABLE } from './responses.ts';

/**
 * How long the edge keeps an immutable picture before it asks again, in seconds: so long a deleted picture can be served
 * where purging the edge fails for good (docs/decisions/046).
 */
const EDGE_MAX_AGE_S = 24 * 60 * 60;

const EDGE_IMMUTABLE = `public, max-age=${EDGE_MAX_AGE_S}`;

/** Returns an answer as the edge cache is to keep it. */
export function toEdge(response: Response): Response {
  if (response.headers.get('Cache-Control') === IMMUTABLE) response.headers.set('Cache-Control', EDGE_IMMUTABLE);
  return response;
}

/** Returns an answer of the edge cache as clients are to keep it. */
export function fromEdge(answer: Response): Response {
  const response = new Response(answer.body, answer);
  if (response.headers.get('Cache-Control') === EDGE_IMMUTABLE) response.headers.set('Cache-Control', IMMUTABLE);
  return withoutTags(response);
}

/** Takes the tags off an answer: they concern the edge cache alone. */
export function withoutTags(response: Response): Response {
  response.headers.delete('Cache-Tag');
  return response;
}
