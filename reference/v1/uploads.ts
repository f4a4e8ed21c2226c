import * as z from 'zod';
import { altSchema } from '../../src/dialects/v1/alt.ts';
import { grantSchema } from '../../src/dialects/v1/upload-grants.ts';
import type { Answer, Operation } from '../description.ts';
import { openProblems, problem, writeProblems } from './problems.ts';
import { results } from './create-images.ts';
import { IDEMPOTENT, success, time } from './shared.ts';

const tag = 'Uploads';

export const createUploadGrant: Operation = {
  id: 'createUploadUrl',
  tag,
  summary: 'Make an upload URL',
  description:
    'Makes a URL that takes a few files for one product without a token, for ten minutes at most: for uploads from a browser.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': grantSchema } },
  answers: {
    201: success('The URL.', z.strictObject({ uploadUrl: z.url(), expiresAt: time }), 'Idempotency-Replayed'),
    ...writeProblems('product-not-found', 'too-many-uploads'),
  },
};

const PROBLEMS = openProblems(
  'upload-not-found',
  'quota-exceeded',
  'parameters-invalid',
  'key-invalid',
  'key-reused',
  'in-maintenance',
  'busy',
  'overloaded',
  'operation-in-progress',
  'version-mismatch',
  'body-malformed',
  'body-mistaken',
  'body-too-large',
  'body-invalid',
  'image-missing',
  'file-misnamed',
  'image-not-found',
  'product-full',
  'product-texts-full',
);

/** A file that is refused is told as its result, and all else as a problem of the request. */
const REFUSED: Answer = {
  description: `The result of a file that is no picture, or too large; or ${PROBLEMS[422]?.description.replace(/^The/, 'the') ?? ''}`,
  body: z.union([results, problem]),
  exact: z.union([results, PROBLEMS[422]?.exact ?? problem]),
  contentTypes: ['application/json', 'application/problem+json'],
};

export const uploadFile: Operation = {
  id: 'uploadFile',
  tag,
  summary: 'Upload a file',
  description: 'Stores one file as the last image of the product. The URL takes the place of a token.',
  headers: ['Idempotency-Key'],
  isOpen: true,
  body: {
    contents: {
      'multipart/form-data': z.strictObject({ file: z.file().describe('The picture.'), alt: z.optional(altSchema) }),
    },
  },
  answers: {
    200: success('The image that was created.', results, 'ETag', 'Idempotency-Replayed'),
    ...PROBLEMS,
    422: REFUSED,
  },
};
