import { Hono, type Context } from 'hono';
import type { AppEnv } from '../../http/service.ts';
import type { Result } from '../../platform/result.ts';
import { isAccessError, toAccessError } from '../bigcommerce/access-errors.ts';
import { errorResponse, retryHeaders } from '../bigcommerce/object-error.ts';
import type { AuthScheme } from './auth-scheme.ts';
import { toWireErrors } from './errors.ts';
import type { V2Fault } from './faults.ts';
import { IMAGE_FIELDS } from './image.ts';
import { countOfProduct, countOfStore, get, list, options } from './reads.ts';
import { type IdentifiedRequest, openRequest, respond, type V2Request } from './request-context.ts';
import { create, remove, removePage, update } from './writes.ts';

type Handler = (request: IdentifiedRequest) => Promise<Result<Response, V2Fault>>;

/** BigCommerce V2 behind one of its two schemes of authentication (BC2-1 to BC2-13). */
export function bigcommerceV2(scheme: AuthScheme): Hono<AppEnv> {
  const handle = (handler: Handler) => (c: Context<AppEnv>) => answer(openRequest(c, scheme), handler);
  const describe = (allowed: readonly string[], fields: FieldList) =>
    handle((request) => options(request, [...allowed, 'OPTIONS'], fields));
  const images = '/products/:product/images';
  return new Hono<AppEnv>()
    .get('/products/images/count', handle(countOfStore))
    .options('/products/images/count', describe(['GET', 'HEAD'], COUNT_FIELDS))
    .get(`${images}/count`, handle(countOfProduct))
    .options(`${images}/count`, describe(['GET', 'HEAD'], COUNT_FIELDS))
    .get(images, handle(list))
    .post(images, handle(create))
    .delete(images, handle(removePage))
    .options(images, describe(['GET', 'HEAD', 'POST', 'DELETE'], LISTED_FIELDS))
    .get(`${images}/:image`, handle(get))
    .put(`${images}/:image`, handle(update))
    .delete(`${images}/:image`, handle(remove))
    .options(`${images}/:image`, describe(['GET', 'HEAD', 'PUT', 'DELETE'], LISTED_FIELDS))
    .all('*', (c) => answerFault(openRequest(c, scheme), { kind: 'route-not-found' }))
    .onError((error, c) => {
      console.error({ event: 'request-failed', message: String(error), stack: error.stack });
      const entry = { status: 500, message: 'The request failed through no fault of yours.' };
      return respond(openRequest(c, scheme), { root: 'errors', value: [entry] }, 500);
    });
}

type FieldList = readonly Readonly<Record<string, string | boolean>>[];

const COUNT_FIELDS: FieldList = [{ name: 'count', type: 'int', read_only: true }];

const LISTED_FIELDS: FieldList = Object.entries(IMAGE_FIELDS).map(([name, { type, isWritable }]) => ({
  name,
  type,
  read_only: !isWritable,
  required: name === 'image_file',
}));

async function answer(request: V2Request, handler: Handler): Promise<Response> {
  const credentials = await request.scheme.readCredentials(request.c);
  if (!credentials.ok) return answerFault(request, credentials.fault);
  const result = await handler({ ...request, credentials: credentials.value });
  return result.ok ? result.value : answerFault(request, result.fault);
}

/** Writes a fault: an array (BC2-28), but under `/stores/…` V3's object for access errors (BC-3). */
function answerFault(request: V2Request, fault: V2Fault): Response {
  if (request.scheme.accessErrors === 'object' && isAccessError(fault)) return errorResponse(toAccessError(fault));
  const { status, entries, retryAfterSeconds } = toWireErrors(fault);
  return respond(request, { root: 'errors', value: entries.map((entry) => ({ ...entry })) }, status, {
    ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="Vitrine"' } : {}),
    ...retryHeaders(status, retryAfterSeconds),
  });
}
