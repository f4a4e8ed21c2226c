import * as z from 'zod';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { sizesSchema, type WireSize } from '../../src/dialects/v1/sizes.ts';
import type { Operation } from '../description.ts';
import { readProblems, writeProblems } from './problems.ts';
import { CONDITIONAL_READ, CONDITIONAL_WRITE, NOT_MODIFIED, success } from './shared.ts';

const tag = 'Sizes';

const size = z
  .strictObject({
    name: z.string(),
    width: z.int(),
    height: z.int(),
    fit: z.enum(['contain', 'cover', 'pad']),
    background: z.string().exactOptional().describe('Of `pad` alone, `#rrggbb`.'),
    retired: z.literal(true).exactOptional().describe('The store offers it no more, and its URLs go on.'),
  })
  .meta({ id: 'Size', description: 'A size that pictures are shown in.' }) satisfies z.ZodType<WireSize>;

const sizes = z.strictObject({ sizes: z.array(size) });

export const getSizes: Operation = {
  id: 'getSizes',
  tag,
  summary: 'List the sizes of the store',
  description:
    'Lists the four sizes that the other APIs know, the store’s own in their order, and those that it has offered earlier.',
  query: { schema: NO_PARAMETERS, about: {} },
  headers: CONDITIONAL_READ,
  answers: { 200: success('The sizes.', sizes, 'ETag'), 304: NOT_MODIFIED, ...readProblems() },
};

export const putSizes: Operation = {
  id: 'setSizes',
  tag,
  summary: 'Set the sizes of the store',
  description:
    'Sets all sizes of the store’s own, and those of the four that are named. Retired ones mean nothing. A size that was once offered is served for ever. This takes the scope `admin`.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': sizesSchema } },
  answers: {
    200: success('The sizes as they are now.', sizes, 'ETag', 'Idempotency-Replayed'),
    ...writeProblems('too-many-sizes', 'settings-changed'),
  },
};
