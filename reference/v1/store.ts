import * as z from 'zod';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { updateStoreSchema, type WireStore } from '../../src/dialects/v1/store.ts';
import type { Operation } from '../description.ts';
import { readProblems, writeProblems } from './problems.ts';
import { CONDITIONAL_WRITE, success, time } from './shared.ts';

const tag = 'Store';

const qualities = z.strictObject({ avif: z.int(), jpeg: z.int(), webp: z.int() });
const usage = z.strictObject({
  products: z.int(),
  images: z.int().describe('Of all galleries.'),
  media: z.int(),
  bytes: z.int().describe('Of originals; equal ones count once.'),
  requests: z.int().describe('Of this month in UTC, by callers who were let in.'),
  renditions: z.int().describe('Pictures that were made this month in UTC, placeholders included.'),
  countedAt: time.describe('When products, images, media and bytes were counted.'),
});

const store = z
  .strictObject({
    hash: z.string().describe('The name of the store in URLs, which never changes.'),
    name: z.string(),
    languages: z.array(z.string()).describe('The languages of its texts, as BCP 47 tags; the first is the default.'),
    origins: z.array(z.string()).describe('The web origins whose pages may read answers of this API.'),
    trashDays: z.int().describe('For how many days deleted images can come back.'),
    historyDays: z.int().describe('For how many days history, undo and events reach back.'),
    placeholderMediaId: z.int().nullable().describe('The media that is shown in place of missing pictures.'),
    registeredProductsOnly: z.boolean().describe('Whether products that were never registered are 404.'),
    publicOriginals: z.boolean().describe('Whether everybody gets originals by the numbers of their images.'),
    quality: z.strictObject({
      regular: qualities.describe('Of pictures.'),
      small: qualities.describe('Of small ones.'),
      smallUpToPx: z.int().describe('Sizes of at most so many pixels on both sides are small.'),
    }),
    signing: z
      .enum(['off', 'accepted', 'required'])
      .describe('Whether calls of the Store API are signed. Set by the operator.'),
    requestQuota: z
      .strictObject({ requests: z.int(), windowSeconds: z.number() })
      .nullable()
      .describe('How many requests the store may send in a window. Set by the operator.'),
    usage,
  })
  .meta({ id: 'Store', description: 'The settings of a store, and what it uses.' }) satisfies z.ZodType<WireStore>;

export const getStore: Operation = {
  id: 'getStore',
  tag,
  summary: 'Get the settings and the use of the store',
  description: 'Returns the settings of the store, and what it uses.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: { 200: success('The store.', store, 'ETag'), ...readProblems() },
};

export const updateStore: Operation = {
  id: 'updateStore',
  tag,
  summary: 'Change settings',
  description: 'Changes the settings that are named. This takes the scope `admin`.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': updateStoreSchema } },
  answers: {
    200: success('The store as it is now.', store, 'ETag', 'Idempotency-Replayed'),
    ...writeProblems('settings-changed'),
  },
};
