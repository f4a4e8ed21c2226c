import { createRouter, type Router } from '../../http/router.ts';
import { IN_MAINTENANCE, refuseWritesInMaintenance } from '../../http/maintenance.ts';
import { logRequestFailure } from '../../http/request-trace.ts';
import { isMoving, MOVING } from '../../model/shard.ts';
import { fail } from '../../platform/result.ts';
import { createNewImages } from './create-images.ts';
import { withCrossOrigin } from './cross-origin.ts';
import { deleteImage, deleteImages } from './delete-images.ts';
import { getProduct } from './get-product.ts';
import { listProducts } from './list-products.ts';
import { listEvents } from './list-events.ts';
import { getHistory } from './history.ts';
import { getJob, listJobs } from './jobs.ts';
import { getMedia, listMedia } from './media.ts';
import { listMediaUses } from './media-uses.ts';
import { problemResponse } from './problem-response.ts';
import { INTERNAL_ERROR } from './problem.ts';
import { withRateLimit } from './rate-limit.ts';
import { replaceFile } from './replace-file.ts';
import { type Handler, toResponse } from './request-context.ts';
import { signUrls } from './sign.ts';
import { createSigningKey, listSigningKeys, revokeSigningKey } from './signing-keys.ts';
import { createSession, deleteSession, getSession } from './session.ts';
import { setVariants } from './set-variants.ts';
import { getSizes, putSizes } from './sizes.ts';
import { getStore, updateStore } from './store.ts';
import { createToken, listTokens, revokeToken } from './tokens.ts';
import { emptyTheTrash, getTrash, restoreFromTrash } from './trash.ts';
import { undo } from './undo.ts';
import { uploadFile } from './upload-file.ts';
import { createUploadGrant } from './upload-grants.ts';
import { updateImages } from './update-images.ts';
import {
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  replayWebhook,
  updateWebhook,
} from './webhooks.ts';
import { createMedia, deleteMedia, updateMedia } from './write-media.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Handlers by path and method. */
export type Routes = Readonly<Record<string, Readonly<Partial<Record<Method, Handler>>>>>;

/** The routes of this API. */
export const ROUTES = {
  '/products': { GET: listProducts },
  '/products/:product': { GET: getProduct },
  '/products/:product/images': { POST: createNewImages, PATCH: updateImages },
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
} as const satisfies Routes;

/** Returns the routes of Vitrine's own API, mounted at `/v1`. */
export function v1(routes: Routes = ROUTES): Router {
  const api = createRouter();
  api.use(
    withCrossOrigin,
    withRateLimit,
    refuseWritesInMaintenance((c) => toResponse(c, fail(IN_MAINTENANCE))),
  );
  for (const [path, methods] of Object.entries(routes)) {
    for (const [method, handler] of Object.entries(methods)) {
      api.on(method, path, async (c) => toResponse(c, await handler(c)));
    }
    const allowed = Object.keys(methods).flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
    api.all(path, (c) => toResponse(c, fail({ kind: 'method-not-allowed', allowed })));
  }
  api.all('*', (c) => toResponse(c, fail({ kind: 'route-not-found' })));
  return api.onError((error, c) => {
    if (isMoving(error)) return toResponse(c, fail(MOVING));
    logRequestFailure(c.get('trace'), error);
    return problemResponse(c, INTERNAL_ERROR);
  });
}
