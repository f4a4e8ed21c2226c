import type { Operation } from '../description.ts';
import { OF_ALL } from '../bigcommerce/errors.ts';
import { NOT_MODIFIED } from './images.ts';
import { count, errors, options, success } from './schemas.ts';

const tag = 'Product images';

export const countAllImages: Operation = {
  id: 'countAllProductImages',
  tag,
  summary: 'Count all product images',
  description: 'Returns how many images the products of the store have.',
  answers: { 200: success('The number.', count), ...errors(...OF_ALL) },
};

export const countImages: Operation = {
  id: 'countProductImages',
  tag,
  summary: 'Count the images of a product',
  description: 'Returns how many images a product has.',
  headers: ['If-None-Match', 'If-Modified-Since'],
  answers: {
    200: success('The number.', count, 'ETag', 'Last-Modified'),
    304: NOT_MODIFIED,
    ...errors(...OF_ALL),
  },
};

/** Returns the description of OPTIONS of a path. */
export const describeOptions = (id: string, of: string): Operation => ({
  id,
  tag,
  summary: `Get the options of ${of}`,
  description: 'Returns the methods of the path in `Allow`, and the fields of its resource.',
  answers: { 200: success('The fields.', options, 'Allow'), ...errors(...OF_ALL) },
});
