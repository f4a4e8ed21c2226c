import type { Json } from './description.ts';

interface Header {
  readonly description: string;
  readonly schema: Json;
}

const text = { type: 'string' };
const whole = { type: 'integer', minimum: 0 };

/** The headers of answers that a client may want to read. */
export const ANSWER_HEADERS = {
  ETag: {
    description: 'The version of what is shown, for `If-None-Match` on reads and `If-Match` on writes.',
    schema: text,
  },
  'Set-Cookie': { description: 'The cookie of the session.', schema: text },
  'Preference-Applied': { description: 'The preference of the request that was heeded.', schema: text },
  'Last-Modified': { description: 'When it was changed last; left out within a second of that.', schema: text },
  Location: { description: 'The URL of what was created.', schema: text },
  Allow: { description: 'The methods that the path has.', schema: text },
  Vary: { description: 'The request headers that the answer depends on.', schema: text },
  'WWW-Authenticate': { description: 'How to authenticate.', schema: text },
  'Retry-After': { description: 'When to try again: a number of seconds, or a date.', schema: text },
  'X-Retry-After': { description: 'The same number of seconds as `Retry-After`.', schema: whole },
  'Idempotency-Replayed': {
    description: '`true` where this is the answer to an earlier request with the same `Idempotency-Key`.',
    schema: { const: 'true' },
  },
  RateLimit: {
    description: 'How many requests are left, and in how many seconds the window ends: `"requests";r=149;t=30`.',
    schema: text,
  },
  'RateLimit-Policy': {
    description: 'The quota of the store and its window in seconds: `"requests";q=150;w=30`. Only of stores with one.',
    schema: text,
  },
  'X-Rate-Limit-Requests-Quota': {
    description: 'The requests of a window. Only of stores with a quota.',
    schema: whole,
  },
  'X-Rate-Limit-Requests-Left': { description: 'The requests that are left in the window.', schema: whole },
  'X-Rate-Limit-Time-Window-Ms': { description: 'The length of a window, in milliseconds.', schema: whole },
  'X-Rate-Limit-Time-Reset-Ms': { description: 'When the window ends, in milliseconds from now.', schema: whole },
  'X-RateLimit-Bucket-Filling': { description: 'How full the leaky bucket is, such as `3/200`.', schema: text },
  'X-Request-Id': { description: 'The id of the request, by which the operator finds it in the log.', schema: text },
} as const satisfies Readonly<Record<string, Header>>;

export type AnswerHeader = keyof typeof ANSWER_HEADERS;

/** The headers of requests, besides those of authentication; a preference stands behind the name of its header. */
export const REQUEST_HEADERS = {
  'Idempotency-Key': {
    description:
      'A key of your own for this request. Sent again within 24 hours, a request that was carried out is not carried out twice, and has its first answer again.',
    schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,255}$' },
  },
  'If-Match': {
    description: 'An ETag. The request is carried out on that version only, and is answered 412 on any other.',
    schema: text,
  },
  'Prefer: return=minimal': {
    description: '`return=minimal`: the answer has the version and no images (RFC 7240).',
    schema: text,
  },
  'Prefer: respond-async': {
    description: '`respond-async`: images of URLs and media are created by a job (RFC 7240).',
    schema: text,
  },
  'If-None-Match': {
    description: 'An ETag that you have. The answer is 304 without a body while it is current.',
    schema: text,
  },
  'If-Modified-Since': {
    description: 'A date. The answer is 304 without a body where nothing has changed since.',
    schema: text,
  },
} as const satisfies Readonly<Record<string, Header>>;

export type RequestHeader = keyof typeof REQUEST_HEADERS;
