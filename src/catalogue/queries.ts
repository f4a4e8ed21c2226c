import { authorizeCounted } from '../access/authorize.ts';
import type { AccessFault } from '../access/faults.ts';
import type { RequestLimiter } from '../access/fixed-window-limiter.ts';
import type { Access, Scope } from '../model/access.ts';
import type { ProductImage } from '../model/product.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { CatalogueReads, Page, ProductSummary } from './image-reads.ts';

/** What queries read from, and what counts them against their store's quota. */
export interface QueryPorts {
  readonly reads: CatalogueReads;
  readonly limiter: RequestLimiter;
}

/** Who asks, and in which store, before either has been checked. */
export interface Credentials {
  readonly tokenDigest: string;
  readonly storeHash: string;
}

/** Who asks for which product. */
export interface ProductRequest extends Credentials {
  readonly productId: number;
}

/** A product with part of its images, for a caller who may see them. */
export interface ImagePage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly images: readonly ProductImage[];
}

/** A page of a product's images. Faults: access, product-not-found. */
export async function listImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, storeHash, productId }: ProductRequest,
  page: Page,
): Promise<Result<ImagePage, Fault>> {
  const { access, value } = await reads.imagePage(tokenDigest, productId, page);
  const authorized = await authorizeCounted(limiter, access, storeHash, 'read');
  if (!authorized.ok) return authorized;
  if (isUnknown(authorized.value, value.product)) return fail(noProduct(productId));
  return ok({ access: authorized.value, ...value });
}

/** One image of a product, for a caller who may see it. */
export interface OneImage {
  readonly access: Access;
  readonly product: ProductSummary;
  readonly image: ProductImage;
}

/** One image of a product. Faults: access, product-not-found, image-not-found. */
export async function getImage(
  { reads, limiter }: QueryPorts,
  { tokenDigest, storeHash, productId }: ProductRequest,
  imageId: number,
): Promise<Result<OneImage, Fault>> {
  const { access, value } = await reads.image(tokenDigest, productId, imageId);
  const authorized = await authorizeCounted(limiter, access, storeHash, 'read');
  if (!authorized.ok) return authorized;
  const { product, image } = value;
  if (isUnknown(authorized.value, product)) return fail(noProduct(productId));
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: String(imageId) });
  return ok({ access: authorized.value, product, image });
}

/** A product and how many images it shows. Faults: access, product-not-found. */
export async function countImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, storeHash, productId }: ProductRequest,
): Promise<Result<{ readonly access: Access; readonly product: ProductSummary }, Fault>> {
  const { access, value: product } = await reads.product(tokenDigest, productId);
  const authorized = await authorizeCounted(limiter, access, storeHash, 'read');
  if (!authorized.ok) return authorized;
  if (isUnknown(authorized.value, product)) return fail(noProduct(productId));
  return ok({ access: authorized.value, product });
}

/** How many images the store shows in all. Faults: access. */
export async function countStoreImages(
  { reads, limiter }: QueryPorts,
  { tokenDigest, storeHash }: Credentials,
): Promise<Result<number, AccessFault>> {
  const { access, value } = await reads.storeImageCount(tokenDigest);
  const authorized = await authorizeCounted(limiter, access, storeHash, 'read');
  return authorized.ok ? ok(value) : authorized;
}

/** Finds out who asks and what they may do, and reads nothing else. Faults: access. */
export async function authenticate(
  { reads, limiter }: QueryPorts,
  { tokenDigest, storeHash }: Credentials,
  scope: Scope,
): Promise<Result<Access, AccessFault>> {
  return await authorizeCounted(limiter, await reads.access(tokenDigest), storeHash, scope);
}

const noProduct = (productId: number): Fault => ({ kind: 'product-not-found', productId: String(productId) });

const isUnknown = (access: Access, product: ProductSummary): boolean =>
  access.store.settings.registeredProductsOnly && !product.exists;
