import * as z from 'zod';
import { updateImagesSchema } from '../../src/dialects/v1/update-images.ts';
import type { Operation } from '../description.ts';
import { productProblems } from './problems.ts';
import { image } from './product-schema.ts';
import { CONDITIONAL_WRITE, success } from './shared.ts';

const changed = z.strictObject({
  version: z.int().describe('The version of the product.'),
  images: z.array(image).describe('The images of the request in its order, without those that are gone.'),
});

export const updateImages: Operation = {
  id: 'updateImages',
  tag: 'Images',
  summary: 'Change images',
  description:
    'Changes up to 250 images of a product in one command: all of them or none. What is left out stays as it is. A focal point of null is the middle.',
  headers: CONDITIONAL_WRITE,
  body: { contents: { 'application/json': updateImagesSchema } },
  answers: {
    200: success('The images as they are now.', changed, 'ETag', 'Idempotency-Replayed'),
    ...productProblems('image-not-found', 'product-texts-full'),
  },
};
