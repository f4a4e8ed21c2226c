import * as z from 'zod';
import { type WireEntry, historyQuery } from '../../src/dialects/v1/history.ts';
import { productsQuery } from '../../src/dialects/v1/list-products.ts';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { undoSchema } from '../../src/dialects/v1/undo.ts';
import type { Operation } from '../description.ts';
import { productProblems, readProblems } from './problems.ts';
import { listedProduct, wholeProduct } from './product-schema.ts';
import {
  ABOUT_PAGES,
  actor,
  CONDITIONAL_READ,
  CONDITIONAL_WRITE,
  NOT_MODIFIED,
  pageOf,
  success,
  time,
} from './shared.ts';

const tag = 'Products';

const entry = z
  .strictObject({
    version: z.int().describe('The version of the product after it.'),
    seq: z.int().describe('Its number in the journal of the store.'),
    at: time,
    by: actor,
    api: z.string().nullable().describe('The API that it came through; null for the operator.'),
    kind: z.string(),
    summary: z.string().describe('What has changed, in a few words and numbers.'),
    canUndo: z.boolean().describe('Whether the product can go back to the version before it.'),
  })
  .meta({
    id: 'HistoryEntry',
    description: 'What was done to a product by one command.',
  }) satisfies z.ZodType<WireEntry>;

export const listProducts: Operation = {
  id: 'listProducts',
  tag,
  summary: 'List products',
  description:
    'Lists the products that were written to or registered. With a filter a page looks at a bounded number of products, so that it can have few items or none, and yet a `next`.',
  query: {
    schema: productsQuery,
    about: {
      ...ABOUT_PAGES,
      search: {
        description:
          'A number or a GUID names the product. Other text is looked for in file names and in texts of images.',
      },
      problem: { description: 'Only products with this problem in gallery `shop`.' },
      missingAlt: { description: 'Only products with an image that has no text in this language of the store.' },
      order: { description: 'By number, or the last changed first.' },
    },
  },
  answers: { 200: success('One page of the products.', pageOf(listedProduct)), ...readProblems() },
};

export const getProduct: Operation = {
  id: 'getProduct',
  tag,
  summary: 'Get a product',
  description:
    'Returns a product with every image of its galleries and the pictures of its variants. A product that was never seen has no images and version 0.',
  query: { schema: NO_PARAMETERS, about: {} },
  headers: CONDITIONAL_READ,
  answers: {
    200: success('The product.', wholeProduct, 'ETag'),
    304: NOT_MODIFIED,
    ...readProblems('product-not-found'),
  },
};

export const getHistory: Operation = {
  id: 'listProductHistory',
  tag,
  summary: 'List what was done to a product',
  description:
    'Lists the commands that changed the product, newest first, whichever API they came through. Entries are kept for 30 days, or as many as the setting `historyDays` says.',
  query: { schema: historyQuery, about: ABOUT_PAGES },
  headers: CONDITIONAL_READ,
  answers: {
    200: success('One page of the history.', pageOf(entry), 'ETag'),
    304: NOT_MODIFIED,
    ...readProblems('product-not-found'),
  },
};

export const undo: Operation = {
  id: 'undoProduct',
  tag,
  summary: 'Take a product back to an earlier version',
  description:
    'Brings back the order, texts, main image, files, variants and deleted images of a version, all of them or nothing. Images get back the ids and URLs that they had. This is a change of its own, and can itself be undone.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': undoSchema } },
  answers: {
    200: success('The product as it is now.', wholeProduct, 'ETag', 'Idempotency-Replayed'),
    ...productProblems('past-lost', 'product-full', 'product-texts-full'),
  },
};
