import { Hono } from 'hono';
import { CUTS } from '../../delivery/cut-path.ts';
import { fail, ok } from '../../platform/result.ts';
import { createImages, deleteBatch, updateSources } from './asynchronous.ts';
import { enter, openCall, reply, type Ctx, type ShoptetEnv } from './request-context.ts';
import { deleteGallery, deleteImage } from './delete-images.ts';
import { envelope } from './envelope.ts';
import { toWireCut } from './image.ts';
import { getJob, getResult, listJobs } from './jobs.ts';
import { listImages } from './list-images.ts';
import { getProduct, includes, updateProduct } from './product-detail.ts';
import { updateImages } from './update-images.ts';
import { createWebhooks, deleteWebhook, getWebhook, listWebhooks, renewKey, updateWebhook } from './webhooks.ts';

/** Shoptet, mounted at `/api` behind BigCommerce V2, which has `/api/v2` (contract: Shoptet, Endpoints). */
export function shoptet(): Hono<ShoptetEnv> {
  const app = new Hono<ShoptetEnv>();
  const gallery = '/products/:guid/images/:gallery';
  app.use(openCall);
  app
    .delete('/products/images/batch', deleteBatch)
    .get('/products/:guid', getProduct)
    .patch('/products/:guid', updateProduct)
    .get(gallery, listImages)
    .post(gallery, createImages)
    .patch(gallery, updateImages)
    .delete(gallery, deleteGallery)
    .patch(`${gallery}/source`, updateSources)
    .delete(`${gallery}/:name`, deleteImage)
    .get('/system/jobs', listJobs)
    .get('/system/jobs/:job', getJob)
    .get('/system/jobs/results/:key', getResult)
    .get('/eshop', getEshop)
    .post('/webhooks/renew-signature-key', renewKey)
    .get('/webhooks', listWebhooks)
    .post('/webhooks', createWebhooks)
    .get('/webhooks/:id', getWebhook)
    .patch('/webhooks/:id', updateWebhook)
    .delete('/webhooks/:id', deleteWebhook);
  app.all('*', (c) => reply(c, fail({ kind: 'route-not-found' })));
  return app.onError((error, c) => {
    console.error({ event: 'request-failed', message: String(error), stack: error.stack });
    const internal = { errorCode: 'internal-error', message: 'Something went wrong on our side.', instance: 'unknown' };
    return envelope(c.var.call.requestId, { status: 500, data: null, errors: [internal] });
  });
}

/** GET /api/eshop: the sizes that pictures come in, with `?include=imageCuts`. */
async function getEshop(c: Ctx): Promise<Response> {
  const access = await enter(c, 'read');
  if (!access.ok) return reply(c, access);
  if (!includes(c, 'imageCuts')) return reply(c, ok({ data: {} }));
  const imageCuts = CUTS.map((cut) => toWireCut(access.value.store, c.var.service.origin, cut));
  return reply(c, ok({ data: { imageCuts } }));
}
