import * as z from 'zod';
import {
  emptySchema,
  restoreSchema,
  trashQuery,
  type WireResult,
  type WireTrashed,
} from '../../src/dialects/v1/trash.ts';
import type { Operation } from '../description.ts';
import { problem, readProblems, writeProblems } from './problems.ts';
import { ABOUT_PAGES, actor, gallery, IDEMPOTENT, pageOf, success, time, urls } from './shared.ts';

const tag = 'Trash';

const trashed = z
  .strictObject({
    imageId: z.int(),
    productId: z.int(),
    deletedAt: time,
    goneAt: time.describe('From then on it can be gone for good.'),
    by: actor,
    gallery,
    alt: z.string(),
    fileName: z.string(),
    thumbHash: z.string().nullable().describe('A ThumbHash in base64, which shows what it was.'),
    color: z.string().nullable().describe('The dominant colour, `#rrggbb`.'),
    urls: urls.describe('The URLs that it has again once it is back.'),
  })
  .meta({ id: 'TrashedImage', description: 'A deleted image.' }) satisfies z.ZodType<WireTrashed>;

const restored = z.strictObject({
  results: z.array(
    z.strictObject({
      imageId: z.int(),
      productId: z.int().nullable(),
      status: z.int().describe('200, or that of the problem.'),
      problem: problem.exactOptional(),
    }) satisfies z.ZodType<WireResult>,
  ),
});

/** A status that tells either of the images, each with its result, or of the whole request. */
const resultsOr = (status: 422 | 503) => {
  const answers = writeProblems();
  const { description = '', exact = problem, headers = [] } = answers[status] ?? {};
  return {
    description: `None of the images came back, or ${description.replace(/^The/, 'the')}`,
    headers,
    body: z.union([restored, problem]),
    exact: z.union([restored, exact]),
    contentTypes: ['application/json', 'application/problem+json'],
  };
};

export const getTrash: Operation = {
  id: 'listTrash',
  tag,
  summary: 'List the trash',
  description: 'Lists the deleted images of the store or of one product, newest first.',
  query: {
    schema: trashQuery,
    about: { ...ABOUT_PAGES, product: { description: 'Only the images of this product, by its number or its GUID.' } },
  },
  answers: { 200: success('One page of the trash.', pageOf(trashed)), ...readProblems() },
};

export const restoreFromTrash: Operation = {
  id: 'restoreFromTrash',
  tag,
  summary: 'Bring images back',
  description:
    'Brings deleted images back to their products as they were, with their ids and URLs: one command for each product. Each image has a result, in the order of the request.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': restoreSchema } },
  answers: {
    200: success('What came of each image; at least one is back.', restored),
    ...writeProblems(),
    422: resultsOr(422),
    503: resultsOr(503),
  },
};

export const emptyTheTrash: Operation = {
  id: 'emptyTrash',
  tag,
  summary: 'Remove images for good',
  description:
    'Removes the images that are named, or else the oldest ones, 1000 at most, with the files that nothing else shows.',
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': emptySchema } },
  answers: {
    200: success(
      'How many are gone and how many are left.',
      z.strictObject({ emptied: z.int(), left: z.int() }),
      'Idempotency-Replayed',
    ),
    ...writeProblems(),
  },
};
