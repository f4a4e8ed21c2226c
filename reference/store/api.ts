import * as z from 'zod';
import type { Api, Operation } from '../description.ts';
import { failures, success } from './envelope.ts';
import {
  createImages,
  deleteImage,
  ELSEWHERE,
  getAnyImage,
  getImage,
  listAllImages,
  listImages,
  updateImage,
  updateImages,
} from './images.ts';
import { createMedia, deleteMedia, getMedia, listMedia, updateMedia } from './media.ts';

const beginSession: Operation = {
  id: 'authenticate',
  tag: 'Sessions',
  summary: 'Begin a session of signed calls',
  description:
    'Checks that the client has the keys of the store, and returns the signature of the server for a session.',
  body: {
    contents: {
      'application/json': z.object({ signature: z.string(), timestamp: z.string(), fingerprint: z.string() }),
    },
  },
  answers: { 200: success('The session has begun.', { signature: z.string() }), ...failures(400, 401, 403, 500, 503) },
};

const id = { type: 'integer', minimum: 1 };

/** The Store API. */
export const store: Api = {
  id: 'store',
  title: 'Store API',
  version: '1.3',
  description:
    'The Store API of Tenevo Commerce with its media library, over the same catalogue as all other APIs. Every answer has `request`, and its rows beside it.',
  bases: [
    { path: '/v1.3', description: 'This service' },
    { path: '', description: 'The same without a version' },
  ],
  security: {
    basic: { type: 'http', scheme: 'basic', description: 'The hash of the store, and a token as public key.' },
  },
  tags: {
    Sessions: 'Sessions of signed calls.',
    'Product images': 'Media placed on products.',
    Media: 'The library.',
  },
  pathParameters: {
    product: { description: 'The id of the product.', schema: id },
    image: { description: 'The id of the image.', schema: id },
    media: { description: 'The id of the media.', schema: id },
  },
  routes: {
    '/auth': { POST: beginSession },
    '/products/images': { GET: listAllImages },
    '/products/images/:image': { GET: getAnyImage },
    '/products/:product/images': { GET: listImages, POST: createImages, PUT: updateImages },
    '/products/:product/images/:image': { GET: getImage, PUT: updateImage, DELETE: deleteImage },
    '/media': { GET: listMedia, POST: createMedia },
    '/media/:media': { GET: getMedia, PUT: updateMedia, DELETE: deleteMedia },
  },
  elsewhere: ELSEWHERE,
};
