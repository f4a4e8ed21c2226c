import * as z from 'zod';
import { newImagesSchema, plansSchema } from '../../src/dialects/v1/new-image-body.ts';
import type { Answer, Operation } from '../description.ts';
import { OF_FILES, problem, productProblems } from './problems.ts';
import { image } from './product-schema.ts';
import { CONDITIONAL_WRITE, success } from './shared.ts';

/** What came of each image of a request. */
export const results = z.strictObject({
  version: z.int().describe('The version of the product.'),
  results: z
    .array(
      z.union([
        z.strictObject({ status: z.literal(201), image }),
        z.strictObject({ status: z.int().describe('That of the problem.'), problem }),
      ]),
    )
    .describe('One for each image, in the order of the request.'),
});

const PROBLEMS = productProblems(
  'image-missing',
  'file-misnamed',
  'product-full',
  'product-texts-full',
  'job-limit-reached',
  'image-not-found',
);

/** What each file can be refused for is a result; all else is a problem of the request. */
const refusedOr = (status: 422 | 503): Answer => ({
  ...PROBLEMS[status],
  description: `The results where nothing could be stored; or ${PROBLEMS[status]?.description.replace(/^The/, 'the') ?? ''}`,
  body: z.union([results, problem]),
  exact: z.union([results, PROBLEMS[status]?.exact ?? problem]),
  contentTypes: ['application/json', 'application/problem+json'],
});

export const createImages: Operation = {
  id: 'createImages',
  tag: 'Images',
  summary: 'Create images',
  description: `Creates up to 100 images from files, from URLs, or from media of the library. What is good is stored in one command; an image whose picture is bad does not keep the others from being created, and has the problem as its result, such as ${OF_FILES.slice(
    2,
    5,
  )
    .map((word) => `\`${word}\``)
    .join(', ')}. Positions count from 0; an image without one goes to the end. More than 20 URLs become a job.`,
  headers: [...CONDITIONAL_WRITE, 'Prefer: respond-async'],
  body: {
    contents: {
      'application/json': newImagesSchema,
      'multipart/form-data': z.strictObject({
        file: z.array(z.file()).describe('The pictures, each a part with this name.'),
        images: z.optional(plansSchema).describe('JSON: what is said of the images, one for each file.'),
      }),
    },
  },
  answers: {
    200: success('What came of each image.', results, 'ETag', 'Idempotency-Replayed'),
    202: success(
      'The images are created by a job.',
      z.strictObject({ jobId: z.string() }),
      'Location',
      'Preference-Applied',
      'Idempotency-Replayed',
    ),
    ...PROBLEMS,
    422: refusedOr(422),
    503: refusedOr(503),
  },
};
