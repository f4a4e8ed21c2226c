import type { Context } from 'hono';
import { createRouter, type Router } from '../../http/router.ts';
import { IN_MAINTENANCE, refuseWritesInMaintenance } from '../../http/maintenance.ts';
import { logRequestFailure } from '../../http/request-trace.ts';
import type { AppEnv } from '../../http/service.ts';
import { isMoving, MOVING } from '../../model/shard.ts';
import type { Result } from '../../platform/result.ts';
import { errorResponse, internalErrorResponse } from './errors.ts';
import type { StoreFault } from './faults.ts';
import { beginSession } from './handshake.ts';
import { BASE_PATHS } from './paths.ts';
import { readAllImages, readProductImages } from './read-images.ts';
import { readMedia } from './read-media.ts';
import { createImages, deleteImage, updateImage, updateImages } from './write-images.ts';
import { createMedia, deleteMedia, updateMedia } from './write-media.ts';

type Handler = (c: Context<AppEnv>) => Promise<Result<Response, StoreFault>>;
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** The handlers by path and method (ST-2 to ST-7). */
const ROUTES: Readonly<Record<string, Readonly<Partial<Record<Method, Handler>>>>> = {
  '/auth': { POST: beginSession },
  '/products/images': { GET: readAllImages },
  '/products/images/:image': { GET: readAllImages },
  '/products/:product/images': { GET: readProductImages, POST: createImages, PUT: updateImages },
  '/products/:product/images/:image': { GET: readProductImages, PUT: updateImage, DELETE: deleteImage },
  '/media': { GET: readMedia, POST: createMedia },
  '/media/:media': { GET: readMedia, PUT: updateMedia, DELETE: deleteMedia },
};

/**
 * Returns the routes of the Store API, mounted at the root: under `/v1.3`, and under the same paths without a version
 * (ST-1).
 */
export function storeApi(): Router {
  const api = createRouter();
  const refuse = refuseWritesInMaintenance(() => errorResponse(IN_MAINTENANCE));
  for (const base of BASE_PATHS) {
    for (const [path, methods] of Object.entries(ROUTES)) {
      for (const [method, handler] of Object.entries(methods)) {
        api.on(method, base + path, refuse, async (c) => toResponse(await handler(c)));
      }
      api.all(base + path, (c) => errorResponse({ kind: 'method-not-supported', method: c.req.method }));
    }
    for (const path of ['/auth/*', '/products/*', '/media/*']) {
      api.all(base + path, () => errorResponse({ kind: 'route-not-found' }));
    }
  }
  api.all(`${BASE_PATHS[0]}/*`, () => errorResponse({ kind: 'route-not-found' }));
  api.all('/:version{v\\d[\\d.]*}/*', (c) =>
    errorResponse({ kind: 'version-not-supported', version: c.req.param('version').slice(1) }),
  );
  return api.onError((error, c) => {
    if (isMoving(error)) return errorResponse(MOVING);
    logRequestFailure(c.get('trace'), error);
    return internalErrorResponse();
  });
}

/** Returns the response of a success, or the error response of a fault. */
function toResponse(result: Result<Response, StoreFault>): Response {
  return result.ok ? result.value : errorResponse(result.fault);
}
