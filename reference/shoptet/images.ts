import * as z from 'zod';
import {
  createImagesSchema,
  deleteBatchSchema,
  updateImagesSchema,
  updateSourcesSchema,
} from '../../src/dialects/shoptet/body-schemas.ts';
import type { Operation, Parameter } from '../description.ts';
import { IDEMPOTENT, NOT_MODIFIED, readFailures, success, WRITE_HEADERS, writeFailures } from './envelope.ts';
import { accepted, images } from './schemas.ts';

const tag = 'Product images';

const ABOUT_REMOVING: Parameter = {
  description: 'Whether images that a variant refers to are deleted too, and the references with them.',
  schema: { enum: ['true', 'false', '1', '0'], default: 'false' },
};

const removing = {
  schema: z.object({ removeReference: z.string().optional() }),
  about: { removeReference: ABOUT_REMOVING },
};

export const LANGUAGE = {
  schema: z.object({ language: z.string().optional() }),
  about: { language: { description: 'The language that the job shows, `cs` unless it is given.' } },
};

export const listImages: Operation = {
  id: 'listImages',
  tag,
  summary: 'List the images of a gallery',
  description: 'Returns all images of a gallery, by priority.',
  headers: ['If-None-Match'],
  answers: { 200: success('The images.', images, 'ETag'), 304: NOT_MODIFIED, ...readFailures() },
};

export const createImages: Operation = {
  id: 'createImages',
  tag,
  summary: 'Create images from URLs',
  description: 'Accepts a job that fetches up to 100 pictures and adds them to the gallery.',
  query: LANGUAGE,
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': createImagesSchema } },
  answers: { 202: success('The job is accepted.', accepted, 'Idempotency-Replayed'), ...writeFailures() },
};

export const updateImages: Operation = {
  id: 'updateImages',
  tag,
  summary: 'Change images',
  description:
    'Changes priorities and descriptions of up to 100 images. Names that the gallery does not have are told in `errors`.',
  headers: WRITE_HEADERS,
  body: { contents: { 'application/json': updateImagesSchema } },
  answers: { 200: success('The images as they are now.', images, 'Idempotency-Replayed'), ...writeFailures() },
};

export const updateSources: Operation = {
  id: 'replaceImages',
  tag,
  summary: 'Replace pictures from URLs',
  description: 'Accepts a job that fetches pictures and puts them in the place of others, which keep their names.',
  query: LANGUAGE,
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': updateSourcesSchema } },
  answers: { 202: success('The job is accepted.', accepted, 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteImages: Operation = {
  id: 'deleteImages',
  tag,
  summary: 'Delete the images of a gallery',
  description: 'Deletes all images of a gallery but those that a variant refers to, which are told in `errors`.',
  query: removing,
  headers: WRITE_HEADERS,
  answers: { 200: success('They are deleted.', z.null(), 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteImage: Operation = {
  id: 'deleteImage',
  tag,
  summary: 'Delete an image',
  description: 'Deletes one image, unless a variant refers to it.',
  query: removing,
  headers: WRITE_HEADERS,
  answers: { 200: success('It is deleted.', z.null(), 'Idempotency-Replayed'), ...writeFailures() },
};

export const deleteBatch: Operation = {
  id: 'deleteImageBatch',
  tag,
  summary: 'Delete images that a file lists',
  description: 'Accepts a job that fetches a file of JSON lines and deletes the images that it lists.',
  query: LANGUAGE,
  headers: IDEMPOTENT,
  body: { contents: { 'application/json': deleteBatchSchema } },
  answers: { 202: success('The job is accepted.', accepted, 'Idempotency-Replayed'), ...writeFailures() },
};
