import type { Context } from 'hono';
import type { Credentials, Filter, ImageField, Listing } from '../../catalogue/listing.ts';
import type { Access, ProductImage } from '../../model/model.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { admitBodiless } from './authenticate.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { IMAGE_KEYS, toWireImage, type WireImage } from './image.ts';
import { parseListing, selectFields } from './list-query.ts';
import { IMAGE_QUERY_FIELDS } from './query/fields.ts';
import { plainParameters } from './signing/query-fields.ts';

type Answer = Promise<Result<Response, StoreFault>>;

/** What a GET of images wants: read before access is checked, answered after. */
interface Wanted {
  readonly listing: Listing<ImageField>;
  readonly select: (row: WireImage) => Partial<WireImage>;
}

/** GET of a product's images, or of one of them. */
export async function readProductImages(c: Context<AppEnv>): Answer {
  const wanted = readWanted(c);
  const label = c.req.param('product') ?? '';
  const productId = parseId(label);
  if (!wanted.ok) return await refuse(c, wanted.fault);
  if (productId === undefined) return await refuse(c, { kind: 'product-not-found', productId: label });
  const { listings } = c.var.service.ports;
  const { listing, select } = wanted.value;
  const read = (credentials: Credentials) => listings.productImages(credentials, productId, listing);
  const admitted = await admitBodiless(c, 'read', read);
  if (!admitted.ok) return admitted;
  const { access, value } = admitted.value;
  const { product, images } = value;
  if (access.store.settings.registeredProductsOnly && !product.exists) {
    return fail({ kind: 'product-not-found', productId: label });
  }
  const etag = listEtag(product.version, access.store);
  const rows = answerRows(c, access, images, select, { ETag: etag });
  if (!rows.ok || !isNotModified(c.req.raw.headers, etag)) return rows;
  return ok(new Response(null, { status: 304, headers: { ETag: etag } }));
}

/** GET of images across all products, or of one of them. */
export async function readAllImages(c: Context<AppEnv>): Answer {
  const wanted = readWanted(c);
  if (!wanted.ok) return await refuse(c, wanted.fault);
  const { listings } = c.var.service.ports;
  const { listing, select } = wanted.value;
  const admitted = await admitBodiless(c, 'read', (credentials) => listings.allImages(credentials, listing));
  if (!admitted.ok) return admitted;
  return answerRows(c, admitted.value.access, admitted.value.value, select, {});
}

function readWanted(c: Context<AppEnv>): Result<Wanted, StoreFault> {
  const parameters = plainParameters(new URL(c.req.url).searchParams);
  const select = selectFields<WireImage>(parameters, IMAGE_KEYS);
  if (!select.ok) return select;
  const label = c.req.param('image');
  if (label === undefined) {
    const listing = parseListing(parameters, IMAGE_QUERY_FIELDS);
    return listing.ok ? ok({ listing: listing.value, select: select.value }) : listing;
  }
  const imageId = parseId(label);
  if (imageId === undefined) return fail({ kind: 'image-not-found', imageId: label });
  const filter: Filter<ImageField> = { kind: 'compare', field: 'id', comparison: 'equals', values: [imageId] };
  return ok({ listing: { filter, order: [], page: { offset: 0, limit: 1 } }, select: select.value });
}

/** The list, or for one image the same list with one element. */
function answerRows(
  c: Context<AppEnv>,
  { store }: Access,
  images: readonly ProductImage[],
  select: Wanted['select'],
  headers: HeadersInit,
): Result<Response, StoreFault> {
  const label = c.req.param('image');
  if (label !== undefined && images.length === 0) return fail({ kind: 'image-not-found', imageId: label });
  const rows = images.map((image) => select(toWireImage(image, store, c.var.service.origin)));
  return ok(envelope(200, { images: rows }, headers));
}

/** Answers with `fault`, but only to those who may ask: access faults come first. */
async function refuse(c: Context<AppEnv>, fault: StoreFault): Answer {
  const { listings } = c.var.service.ports;
  const admitted = await admitBodiless(c, 'read', async (credentials) => ({
    caller: await listings.caller(credentials),
    value: undefined,
  }));
  return admitted.ok ? fail(fault) : admitted;
}
