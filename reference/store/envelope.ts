import * as z from 'zod';
import { API_VERSION } from '../../src/dialects/store/envelope.ts';
import type { Answer, Answers } from '../description.ts';
import type { AnswerHeader, RequestHeader } from '../headers.ts';

const REQUEST_MEMBERS = {
  api_version: z.literal(API_VERSION),
  status_code: z.int(),
  timestamp: z.string().regex(/^\d{4}-\d\d-\d\dUTC\d\d:\d\d:\d\d$/),
};

const request = z.strictObject(REQUEST_MEMBERS).meta({ id: 'Request', description: 'How the request went.' });

const failure = z
  .strictObject({
    request: z.strictObject({
      ...REQUEST_MEMBERS,
      error: z.strictObject({
        type: z.enum(['authentication_error', 'permission_error', 'invalid_request_error', 'api_error']),
        code: z.string(),
        message: z.string(),
      }),
      errors: z
        .array(z.strictObject({ field: z.string(), message: z.string() }))
        .exactOptional()
        .describe('What is wrong, by field; the field of a row is `row.field`.'),
    }),
  })
  .meta({ id: 'Failure', description: 'What is wrong with a request.' });

/** A success, whose rows are beside `request`. */
export const success = (description: string, rows: z.ZodRawShape, ...headers: readonly AnswerHeader[]): Answer => ({
  description,
  body: z.strictObject({ request, ...rows }),
  headers,
});

/** What each status of a failure means. */
const MEANINGS: Readonly<Record<number, string>> = {
  400: 'Some fields are not valid.',
  401: 'The credentials or the signature are missing or not valid.',
  403: 'The public key does not allow this.',
  404: 'What the path names was not found.',
  405: 'The version is not supported.',
  406: 'The method is not supported.',
  409: 'A variant shows the image, or a request with this key is being processed.',
  412: 'The product has another version than `If-Match` names.',
  422: 'The `Idempotency-Key` was used for another request.',
  500: 'Something went wrong on our side.',
  503: 'The service is busy, in maintenance, or the quota of the store is used up.',
};

const HEADERS: Readonly<Record<number, readonly AnswerHeader[]>> = {
  401: ['WWW-Authenticate'],
  409: ['Retry-After'],
  503: ['Retry-After'],
};

/** The failures of these statuses. */
export const failures = (...statuses: readonly number[]): Answers =>
  Object.fromEntries(
    statuses.map((status) => {
      return [status, { description: MEANINGS[status] ?? '', body: failure, headers: HEADERS[status] ?? [] }];
    }),
  );

export const readFailures = (): Answers => failures(400, 401, 403, 404, 500, 503);
export const writeFailures = (): Answers => failures(400, 401, 403, 404, 409, 412, 422, 500, 503);

export const WRITE_HEADERS: readonly RequestHeader[] = ['Idempotency-Key', 'If-Match'];
export const IDEMPOTENT: readonly RequestHeader[] = ['Idempotency-Key'];
