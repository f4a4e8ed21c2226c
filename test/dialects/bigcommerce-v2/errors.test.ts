import { expect, it } from 'vitest';
import { toWireErrors } from '../../../src/dialects/bigcommerce-v2/errors.ts';

it.each([
  [
    { kind: 'operation-in-progress', retryAfterSeconds: 1 },
    409,
    'A request with this Idempotency-Key is still being processed.',
  ],
  [{ kind: 'busy', retryAfterSeconds: 2 }, 503, 'The service is busy, try again shortly.'],
  [{ kind: 'overloaded', retryAfterSeconds: 3 }, 503, 'The service is busy, try again shortly.'],
  [
    { kind: 'quota-exceeded', retryAfterSeconds: 4 },
    429,
    'The request quota of this store is used up, try again later.',
  ],
] as const)('%o says when to come back', (fault, status, message) => {
  const { retryAfterSeconds } = fault;
  expect(toWireErrors(fault)).toEqual({ status, entries: [{ status, message }], retryAfterSeconds });
});

it('a file and a URL at once are refused [BC2-17]', () => {
  expect(toWireErrors({ kind: 'image-ambiguous' }).entries).toEqual([
    {
      status: 400,
      message: "The field 'image_file' is invalid.",
      details: { invalid_reason: 'Send a file, or a URL or path, not both.' },
    },
  ]);
});
