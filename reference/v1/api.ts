import type { ROUTES } from '../../src/dialects/v1/routes.ts';
import type { Api, Operation } from '../description.ts';
import { createImages } from './create-images.ts';
import { listEvents } from './events.ts';
import { deleteImage, deleteImages, replaceFile, setVariants, updateImages } from './images.ts';
import { getJob, listJobs } from './jobs.ts';
import { createMedia, deleteMedia, getMedia, listMedia, listMediaUses, updateMedia } from './media.ts';
import { openProblems } from './problems.ts';
import { getHistory, getProduct, listProducts, undo } from './products.ts';
import { createSession, deleteSession, getSession } from './session.ts';
import { createSigningKey, listSigningKeys, revokeSigningKey, signUrls } from './signing.ts';
import { getSizes, putSizes } from './sizes.ts';
import { getStore, updateStore } from './store.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { emptyTheTrash, getTrash, restoreFromTrash } from './trash.ts';
import { createUploadGrant, uploadFile } from './uploads.ts';
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  replayWebhook,
  updateWebhook,
} from './webhooks.ts';

/** A description for each route that runs: a route without one does not compile, nor does one without a route. */
type DescribedRoutes = {
  readonly [Path in keyof typeof ROUTES]: { readonly [Method in keyof (typeof ROUTES)[Path]]: Operation };
};

const routes: DescribedRoutes = {
  '/products': { GET: listProducts },
  '/products/:product': { GET: getProduct },
  '/products/:product/images': { POST: createImages, PATCH: updateImages },
  '/products/:product/images/delete': { POST: deleteImages },
  '/products/:product/images/:image': { DELETE: deleteImage },
  '/products/:product/images/:image/file': { PUT: replaceFile },
  '/products/:product/variants': { PUT: setVariants },
  '/products/:product/history': { GET: getHistory },
  '/products/:product/undo': { POST: undo },
  '/media': { GET: listMedia, POST: createMedia },
  '/media/:media': { GET: getMedia, PATCH: updateMedia, DELETE: deleteMedia },
  '/media/:media/uses': { GET: listMediaUses },
  '/jobs': { GET: listJobs },
  '/jobs/:id': { GET: getJob },
  '/trash': { GET: getTrash },
  '/trash/restore': { POST: restoreFromTrash },
  '/trash/empty': { POST: emptyTheTrash },
  '/session': { GET: getSession, POST: createSession, DELETE: deleteSession },
  '/store': { GET: getStore, PATCH: updateStore },
  '/sizes': { GET: getSizes, PUT: putSizes },
  '/sign': { POST: signUrls },
  '/signing-keys': { GET: listSigningKeys, POST: createSigningKey },
  '/signing-keys/:id': { DELETE: revokeSigningKey },
  '/tokens': { GET: listTokens, POST: createToken },
  '/tokens/:id': { DELETE: revokeToken },
  '/events': { GET: listEvents },
  '/uploads': { POST: createUploadGrant },
  '/uploads/:secret': { POST: uploadFile },
  '/webhooks': { GET: listWebhooks, POST: createWebhook },
  '/webhooks/:id': { PATCH: updateWebhook, DELETE: deleteWebhook },
  '/webhooks/:id/deliveries': { GET: listDeliveries },
  '/webhooks/:id/replay': { POST: replayWebhook },
};

/** Vitrine's own API. */
export const v1: Api = {
  id: 'v1',
  title: 'Vitrine API',
  version: '1',
  description:
    'Vitrine’s own API. JSON is in UTF-8 and camelCase, ids are numbers, and times are ISO 8601 in UTC. Fields may be added; what is here does not change. Problems are `application/problem+json`.',
  bases: [{ path: '/v1', description: 'This service' }],
  security: {
    token: { type: 'http', scheme: 'bearer', description: 'A token of the store, which says what it may do.' },
  },
  tags: {
    Products: 'Products with their galleries, what was done to them, and undo.',
    Images: 'The images of a product.',
    Media: 'The library: every file of the store, and where it is used.',
    Jobs: 'Work that is done later.',
    Uploads: 'Uploads from browsers, without a token.',
    Trash: 'Deleted images, which can come back.',
    Events: 'What happened, in order.',
    Webhooks: 'Events that are sent to you.',
    Sizes: 'The sizes that pictures are shown in.',
    Store: 'Settings of the store, and what it uses.',
    Session: 'Who you are, and sessions of browsers.',
    Tokens: 'Who may do what, by which API.',
    Signing: 'Signed URLs, and the keys of the store that sign.',
  },
  pathParameters: {
    product: {
      description: 'The number of the product, or its GUID in any case of letters.',
      schema: { type: 'string', examples: ['7'] },
    },
    image: { description: 'The id of the image.', schema: { type: 'integer', minimum: 1 } },
    media: { description: 'The id of the media.', schema: { type: 'integer', minimum: 1 } },
    id: { description: 'The id, as the list shows it.' },
    secret: { description: 'The secret of the upload URL.' },
  },
  routes,
  elsewhere: {
    204: { description: 'The answer to a preflight.' },
    ...openProblems('route-not-found', 'method-not-allowed', 'in-maintenance'),
  },
};
