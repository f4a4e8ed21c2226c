import * as z from 'zod';
import { formSchema, jsonSchema } from '../../src/dialects/bigcommerce-v3/image-body.ts';
import { fieldQuerySchema, pageQuerySchema } from '../../src/dialects/bigcommerce-v3/list-query.ts';
import type { Contents, Operation, Parameter } from '../description.ts';
import { OF_ALL, OF_WRITES, QUOTA_HEADERS, WRITE_HEADERS } from '../bigcommerce/errors.ts';
import { errors, success } from './errors.ts';
import { imageAnswer, listAnswer, selectedAnswer } from './image-schema.ts';

const tag = 'Product images';

const ABOUT_FIELDS: Readonly<Record<'include_fields' | 'exclude_fields', Parameter>> = {
  include_fields: {
    description: 'The fields to show, separated by commas; `id` always stays.',
    schema: { type: 'string', examples: ['sort_order,url_zoom'] },
  },
  exclude_fields: {
    description: 'The fields to leave out, separated by commas; `id` always stays.',
    schema: { type: 'string', examples: ['date_modified,description'] },
  },
};

/** The bodies of all writes: unknown and read-only fields are ignored, for clients send whole objects back. */
export const IMAGE_BODY: Contents = {
  'application/json': jsonSchema,
  'multipart/form-data': z.object({ ...formSchema.shape, image_file: z.file().optional().describe('The picture.') }),
};

const NOT_MODIFIED = { description: 'The list is as you have it.', headers: ['ETag', ...QUOTA_HEADERS] } as const;

export const listImages: Operation = {
  id: 'getProductImages',
  tag,
  summary: 'Get all product images',
  description: 'Returns one page of the images of a product, in display order.',
  query: {
    schema: pageQuerySchema,
    about: {
      ...ABOUT_FIELDS,
      page: { description: 'The page, counted from 1.', schema: { type: 'integer', minimum: 1, default: 1 } },
      limit: {
        description: 'How many images a page has; more than 250 is lowered to 250.',
        schema: { type: 'integer', minimum: 1, default: 50 },
      },
    },
  },
  headers: ['If-None-Match'],
  answers: { 200: success('One page of images.', listAnswer, 'ETag'), 304: NOT_MODIFIED, ...errors(...OF_ALL, 422) },
};

export const createImage: Operation = {
  id: 'createProductImage',
  tag,
  summary: 'Create a product image',
  description:
    'Adds an image, from a file in the form field `image_file` or from the URL in `image_url`, which has 255 characters at most. A file has 8 MB at most, and is a BMP, GIF, JPEG, PNG, WBMP, WebP or XBM by its bytes.',
  headers: WRITE_HEADERS,
  body: { contents: IMAGE_BODY },
  answers: {
    200: success('The image.', imageAnswer, 'Idempotency-Replayed'),
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};

export const getImage: Operation = {
  id: 'getProductImage',
  tag,
  summary: 'Get a product image',
  description: 'Returns one image.',
  query: { schema: fieldQuerySchema, about: ABOUT_FIELDS },
  headers: ['If-None-Match'],
  answers: { 200: success('The image.', selectedAnswer, 'ETag'), 304: NOT_MODIFIED, ...errors(...OF_ALL) },
};

export const updateImage: Operation = {
  id: 'updateProductImage',
  tag,
  summary: 'Update a product image',
  description:
    'Changes the fields that the body has. Another `sort_order` makes room among the others; `is_thumbnail` of true takes it from the image that had it; a file or a URL replaces the picture.',
  headers: WRITE_HEADERS,
  body: { contents: IMAGE_BODY },
  answers: {
    200: success('The image as it is now.', imageAnswer, 'Idempotency-Replayed'),
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};

export const replaceImageFile: Operation = {
  ...updateImage,
  id: 'replaceProductImageFile',
  summary: 'Replace the picture of an image',
  description: 'Replaces the picture by a file or a URL, and changes the fields that the body has.',
};

export const deleteImage: Operation = {
  id: 'deleteProductImage',
  tag,
  summary: 'Delete a product image',
  description: 'Deletes an image. It lies in the trash for a while, from where Vitrine’s own API brings it back.',
  headers: WRITE_HEADERS,
  answers: {
    204: { description: 'It is deleted.', headers: ['Idempotency-Replayed', ...QUOTA_HEADERS] },
    ...errors(...OF_ALL, ...OF_WRITES),
  },
};
