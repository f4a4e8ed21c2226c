import type { Access } from '../../model/model.ts';
import { countImages, countStoreImages, enter, getImage, listImages, refuse } from '../../catalogue/queries.ts';
import { parseId } from '../../model/ids.ts';
import { ok, type Result } from '../../platform/result.ts';
import { toQuestion } from '../bigcommerce/credentials.ts';
import { respond, respondIfModified, type NamedCall } from './request-context.ts';
import type { V2Fault } from './faults.ts';
import { toWireImage } from './image.ts';
import { parsePage } from './page-query.ts';

/** GET a product's images: a page of them, or 204 where there are none. */
export async function list(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const { c, ports, credentials, origin } = call;
  const wanted = parsePage(call.query);
  if (!wanted.ok) return await refuse(ports, credentials, 'read', wanted.fault);
  const found = await listImages(ports, toQuestion(c, credentials), wanted.value.page);
  if (!found.ok) return found;
  const { access, product, images } = found.value;
  const { store } = access;
  const validators = { store, productVersion: product.version, changedAtMs: product.changedAtMs };
  return ok(
    respondIfModified(call, validators, (headers) => {
      if (images.length === 0) return new Response(null, { status: 204, headers });
      const value = images.map((image) => ({ ...toWireImage(image, store, origin) }));
      return respond(call, { root: 'images', value }, 200, headers);
    }),
  );
}

/** GET one image. */
export async function get(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const { c, ports, credentials, origin } = call;
  const label = c.req.param('image') ?? '';
  const found = await getImage(ports, toQuestion(c, credentials), parseId(label), label);
  if (!found.ok) return found;
  const { access, product, image } = found.value;
  const { store } = access;
  const validators = { store, productVersion: product.version, changedAtMs: image.modifiedAtMs };
  return ok(
    respondIfModified(call, validators, (headers) =>
      respond(call, { root: 'image', value: { ...toWireImage(image, store, origin) } }, 200, headers),
    ),
  );
}

/** GET how many images a product has. */
export async function countOfProduct(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const found = await countImages(call.ports, toQuestion(call.c, call.credentials));
  if (!found.ok) return found;
  const { access, product } = found.value;
  const validators = { store: access.store, productVersion: product.version, changedAtMs: product.changedAtMs };
  return ok(
    respondIfModified(call, validators, (headers) =>
      respond(call, { root: 'images', value: { count: product.shopImageCount } }, 200, headers),
    ),
  );
}

/** GET how many images the whole store has. */
export async function countOfStore(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const count = await countStoreImages(call.ports, call.credentials);
  return count.ok ? ok(respond(call, { root: 'images', value: { count: count.value } }, 200)) : count;
}

/** OPTIONS: what may be done here, and with which fields. */
export async function options(
  call: NamedCall,
  allowed: readonly string[],
  fields: readonly Readonly<Record<string, string | boolean>>[],
): Promise<Result<Response, V2Fault>> {
  const access: Result<Access, V2Fault> = await enter(call.ports, call.credentials, 'read');
  if (!access.ok) return access;
  return ok(respond(call, { root: 'options', value: { fields } }, 200, { Allow: allowed.join(', ') }));
}
