import type { Api } from '../description.ts';
import { failures } from './envelope.ts';
import {
  createImages,
  deleteBatch,
  deleteImage,
  deleteImages,
  listImages,
  updateImages,
  updateSources,
} from './images.ts';
import { getJob, getJobResult, listJobs } from './jobs.ts';
import { getEshop, getProduct, updateProduct } from './products.ts';
import {
  createWebhooks,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  renewSignatureKey,
  updateWebhook,
} from './webhooks.ts';

/** The image API of Shoptet. */
export const shoptet: Api = {
  id: 'shoptet',
  title: 'Shoptet',
  version: '1',
  description:
    'The product images of Shoptet’s API, over the same catalogue as all other APIs. Every answer has `data`, `errors` and `metadata`. The store is that of the token. A product takes one change of its images at a time.',
  bases: [{ path: '/api', description: 'This service' }],
  security: {
    private: {
      type: 'apiKey',
      in: 'header',
      name: 'Shoptet-Private-API-Token',
      description: 'A token of the store.',
    },
    addon: { type: 'apiKey', in: 'header', name: 'Shoptet-Access-Token', description: 'The same, as add-ons send it.' },
  },
  tags: {
    'Product images': 'The galleries of a product.',
    Products: 'Variants of products, and what URLs are made of.',
    Jobs: 'What is fetched and stored after the answer.',
    Webhooks: 'Who is told when a job has ended.',
  },
  pathParameters: {
    guid: {
      description: 'The GUID of the product: any UUID of yours, or the one of a product that came by number.',
      schema: { type: 'string', format: 'uuid' },
    },
    gallery: { description: 'The gallery.', schema: { enum: ['shop', 'shop360'] } },
    name: { description: 'The name of the image.', schema: { type: 'string', examples: ['1.jpg', '2.png'] } },
    job: { description: 'The id of the job.' },
    key: { description: 'The secret in the URL of the result.' },
    id: { description: 'The id of the webhook.', schema: { type: 'integer', minimum: 1 } },
  },
  routes: {
    '/products/images/batch': { DELETE: deleteBatch },
    '/products/:guid': { GET: getProduct, PATCH: updateProduct },
    '/products/:guid/images/:gallery': {
      GET: listImages,
      POST: createImages,
      PATCH: updateImages,
      DELETE: deleteImages,
    },
    '/products/:guid/images/:gallery/source': { PATCH: updateSources },
    '/products/:guid/images/:gallery/:name': { DELETE: deleteImage },
    '/system/jobs': { GET: listJobs },
    '/system/jobs/:job': { GET: getJob },
    '/system/jobs/results/:key': { GET: getJobResult },
    '/eshop': { GET: getEshop },
    '/webhooks/renew-signature-key': { POST: renewSignatureKey },
    '/webhooks': { GET: listWebhooks, POST: createWebhooks },
    '/webhooks/:id': { GET: getWebhook, PATCH: updateWebhook, DELETE: deleteWebhook },
  },
  elsewhere: failures(404, 500, 503),
};
