import * as z from 'zod';
import { imageChangeSchema, imageRowChangeSchema, newImageSchema } from '../../src/dialects/store/body-rows.ts';
import type { Operation } from '../description.ts';
import { failures, readFailures, success, WRITE_HEADERS, writeFailures } from './envelope.ts';
import { IMAGE_LIST, ONE_IMAGE, SIGNED } from './query.ts';
import { images, selectedImages } from './schemas.ts';

const tag = 'Product images';

/** One row, an array of rows, or an object with numbered rows. */
const rowsOf = (row: z.core.$ZodType) => z.union([row, z.array(row), z.record(z.string().regex(/^\d+$/), row)]);

export const listAllImages: Operation = {
  id: 'listAllImages',
  tag,
  summary: 'List images across products',
  description: 'Returns one page of the images of all products.',
  query: IMAGE_LIST,
  answers: { 200: success('The images.', selectedImages), ...readFailures() },
};

export const getAnyImage: Operation = {
  id: 'getAnyImage',
  tag,
  summary: 'Get an image of any product',
  description: 'Returns one image, as a list of one.',
  query: ONE_IMAGE,
  answers: { 200: success('The image.', selectedImages), ...readFailures() },
};

export const listImages: Operation = {
  id: 'listImages',
  tag,
  summary: 'List the images of a product',
  description: 'Returns one page of the images of a product, in display order unless `order` says otherwise.',
  query: IMAGE_LIST,
  headers: ['If-None-Match'],
  answers: {
    200: success('The images.', selectedImages, 'ETag'),
    304: { description: 'They are as you have them.', headers: ['ETag'] },
    ...readFailures(),
  },
};

export const createImages: Operation = {
  id: 'createImages',
  tag,
  summary: 'Place media on a product',
  description: 'Places one media or many on a product, all or none.',
  headers: WRITE_HEADERS,
  body: { contents: { 'application/json': rowsOf(newImageSchema) } },
  answers: { 201: success('The images.', images, 'Idempotency-Replayed'), ...writeFailures() },
};

export const updateImages: Operation = {
  id: 'updateImages',
  tag,
  summary: 'Change images',
  description: 'Changes the images that the rows name, all or none.',
  headers: WRITE_HEADERS,
  body: { contents: { 'application/json': rowsOf(imageRowChangeSchema) } },
  answers: { 200: success('The images as they are now.', images, 'Idempotency-Replayed'), ...writeFailures() },
};

export const getImage: Operation = {
  ...getAnyImage,
  id: 'getImage',
  summary: 'Get an image',
  headers: ['If-None-Match'],
  answers: {
    200: success('The image.', selectedImages, 'ETag'),
    304: { description: 'It is as you have it.', headers: ['ETag'] },
    ...readFailures(),
  },
};

export const updateImage: Operation = {
  id: 'updateImage',
  tag,
  summary: 'Change an image',
  description: 'Changes the fields that the body has.',
  headers: WRITE_HEADERS,
  body: { contents: { 'application/json': imageChangeSchema } },
  answers: { 200: success('The image as it is now.', images, 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteImage: Operation = {
  id: 'deleteImage',
  tag,
  summary: 'Delete an image',
  description: 'Takes a media off a product. The media stays in the library where it was uploaded to it.',
  query: SIGNED,
  headers: WRITE_HEADERS,
  answers: { 200: success('It is deleted.', {}, 'Idempotency-Replayed'), ...writeFailures() },
};

/** Answers to paths and methods that there are not. */
export const ELSEWHERE = failures(404, 405, 406, 500, 503);
