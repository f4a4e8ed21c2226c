import * as z from 'zod';
import { deleteImageQuery, deleteImagesSchema } from '../../src/dialects/v1/delete-images.ts';
import { replaceFileSchema } from '../../src/dialects/v1/file-body.ts';
import { setVariantsSchema } from '../../src/dialects/v1/set-variants.ts';
import { updateImagesSchema } from '../../src/dialects/v1/update-images.ts';
import type { Operation } from '../description.ts';
import { bodilessProductProblems, OF_FILES, productProblems } from './problems.ts';
import { image, variant } from './product-schema.ts';
import { CONDITIONAL_WRITE, success } from './shared.ts';

const changed = z.strictObject({
  version: z.int().describe('The version of the product.'),
  images: z
    .array(image)
    .describe(
      'Those that `images`, `move` and `order` name, without those that are gone; none with `Prefer: return=minimal`.',
    ),
});

export const updateImages: Operation = {
  id: 'updateImages',
  tag: 'Images',
  summary: 'Change images and their order',
  description:
    'Changes up to 250 images of a product, sets the order of a gallery, and moves images, in one command: all of it or nothing. What is left out stays as it is. A focal point of null is the middle. `order` names every image of one gallery once. `move` puts images before another one, or last where `before` is null.',
  headers: [...CONDITIONAL_WRITE, 'Prefer: return=minimal'],
  body: { contents: { 'application/json': updateImagesSchema } },
  answers: {
    200: success('The images as they are now.', changed, 'ETag', 'Idempotency-Replayed', 'Preference-Applied'),
    ...productProblems('image-not-found', 'order-mismatch', 'product-texts-full'),
  },
};

const deleted = z.strictObject({
  version: z.int().describe('The version of the product.'),
  deleted: z.array(z.int()).describe('The ids of the images.'),
});

export const deleteImage: Operation = {
  id: 'deleteImage',
  tag: 'Images',
  summary: 'Delete an image',
  description:
    'Puts an image into the trash. Where variants refer to it, nothing is done unless the references may go.',
  query: {
    schema: deleteImageQuery,
    about: { references: { description: '`clear`: references of variants go with the image.' } },
  },
  headers: CONDITIONAL_WRITE,
  answers: {
    200: success('It is in the trash.', deleted, 'ETag', 'Idempotency-Replayed'),
    ...bodilessProductProblems('image-not-found', 'image-used-by-variant'),
  },
};

export const deleteImages: Operation = {
  id: 'deleteImages',
  tag: 'Images',
  summary: 'Delete images',
  description: 'Puts up to 1000 images of any gallery into the trash: all of them or none.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': deleteImagesSchema } },
  answers: {
    200: success('They are in the trash.', deleted, 'ETag', 'Idempotency-Replayed'),
    ...productProblems('image-not-found', 'image-used-by-variant'),
  },
};

export const replaceFile: Operation = {
  id: 'replaceImageFile',
  tag: 'Images',
  summary: 'Replace the file of an image',
  description:
    'Gives an image other bytes, from a form or a URL. Its id, its place and its words stay, and the focal point where the new picture has a similar shape.',
  headers: CONDITIONAL_WRITE,
  body: {
    contents: {
      'multipart/form-data': z.strictObject({ file: z.file().describe('The picture.') }),
      'application/json': replaceFileSchema,
    },
  },
  answers: {
    200: success('The image as it is now.', image, 'ETag', 'Idempotency-Replayed'),
    ...productProblems('image-not-found', ...OF_FILES),
  },
};

export const setVariants: Operation = {
  id: 'setVariants',
  tag: 'Images',
  summary: 'Set the images of variants',
  description:
    'Makes up to 250 variants show images of the product, or nothing: all of them or none. Variants that are not named stay as they are.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': setVariantsSchema } },
  answers: {
    200: success(
      'The variants that were named.',
      z.strictObject({ version: z.int().describe('The version of the product.'), variants: z.array(variant) }),
      'ETag',
      'Idempotency-Replayed',
    ),
    ...productProblems('image-not-found'),
  },
};
