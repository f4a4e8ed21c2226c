import type { Context } from 'hono';
import type { Fault } from '../../catalogue/faults.ts';
import { authorizeCredentials, getImage, listImages } from '../../catalogue/queries.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import { ok, type Result } from '../../platform/result.ts';
import { queryPorts, readImageId, readProductRequest, readTokenCredentials } from '../bigcommerce/authenticate.ts';
import { openWireImages } from './image.ts';
import { readFieldQuery, readPageQuery, openSelection, toRequestedPage, toPagination } from './list-query.ts';

/** GET one page of a product's images, with `meta.pagination`. */
export async function listProductImages(c: Context<AppEnv>): Promise<Result<Response, Fault>> {
  const query = await readPageQuery(c);
  if (!query.ok) return query;
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return credentials;
  const request = await readProductRequest(c, credentials.value);
  if (!request.ok) return request;
  const requestedPage = toRequestedPage(query.value);
  const page = await listImages(queryPorts(c), request.value, requestedPage);
  if (!page.ok) return page;
  const { access, product, images } = page.value;
  const { store } = access;
  return ok(
    answerIfModified(c, listEtag(product.version, store), () => {
      const toWire = openWireImages(store, c.get('service').origin);
      const select = openSelection(query.value);
      const data = images.map((image) => select(toWire(image)));
      return { data, meta: { pagination: toPagination(requestedPage, product.shopImageCount, data.length) } };
    }),
  );
}

/** GET one image. */
export async function getProductImage(c: Context<AppEnv>): Promise<Result<Response, Fault>> {
  const credentials = await readTokenCredentials(c, 'v3');
  if (!credentials.ok) return credentials;
  const request = await readProductRequest(c, credentials.value);
  if (!request.ok) return request;
  const ports = queryPorts(c);
  const imageId = readImageId(c);
  if (!imageId.ok) return await failIfAuthorized(authorizeCredentials(ports, credentials.value, 'read'), imageId.fault);
  const found = await getImage(ports, request.value, imageId.value);
  if (!found.ok) return found;
  const { access, product, image } = found.value;
  const { store } = access;
  return ok(
    answerIfModified(c, listEtag(product.version, store), () => {
      return {
        data: openSelection(readFieldQuery(c))(openWireImages(store, c.get('service').origin)(image)),
        meta: {},
      };
    }),
  );
}

/** Returns a response with the body of `makeBody`, or 304 when the client already has this version. */
function answerIfModified(c: Context<AppEnv>, etag: string, makeBody: () => object): Response {
  const headers = { ETag: etag };
  if (isNotModified(c.req.raw.headers, etag)) return new Response(null, { status: 304, headers });
  return Response.json(makeBody(), { headers });
}
