import * as z from 'zod';
import { jsonSchema, textSchema } from '../../src/dialects/bigcommerce-v2/image-body.ts';
import type { Contents, Operation, Parameter } from '../description.ts';
import { OF_ALL, OF_WRITES, QUOTA_HEADERS, WRITE_HEADERS } from '../bigcommerce/errors.ts';
import { errors, image, images, success } from './schemas.ts';

const tag = 'Product images';

/** The parameters of a page, which the dialect reads without a schema of the whole query. */
const pageQuery = z.object({ page: z.string().optional(), limit: z.string().optional() });
const ABOUT_PAGES: Readonly<Record<'page' | 'limit', Parameter>> = {
  page: { description: 'The page, counted from 1.', schema: { type: 'integer', minimum: 1 } },
  limit: {
    description: 'How many images a page has, 50 unless it is given.',
    schema: { type: 'integer', minimum: 1, maximum: 250 },
  },
};

const IMAGE_BODY: Contents = {
  'application/json': z.object({ ...jsonSchema.shape, description: z.nullable(jsonSchema.shape.description) }),
  'application/xml': z.object(textSchema.shape).meta({ xml: { name: 'image' } }),
  'multipart/form-data': z.object({ ...textSchema.shape, image_file: z.file().optional().describe('The picture.') }),
};

const CONDITIONAL_READ = ['If-None-Match', 'If-Modified-Since'] as const;
const VALIDATORS = ['ETag', 'Last-Modified'] as const;
export const NOT_MODIFIED = {
  description: 'It is as you have it.',
  headers: [...VALIDATORS, 'Vary', ...QUOTA_HEADERS],
} as const;

export const listImages: Operation = {
  id: 'getProductImages',
  tag,
  summary: 'List product images',
  description: 'Returns one page of the images of a product, in display order.',
  query: { schema: pageQuery, about: ABOUT_PAGES },
  headers: CONDITIONAL_READ,
  answers: {
    200: success('One page of images.', images, ...VALIDATORS),
    204: { description: 'The page is empty.', headers: [...VALIDATORS, ...QUOTA_HEADERS] },
    304: NOT_MODIFIED,
    ...errors(400, ...OF_ALL, 413),
  },
};

export const createImage: Operation = {
  id: 'createProductImage',
  tag,
  summary: 'Create a product image',
  description:
    'Adds an image, from a file in the form field `image_file`, or from its text: a URL, or a path in the import folder of the store.',
  headers: WRITE_HEADERS,
  body: { contents: IMAGE_BODY },
  answers: {
    201: success('The image.', image, 'Location', 'Last-Modified', 'Idempotency-Replayed'),
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};

export const deleteImages: Operation = {
  id: 'deleteProductImages',
  tag,
  summary: 'Delete the images of a product',
  description: 'Deletes the page that the query names, or all images of the product where it names none.',
  query: { schema: pageQuery, about: ABOUT_PAGES },
  headers: WRITE_HEADERS,
  answers: {
    204: { description: 'They are deleted.', headers: ['Idempotency-Replayed', ...QUOTA_HEADERS] },
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};

export const getImage: Operation = {
  id: 'getProductImage',
  tag,
  summary: 'Get a product image',
  description: 'Returns one image.',
  headers: CONDITIONAL_READ,
  answers: { 200: success('The image.', image, ...VALIDATORS), 304: NOT_MODIFIED, ...errors(...OF_ALL) },
};

export const updateImage: Operation = {
  id: 'updateProductImage',
  tag,
  summary: 'Update a product image',
  description:
    'Changes the fields that the body has. Fields that are read-only are refused, unless they are URLs or dates.',
  headers: WRITE_HEADERS,
  body: { contents: IMAGE_BODY, isOptional: true },
  answers: {
    200: success('The image as it is now.', image, 'Last-Modified', 'Idempotency-Replayed'),
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};

export const deleteImage: Operation = {
  id: 'deleteProductImage',
  tag,
  summary: 'Delete a product image',
  description: 'Deletes an image.',
  headers: WRITE_HEADERS,
  answers: {
    204: { description: 'It is deleted.', headers: ['Idempotency-Replayed', ...QUOTA_HEADERS] },
    ...errors(...OF_ALL, ...OF_WRITES),
  },
};
