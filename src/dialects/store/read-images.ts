import type { Context } from 'hono';
import type { Filter, ImageField, Listing } from '../../catalogue/listing-reads.ts';
import type { SessionCredentials } from '../../catalogue/principal.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import type { ListedImage } from '../../model/product.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizeRequest, authorizeRead } from './authenticate.ts';
import { envelope } from './envelope.ts';
import type { StoreFault } from './faults.ts';
import { IMAGE_KEYS, openWireImages, type WireImage } from './image.ts';
import { parseListing, parseFieldSelection } from './list-query.ts';
import { IMAGE_QUERY_FIELDS } from './query/fields.ts';
import { readParameters, textParameters } from './signing/php-query.ts';

type HandlerResult = Promise<Result<Response, StoreFault>>;

/** The parsed query of a GET. It is parsed before access is checked, but errors in it are answered after that. */
interface ImageQuery {
  readonly listing: Listing<ImageField>;
  readonly select: (row: WireImage) => Partial<WireImage>;
}

/** GET a product's images, or one of them. */
export async function readProductImages(c: Context<AppEnv>): HandlerResult {
  const query = readImageQuery(c);
  const rawProductId = c.req.param('product') ?? '';
  const productId = parseId(rawProductId);
  if (!query.ok) return await failIfAuthorized(authorizeRequest(c, 'read'), query.fault);
  if (productId === undefined) {
    return await failIfAuthorized(authorizeRequest(c, 'read'), { kind: 'product-not-found', productId: rawProductId });
  }
  const { listings } = c.get('service').ports;
  const { listing, select } = query.value;
  const read = (credentials: SessionCredentials) => listings.productImages(credentials, productId, listing);
  const authorized = await authorizeRead(c, 'read', read);
  if (!authorized.ok) return authorized;
  const { access, value } = authorized.value;
  const { product, images } = value;
  if (access.store.settings.registeredProductsOnly && !product.exists) {
    return fail({ kind: 'product-not-found', productId: rawProductId });
  }
  const etag = listEtag(product.version, access.store);
  const isMissing = c.req.param('image') !== undefined && images.length === 0;
  if (!isMissing && isNotModified(c.req.raw.headers, etag))
    return ok(new Response(null, { status: 304, headers: { ETag: etag } }));
  return answerRows(c, access, images, select, { ETag: etag });
}

/** GET the images of all products, or one of them. */
export async function readAllImages(c: Context<AppEnv>): HandlerResult {
  const query = readImageQuery(c);
  if (!query.ok) return await failIfAuthorized(authorizeRequest(c, 'read'), query.fault);
  const { listings } = c.get('service').ports;
  const { listing, select } = query.value;
  const authorized = await authorizeRead(c, 'read', (credentials) => listings.allImages(credentials, listing));
  if (!authorized.ok) return authorized;
  const { access, value: images } = authorized.value;
  return images.ok ? answerRows(c, access, images.value, select, {}) : images;
}

function readImageQuery(c: Context<AppEnv>): Result<ImageQuery, StoreFault> {
  const read = readParameters(c.req.url);
  if (!read.ok) return read;
  const parameters = textParameters(read.value);
  const select = parseFieldSelection<WireImage>(parameters, IMAGE_KEYS);
  if (!select.ok) return select;
  const rawId = c.req.param('image');
  if (rawId === undefined) {
    const listing = parseListing(parameters, IMAGE_QUERY_FIELDS);
    return listing.ok ? ok({ listing: listing.value, select: select.value }) : listing;
  }
  const imageId = parseId(rawId);
  if (imageId === undefined) return fail({ kind: 'image-not-found', imageId: rawId });
  const filter: Filter<ImageField> = { kind: 'compare', field: 'id', comparison: 'equals', values: [imageId] };
  return ok({ listing: { filter, order: [], page: { offset: 0, limit: 1 } }, select: select.value });
}

/** Returns the response. One image is answered as a list with one element. */
function answerRows(
  c: Context<AppEnv>,
  { store }: Access,
  images: readonly ListedImage[],
  select: ImageQuery['select'],
  headers: HeadersInit,
): Result<Response, StoreFault> {
  const rawId = c.req.param('image');
  if (rawId !== undefined && images.length === 0) return fail({ kind: 'image-not-found', imageId: rawId });
  const toWire = openWireImages(store, c.get('service').origin);
  const rows = images.map((image) => select(toWire(image)));
  return ok(envelope(200, { images: rows }, headers));
}
