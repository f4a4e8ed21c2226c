import * as z from 'zod';
import type { WireError } from '../../src/dialects/shoptet/envelope.ts';
import type { Answer, Answers } from '../description.ts';
import type { AnswerHeader, RequestHeader } from '../headers.ts';

/** A date such as `2018-05-29T09:02:27+0000`. */
export const date = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/);

const error = z
  .strictObject({
    errorCode: z.string(),
    message: z.string(),
    instance: z.string().describe('What it is about: a path in the body, a name, or an id.'),
  })
  .meta({ id: 'Error', description: 'One thing that is wrong.' }) satisfies z.ZodType<WireError>;

const metadata = z.strictObject({ requestId: z.string() }).meta({ id: 'Metadata' });

/** The envelope of every answer. */
const envelope = (data: z.ZodType) =>
  z.strictObject({
    data,
    errors: z.array(error).nullable().describe('What could not be done, beside what was; null where there is nothing.'),
    metadata,
  });

const failure = z
  .strictObject({ data: z.null(), errors: z.array(error).min(1), metadata })
  .meta({ id: 'Failure', description: 'What is wrong with a request.' });

const BUCKET: readonly AnswerHeader[] = ['X-RateLimit-Bucket-Filling'];

/** A success with data in the envelope. */
export const success = (description: string, data: z.ZodType, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  body: envelope(data),
  headers: [...headers, ...BUCKET],
});

export const NOT_MODIFIED: Answer = { description: 'It is as you have it.', headers: ['ETag', ...BUCKET] };

/** What each status of a failure means. */
const MEANINGS: Readonly<Record<number, string>> = {
  401: 'The token is missing or not valid.',
  403: 'The token has no rights for this, or a webhook is needed first.',
  404: 'The endpoint or what the path names was not found.',
  409: 'A variant refers to the image, or a request with this key is being processed.',
  412: 'The product has another version than `If-Match` names.',
  413: 'The body is too large.',
  422: 'A value of the request is not valid.',
  423: 'Another write to the same URL is being processed. Send it again.',
  429: 'The bucket of requests is full, the quota is used up, or too many jobs are waiting.',
  500: 'Something went wrong on our side.',
  503: 'The service is busy, in maintenance, or cannot sign webhooks.',
};

const WITH_RETRY: ReadonlySet<number> = new Set([409, 429, 503]);

/** The statuses that every request with a token can be answered. */
const OF_ALL = [401, 403, 404, 429, 500] as const;

/** The failures of these statuses. */
export const failures = (...statuses: readonly number[]): Answers =>
  Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: MEANINGS[status] ?? '',
        body: failure,
        headers: [...(WITH_RETRY.has(status) ? (['Retry-After'] as const) : []), ...BUCKET],
      },
    ]),
  );

/** The failures of a read, and those of further statuses. */
export const readFailures = (...more: readonly number[]): Answers => failures(...OF_ALL, ...more);

/** The failures of a write. */
export const writeFailures = (): Answers => failures(...OF_ALL, 409, 412, 413, 422, 423, 503);

export const WRITE_HEADERS: readonly RequestHeader[] = ['Idempotency-Key', 'If-Match'];
export const IDEMPOTENT: readonly RequestHeader[] = ['Idempotency-Key'];
