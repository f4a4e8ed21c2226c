import * as z from 'zod';
import { updateProductSchema } from '../../src/dialects/shoptet/body-schemas.ts';
import type { Operation } from '../description.ts';
import { NOT_MODIFIED, readFailures, success, WRITE_HEADERS, writeFailures } from './envelope.ts';
import { eshop, product } from './schemas.ts';

const including = (section: string) => ({
  schema: z.object({ include: z.string().optional() }),
  about: {
    include: {
      description: `Sections to show besides, separated by commas. There is \`${section}\`.`,
      schema: { type: 'string', examples: [section] },
    },
  },
});

export const getProduct: Operation = {
  id: 'getProduct',
  tag: 'Products',
  summary: 'Get a product',
  description: 'Returns the variants of a product with the images that they refer to.',
  query: including('images'),
  headers: ['If-None-Match'],
  answers: { 200: success('The product.', product, 'ETag'), 304: NOT_MODIFIED, ...readFailures() },
};

export const updateProduct: Operation = {
  id: 'updateProduct',
  tag: 'Products',
  summary: 'Set the images of variants',
  description: 'Sets which images variants refer to. Names that the product does not have are told in `errors`.',
  query: including('images'),
  headers: WRITE_HEADERS,
  body: { contents: { 'application/json': updateProductSchema } },
  answers: { 200: success('The product as it is now.', product, 'Idempotency-Replayed'), ...writeFailures() },
};

export const getEshop: Operation = {
  id: 'getEshop',
  tag: 'Products',
  summary: 'Get the e-shop',
  description: 'Returns the sizes of pictures, and what their URLs begin with.',
  query: including('imageCuts'),
  answers: { 200: success('The e-shop.', eshop), ...readFailures() },
};
