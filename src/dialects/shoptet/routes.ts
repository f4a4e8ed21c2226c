import { createRouter, type Router } from '../../http/router.ts';
import { CUTS } from '../../delivery/cut-path.ts';
import { IN_MAINTENANCE, refuseWritesInMaintenance } from '../../http/maintenance.ts';
import { logRequestFailure } from '../../http/request-trace.ts';
import { isMoving, MOVING } from '../../model/shard.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { createImages, deleteBatch, updateSources } from './submit-jobs.ts';
import { deleteGalleryImages, deleteImage } from './delete-images.ts';
import { envelope } from './envelope.ts';
import type { ShoptetFault } from './faults.ts';
import { toWireCut } from './image.ts';
import { getJob, getJobResult, listJobs } from './read-jobs.ts';
import { listGalleryImages } from './list-images.ts';
import { getProduct, updateProduct } from './product-detail.ts';
import { authorizeRequest, includesSection, withRequestState, respond, toResponse } from './request-context.ts';
import type { ShoptetContext, ShoptetEnv } from './request-context.ts';
import { updateImages } from './update-images.ts';
import {
  createWebhooks,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  renewSignatureKey,
  updateWebhook,
} from './webhooks.ts';

type Handler = (c: ShoptetContext) => Promise<Result<Response, ShoptetFault>>;

/** Returns the routes of Shoptet, mounted at `/api` after those of BigCommerce V2 at `/api/v2` (SH-21 to SH-52). */
export function shoptet(): Router<ShoptetEnv> {
  const app = createRouter<ShoptetEnv>();
  const gallery = '/products/:guid/images/:gallery';
  const handle = (handler: Handler) => async (c: ShoptetContext) => toResponse(c, await handler(c));
  app.use(withRequestState);
  app.use(refuseWritesInMaintenance<ShoptetEnv>((c) => toResponse(c, fail(IN_MAINTENANCE))));
  app
    .delete('/products/images/batch', handle(deleteBatch))
    .get('/products/:guid', handle(getProduct))
    .patch('/products/:guid', handle(updateProduct))
    .get(gallery, handle(listGalleryImages))
    .post(gallery, handle(createImages))
    .patch(gallery, handle(updateImages))
    .delete(gallery, handle(deleteGalleryImages))
    .patch(`${gallery}/source`, handle(updateSources))
    .delete(`${gallery}/:name`, handle(deleteImage))
    .get('/system/jobs', handle(listJobs))
    .get('/system/jobs/:job', handle(getJob))
    .get('/system/jobs/results/:key', handle(getJobResult))
    .get('/eshop', handle(getEshop))
    .post('/webhooks/renew-signature-key', handle(renewSignatureKey))
    .get('/webhooks', handle(listWebhooks))
    .post('/webhooks', handle(createWebhooks))
    .get('/webhooks/:id', handle(getWebhook))
    .patch('/webhooks/:id', handle(updateWebhook))
    .delete('/webhooks/:id', handle(deleteWebhook));
  app.all('*', (c) => toResponse(c, fail({ kind: 'route-not-found' })));
  return app.onError((error, c) => {
    if (isMoving(error)) return toResponse(c, fail(MOVING));
    logRequestFailure(c.get('trace'), error);
    const internal = { errorCode: 'internal-error', message: 'Something went wrong on our side.', instance: 'unknown' };
    return envelope(c.get('trace').requestId, { status: 500, data: null, errors: [internal] });
  });
}

/** GET /api/eshop: with `?include=imageCuts`, the sizes of pictures. */
async function getEshop(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const access = await authorizeRequest(c, 'read');
  if (!access.ok) return access;
  if (!includesSection(c, 'imageCuts')) return ok(respond(c, { data: {} }));
  const imageCuts = CUTS.map((cut) => toWireCut(access.value.store, c.get('service').origin, cut));
  return ok(respond(c, { data: { imageCuts } }));
}
