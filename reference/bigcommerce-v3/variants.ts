import type { Operation } from '../description.ts';
import { OF_ALL, OF_WRITES, WRITE_HEADERS } from '../bigcommerce/errors.ts';
import { errors, success } from './errors.ts';
import { variantAnswer } from './image-schema.ts';
import { IMAGE_BODY } from './images.ts';

export const setVariantImage: Operation = {
  id: 'createVariantImage',
  tag: 'Variant images',
  summary: 'Set the image of a variant',
  description:
    'Sets the picture of a variant, from a file or a URL. The URL of an image of the product makes the variant show that image.',
  headers: WRITE_HEADERS,
  body: { contents: IMAGE_BODY },
  answers: {
    200: success('The URL of the picture.', variantAnswer, 'Idempotency-Replayed'),
    ...errors(400, ...OF_ALL, ...OF_WRITES, 413),
  },
};
