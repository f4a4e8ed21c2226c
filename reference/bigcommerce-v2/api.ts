import type { Api } from '../description.ts';
import { createImage, deleteImage, deleteImages, getImage, listImages, updateImage } from './images.ts';
import { countAllImages, countImages, describeOptions } from './resources.ts';
import { errors } from './schemas.ts';

const id = { type: 'integer', minimum: 1 };

/** The image API of BigCommerce V2. */
export const bigcommerceV2: Api = {
  id: 'bigcommerce-v2',
  title: 'BigCommerce V2',
  version: '2',
  description:
    'The product images of BigCommerce’s V2 API, which BigCommerce has switched off, in JSON and XML. The ending `.json` or `.xml` of a path asks for a form, and else `Accept` does. Images are those of V3: the same ids, order and URLs.',
  bases: [
    { path: '/stores/:store/v2', description: 'A store of this service, by its token in `X-Auth-Token`' },
    { path: '/api/v2', description: 'The store of the Basic credentials' },
  ],
  security: {
    token: {
      type: 'apiKey',
      in: 'header',
      name: 'X-Auth-Token',
      description: 'A token of the store, for paths under `/stores/{store}/v2`.',
    },
    basic: {
      type: 'http',
      scheme: 'basic',
      description: 'The hash of the store and a token, for paths under `/api/v2`.',
    },
  },
  tags: { 'Product images': 'The images of a product.' },
  pathParameters: {
    product: { description: 'The id of the product.', schema: id },
    image: { description: 'The id of the image.', schema: id },
  },
  routes: {
    '/products/images/count': {
      GET: countAllImages,
      OPTIONS: describeOptions('getCountOptions', 'the count of all images'),
    },
    '/products/:product/images/count': {
      GET: countImages,
      OPTIONS: describeOptions('getProductCountOptions', 'the count of a product’s images'),
    },
    '/products/:product/images': {
      GET: listImages,
      POST: createImage,
      DELETE: deleteImages,
      OPTIONS: describeOptions('getImagesOptions', 'the images of a product'),
    },
    '/products/:product/images/:image': {
      GET: getImage,
      PUT: updateImage,
      DELETE: deleteImage,
      OPTIONS: describeOptions('getImageOptions', 'an image'),
    },
  },
  elsewhere: errors(404, 500, 503),
};
