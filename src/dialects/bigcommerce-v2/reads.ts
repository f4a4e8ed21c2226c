import { authorizeCredentials, countImages, countStoreImages, getImage, listImages } from '../../catalogue/queries.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import { ok, type Result } from '../../platform/result.ts';
import { queryPorts, readImageId, readProductRequest } from '../bigcommerce/authenticate.ts';
import type { V2Fault } from './faults.ts';
import { openWireImages } from './image.ts';
import { parsePageQuery } from './page-query.ts';
import { respond, respondIfModified, type RequestWithCredentials } from './request-context.ts';

/** GET a product's images: 200 with one page, or 204 when the page is empty. */
export async function listProductImages(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  const query = parsePageQuery(request.query);
  if (!query.ok) return await failIfAuthorized(authorizeCredentials(queryPorts(c), credentials, 'read'), query.fault);
  const product = await readProductRequest(c, credentials);
  if (!product.ok) return product;
  const found = await listImages(queryPorts(c), product.value, query.value.page);
  if (!found.ok) return found;
  const { access, product: summary, images } = found.value;
  const { store } = access;
  const validators = { store, productVersion: summary.version, changedAtMs: summary.changedAtMs };
  return ok(
    respondIfModified(request, validators, (headers) => {
      if (images.length === 0) return new Response(null, { status: 204, headers });
      const value = images.map(openWireImages(store, service.origin));
      return respond(request, { root: 'images', value }, 200, headers);
    }),
  );
}

/** GET one image. */
export async function getProductImage(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  const product = await readProductRequest(c, credentials);
  if (!product.ok) return product;
  const imageId = readImageId(c);
  if (!imageId.ok)
    return await failIfAuthorized(authorizeCredentials(queryPorts(c), credentials, 'read'), imageId.fault);
  const found = await getImage(queryPorts(c), product.value, imageId.value);
  if (!found.ok) return found;
  const { access, product: summary, image } = found.value;
  const { store } = access;
  const validators = { store, productVersion: summary.version, changedAtMs: image.modifiedAtMs };
  return ok(
    respondIfModified(request, validators, (headers) =>
      respond(request, { root: 'image', value: { ...openWireImages(store, service.origin)(image) } }, 200, headers),
    ),
  );
}

/** GET the number of a product's images. */
export async function countProductImages(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const product = await readProductRequest(request.c, request.credentials);
  if (!product.ok) return product;
  const found = await countImages(queryPorts(request.c), product.value);
  if (!found.ok) return found;
  const { access, product: summary } = found.value;
  const validators = { store: access.store, productVersion: summary.version, changedAtMs: summary.changedAtMs };
  return ok(
    respondIfModified(request, validators, (headers) =>
      respond(request, { root: 'images', value: { count: summary.shopImageCount } }, 200, headers),
    ),
  );
}

/** GET the number of images in the whole store. */
export async function countAllImages(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const count = await countStoreImages(queryPorts(request.c), request.credentials);
  return count.ok ? ok(respond(request, { root: 'images', value: { count: count.value } }, 200)) : count;
}

/** OPTIONS of a resource: the methods that it allows, and its fields. */
export async function describeResource(
  request: RequestWithCredentials,
  allowed: readonly string[],
  fields: readonly Readonly<Record<string, string | boolean>>[],
): Promise<Result<Response, V2Fault>> {
  const access = await authorizeCredentials(queryPorts(request.c), request.credentials, 'read');
  if (!access.ok) return access;
  return ok(respond(request, { root: 'options', value: { fields } }, 200, { Allow: allowed.join(', ') }));
}
