import { authorize, authorizeWithinQuota, type AccessRequest } from '../access/authorize.ts';
import type { AccessFault } from '../access/faults.ts';
import type { RequestLimiter } from '../access/fixed-window-limiter.ts';
import type { Access, Scope } from '../model/access.ts';
import type { ListedImage, ProductImage } from '../model/product.ts';
import { isAssignedProductId } from '../model/product-guid.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { ImageReads, Page, ProductSummary } from './image-reads.ts';

/** What queries need: the port to read from, and the limiter that counts them against their store's quota. */
export interface QueryPorts {
  readonly reads: ImageReads;
  readonly limiter: RequestLimiter;
}

/** The token and the store that a request names, before either has been checked, and the API that it came to. */
export interface Credentials extends AccessRequest {
  readonly tokenDigest: string;
}

/** The credentials of a request, and the product that it names. */
export interface ProductRequest extends Credentials {
  readonly productId: number;
}

/** A page of a product's images, with the caller's access. */
export interface ImagePage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly images: readonly ListedImage[];
}

/** Lists a page of a product's images. Faults: those of access, product-not-found. */
export async function listImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, productId, ...request }: ProductRequest,
  page: Page,
): Promise<Result<ImagePage, Fault>> {
  const { access, value } = await reads.imagePage(tokenDigest, productId, page);
  const authorized = await authorizeWithinQuota(limiter, access, request, 'read');
  if (!authorized.ok) return authorized;
  if (isUnknown(authorized.value, value.product)) return fail(productNotFound(productId));
  return ok({ access: authorized.value, ...value });
}

/** One image of a product, with the caller's access. */
export interface OneImage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly image: ProductImage;
}

/** Reads one image of a product. Faults: those of access, product-not-found, image-not-found. */
export async function getImage(
  { reads, limiter }: QueryPorts,
  { tokenDigest, productId, ...request }: ProductRequest,
  imageId: number,
): Promise<Result<OneImage, Fault>> {
  const { access, value } = await reads.image(tokenDigest, productId, imageId);
  const authorized = await authorizeWithinQuota(limiter, access, request, 'read');
  if (!authorized.ok) return authorized;
  const { product, image } = value;
  if (isUnknown(authorized.value, product)) return fail(productNotFound(productId));
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: String(imageId) });
  return ok({ access: authorized.value, product, image });
}

/** Reads a product with the number of its images. Faults: those of access, product-not-found. */
export async function countImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, productId, ...request }: ProductRequest,
): Promise<Result<{ readonly access: Access; readonly product: ProductSummary }, Fault>> {
  const { access, value: product } = await reads.product(tokenDigest, productId);
  const authorized = await authorizeWithinQuota(limiter, access, request, 'read');
  if (!authorized.ok) return authorized;
  if (isUnknown(authorized.value, product)) return fail(productNotFound(productId));
  return ok({ access: authorized.value, product });
}

/** Reads how many images all products of the store have. Faults: those of access. */
export async function countStoreImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, ...request }: Credentials,
): Promise<Result<number, AccessFault>> {
  const { access, value } = await reads.storeImageCount(tokenDigest);
  const authorized = await authorizeWithinQuota(limiter, access, request, 'read');
  return authorized.ok ? ok(value) : authorized;
}

/** Finds the caller's access and checks it for `scope`, without reading anything else. Faults: those of access. */
export async function authorizeCredentials(
  { reads, limiter }: QueryPorts,
  { tokenDigest, ...request }: Credentials,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  return await authorizeWithinQuota(limiter, await reads.access(tokenDigest), request, scope);
}

/**
 * Returns a remembered access where it covers `scope`, for a write that verifies it (decision 095). undefined where nothing
 * is remembered, or where the request would be refused or is to be counted: nobody uses up a quota, or learns of it, before
 * it is known who asks.
 */
export function authorizeRemembered(
  remembered: Access | undefined,
  request: AccessRequest,
  scope: Scope,
): Access | undefined {
  const authorized = authorize(remembered, request, scope);
  return authorized.ok && authorized.value.store.settings.requestQuota === undefined ? authorized.value : undefined;
}

/**
 * Refuses a write to a product that is not there, where the store accepts registered products only, before anything is
 * fetched or stored for it (IMG-19). The gallery checks it again. Fault: product-not-found.
 */
export async function checkProductExists(
  { reads }: Pick<QueryPorts, 'reads'>,
  access: Access,
  { tokenDigest, productId }: Pick<ProductRequest, 'tokenDigest' | 'productId'>,
): Promise<Result<null, Fault>> {
  if (!access.store.settings.registeredProductsOnly && !isAssignedProductId(productId)) return ok(null);
  const { value: product } = await reads.product(tokenDigest, productId);
  return product.exists ? ok(null) : fail(productNotFound(productId));
}

const productNotFound = (productId: number): Fault => ({ kind: 'product-not-found', productId: String(productId) });

/** True where the store accepts registered products only, and this one is not registered. */
const isUnknown = (access: Access, product: ProductSummary): boolean =>
  access.store.settings.registeredProductsOnly && !product.exists;
