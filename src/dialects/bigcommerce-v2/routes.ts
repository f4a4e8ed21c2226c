import type { Context } from 'hono';
import { createRouter, type Router } from '../../http/router.ts';
import { IN_MAINTENANCE, refuseWritesInMaintenance } from '../../http/maintenance.ts';
import { logRequestFailure } from '../../http/request-trace.ts';
import type { AppEnv } from '../../http/service.ts';
import { isMoving, MOVING } from '../../model/shard.ts';
import type { Result } from '../../platform/result.ts';
import { isAccessError, toAccessError } from '../bigcommerce/access-errors.ts';
import { errorResponse, retryHeaders } from '../bigcommerce/object-error.ts';
import type { AuthScheme } from './auth-scheme.ts';
import { toWireErrors } from './errors.ts';
import type { V2Fault } from './faults.ts';
import { IMAGE_FIELDS } from './image.ts';
import { countProductImages, countAllImages, getProductImage, listProductImages, describeResource } from './reads.ts';
import { type RequestWithCredentials, toV2Request, respond, type V2Request } from './request-context.ts';
import { createProductImage, deleteProductImage, deleteProductImages, updateProductImage } from './writes.ts';

type Handler = (request: RequestWithCredentials) => Promise<Result<Response, V2Fault>>;

/** Returns the routes of BigCommerce V2 for one of its two schemes of authentication (BC2-1 to BC2-13). */
export function bigcommerceV2(scheme: AuthScheme): Router {
  const handle = (handler: Handler) => (c: Context<AppEnv>) => runHandler(toV2Request(c, scheme), handler);
  const describe = (allowed: readonly string[], fields: FieldList) =>
    handle((request) => describeResource(request, [...allowed, 'OPTIONS'], fields));
  const images = '/products/:product/images';
  return createRouter()
    .use(refuseWritesInMaintenance((c) => answerFault(toV2Request(c, scheme), IN_MAINTENANCE)))
    .get('/products/images/count', handle(countAllImages))
    .options('/products/images/count', describe(['GET', 'HEAD'], COUNT_FIELDS))
    .get(`${images}/count`, handle(countProductImages))
    .options(`${images}/count`, describe(['GET', 'HEAD'], COUNT_FIELDS))
    .get(images, handle(listProductImages))
    .post(images, handle(createProductImage))
    .delete(images, handle(deleteProductImages))
    .options(images, describe(['GET', 'HEAD', 'POST', 'DELETE'], IMAGE_FIELD_LIST))
    .get(`${images}/:image`, handle(getProductImage))
    .put(`${images}/:image`, handle(updateProductImage))
    .delete(`${images}/:image`, handle(deleteProductImage))
    .options(`${images}/:image`, describe(['GET', 'HEAD', 'PUT', 'DELETE'], IMAGE_FIELD_LIST))
    .all('*', (c) => answerFault(toV2Request(c, scheme), { kind: 'route-not-found' }))
    .onError((error, c) => {
      if (isMoving(error)) return answerFault(toV2Request(c, scheme), MOVING);
      logRequestFailure(c.get('trace'), error);
      const entry = { status: 500, message: 'The request failed through no fault of yours.' };
      return respond(toV2Request(c, scheme), { root: 'errors', value: [entry] }, 500);
    });
}

type FieldList = readonly Readonly<Record<string, string | boolean>>[];

const COUNT_FIELDS: FieldList = [{ name: 'count', type: 'int', read_only: true }];

const IMAGE_FIELD_LIST: FieldList = Object.entries(IMAGE_FIELDS).map(([name, { type, inWrites }]) => ({
  name,
  type,
  read_only: inWrites !== 'written',
  required: name === 'image_file',
}));

/** Reads the credentials and runs the handler; a fault of either becomes an error response. */
async function runHandler(request: V2Request, handler: Handler): Promise<Response> {
  const credentials = await request.scheme.readCredentials(request.c);
  if (!credentials.ok) return answerFault(request, credentials.fault);
  const result = await handler({ ...request, credentials: credentials.value });
  return result.ok ? result.value : answerFault(request, result.fault);
}

/** Writes a fault as a response: an array (BC2-28), but V3's object for access errors under `/stores/…` (BC-3). */
function answerFault(request: V2Request, fault: V2Fault): Response {
  if (request.scheme.accessErrors === 'object' && isAccessError(fault)) return errorResponse(toAccessError(fault));
  const { status, entries, retryAfterSeconds } = toWireErrors(fault);
  return respond(request, { root: 'errors', value: entries.map((entry) => ({ ...entry })) }, status, {
    ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="Vitrine"' } : {}),
    ...retryHeaders(status, retryAfterSeconds),
  });
}
