import * as z from 'zod';
import type { ObjectError } from '../../src/dialects/bigcommerce/object-error.ts';
import type { Answer, Answers } from '../description.ts';
import type { AnswerHeader, RequestHeader } from '../headers.ts';

/** The error of V3, which V2 has for access errors under `/stores/…` as well. */
export const objectError = z
  .strictObject({
    status: z.int().describe('The HTTP status.'),
    code: z.int().exactOptional().describe('BigCommerce’s own number of the error, where it has one.'),
    title: z.string(),
    type: z.url(),
    errors: z.record(z.string(), z.string()).describe('What is wrong, by field.'),
  })
  .meta({ id: 'Error', description: 'What is wrong with a request.' }) satisfies z.ZodType<
  Pick<ObjectError, 'title' | 'errors'>
>;

/** The quota's headers of answers to known callers. */
export const QUOTA_HEADERS: readonly AnswerHeader[] = [
  'X-Rate-Limit-Requests-Quota',
  'X-Rate-Limit-Requests-Left',
  'X-Rate-Limit-Time-Window-Ms',
  'X-Rate-Limit-Time-Reset-Ms',
];

/** What each status of an error means, in both versions. */
const MEANINGS: Readonly<Record<number, { readonly description: string; readonly headers?: readonly AnswerHeader[] }>> =
  {
    400: { description: 'The request is not valid, or its picture could not be fetched.' },
    401: { description: 'The token is missing or not valid.' },
    403: { description: 'The token does not allow this.' },
    404: { description: 'The product, the image or the path was not found.' },
    409: {
      description: 'A variant shows the image, or a request with this key is being processed.',
      headers: ['Retry-After'],
    },
    412: { description: 'The product has another version than `If-Match` names.' },
    413: { description: 'The body, or the page that was asked for, is too large.' },
    422: { description: 'A value is not valid, or the product may not have more.' },
    429: {
      description: 'The request quota of the store is used up.',
      headers: ['Retry-After', 'X-Retry-After', ...QUOTA_HEADERS],
    },
    500: { description: 'Something went wrong on our side.' },
    503: { description: 'The service is busy, or in maintenance.', headers: ['Retry-After'] },
  };

/** The statuses that every request can be answered. */
export const OF_ALL = [401, 403, 404, 429, 500] as const;

/** The statuses that a write can be answered besides. */
export const OF_WRITES = [409, 412, 422, 503] as const;

/** Returns the answers of errors in the form of `toBody`. */
export function errorAnswers(
  statuses: readonly number[],
  toForm: (status: number) => Pick<Answer, 'body'> & Partial<Pick<Answer, 'contentTypes' | 'headers'>>,
): Answers {
  return Object.fromEntries(
    statuses.map((status) => {
      const { description = '', headers = [] } = MEANINGS[status] ?? {};
      const form = toForm(status);
      return [status, { description, ...form, headers: [...headers, ...(form.headers ?? [])] }];
    }),
  );
}

export const WRITE_HEADERS: readonly RequestHeader[] = ['Idempotency-Key', 'If-Match'];
