import type { Api } from '../description.ts';
import { errors } from './errors.ts';
import { createImage, deleteImage, getImage, listImages, replaceImageFile, updateImage } from './images.ts';
import { setVariantImage } from './variants.ts';

/** The image API of BigCommerce V3. */
export const bigcommerceV3: Api = {
  id: 'bigcommerce-v3',
  title: 'BigCommerce V3',
  version: '3',
  description:
    'The product images of BigCommerce’s V3 API, as their clients call it, over the same catalogue as all other APIs. What BigCommerce does not have comes in headers: `Idempotency-Key`, `ETag`, `If-None-Match` and `If-Match`.',
  bases: [{ path: '/stores/:store/v3', description: 'A store of this service' }],
  security: {
    token: { type: 'apiKey', in: 'header', name: 'X-Auth-Token', description: 'A token of the store.' },
  },
  tags: { 'Product images': 'The images of a product.', 'Variant images': 'The picture of a variant.' },
  pathParameters: {
    product: { description: 'The id of the product.', schema: { type: 'integer', minimum: 1 } },
    image: { description: 'The id of the image.', schema: { type: 'integer', minimum: 1 } },
    variant: { description: 'The id of the variant.', schema: { type: 'integer', minimum: 1 } },
  },
  routes: {
    '/catalog/products/:product/images': { GET: listImages, POST: createImage },
    '/catalog/products/:product/images/:image': {
      GET: getImage,
      PUT: updateImage,
      POST: replaceImageFile,
      DELETE: deleteImage,
    },
    '/catalog/products/:product/variants/:variant/image': { POST: setVariantImage },
  },
  elsewhere: errors(404, 500, 503),
};
