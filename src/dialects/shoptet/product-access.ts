import type { WriteConditions } from '../../catalogue/commands.ts';
import type { ProductHead, WholeProduct } from '../../catalogue/product-reads.ts';
import * as catalogue from '../../catalogue/product-writes.ts';
import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { checkProduct } from '../../catalogue/products-by-guid.ts';
import type { WithAccess } from '../../catalogue/image-reads.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { Access, Scope } from '../../model/access.ts';
import { parseProductGuid, type ProductRef } from '../../model/product-guid.ts';
import type { GalleryName } from '../../model/product.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { ShoptetFault } from './faults.ts';
import { authorizeRequest, authorizeAccess, readTokenDigest, type ShoptetContext } from './request-context.ts';

/** Returns the GUID in the path as the client wrote it. */
const readRawGuid = (c: ShoptetContext): string => c.req.param('guid') ?? '';

/**
 * Reads the gallery in the path; for any other name there is no endpoint. Faults: the access faults when the caller has
 * no access, otherwise route-not-found.
 */
export async function readGalleryName(c: ShoptetContext, scope: Scope): Promise<Result<GalleryName, ShoptetFault>> {
  const gallery = c.req.param('gallery');
  if (gallery === 'shop' || gallery === 'shop360') return ok(gallery);
  return await failIfAuthorized(authorizeRequest(c, scope), { kind: 'route-not-found' });
}

/** What was read of a product that was found by its GUID, with the access of the caller. */
export interface FoundProduct<T> {
  readonly access: Access;
  readonly ref: ProductRef;
  readonly found: T;
}

/**
 * Finds the product that the GUID in the path names. Access and product are read in one round trip. Faults: the access
 * faults, product-not-found.
 */
async function findProduct<T extends { readonly head: ProductHead | undefined }>(
  c: ShoptetContext,
  scope: Scope,
  read: (tokenDigest: string, ref: ProductRef) => Promise<WithAccess<T>>,
): Promise<Result<FoundProduct<T>, ShoptetFault>> {
  const rawGuid = readRawGuid(c);
  const ref = parseProductGuid(rawGuid);
  if (ref === undefined) {
    return await failIfAuthorized(authorizeRequest(c, scope), { kind: 'product-not-found', productId: rawGuid });
  }
  const digest = await readTokenDigest(c);
  if (!digest.ok) return digest;
  const { access, value: found } = await read(digest.value, ref);
  const authorized = await authorizeAccess(c, access, scope);
  if (!authorized.ok) return authorized;
  const known = checkProduct(authorized.value.store, rawGuid, ref, found.head);
  return known.ok ? ok({ access: authorized.value, ref, found }) : known;
}

/** Reads a part of a product with `read`. Faults: the access faults, product-not-found. */
export async function readProduct<T extends { readonly head: ProductHead | undefined }>(
  c: ShoptetContext,
  read: (tokenDigest: string, ref: ProductRef) => Promise<WithAccess<T>>,
): Promise<Result<FoundProduct<T>, ShoptetFault>> {
  return await findProduct(c, 'read', read);
}

/** Reads a product's variants and all of its images. Faults: the access faults, product-not-found. */
export async function readWholeProduct(c: ShoptetContext): Promise<Result<FoundProduct<WholeProduct>, ShoptetFault>> {
  return await readProduct(c, (digest, ref) => c.get('service').products.wholeProduct(digest, ref));
}

/**
 * Compares If-None-Match with the product's version. `notModified` is the answer 304 when the client already has this
 * version, otherwise undefined; `headers` has the ETag.
 */
export function checkNotModified(
  c: ShoptetContext,
  { store }: Access,
  head: ProductHead | undefined,
): { readonly notModified: Response | undefined; readonly headers: Record<string, string> } {
  const headers = { ETag: listEtag(head?.version ?? 0, store) };
  const isSame = isNotModified(c.req.raw.headers, headers.ETag);
  return { notModified: isSame ? new Response(null, { status: 304, headers }) : undefined, headers };
}

/** Authorizes a write to a product, and finds the product. Faults: the access faults, product-not-found. */
export async function authorizeProductWrite(c: ShoptetContext): Promise<Result<ProductTarget, ShoptetFault>> {
  const { products } = c.get('service');
  const product = await findProduct(c, 'write', (digest, ref) => products.headWithAccess(digest, ref));
  if (!product.ok) return product;
  const { access, ref, found } = product.value;
  return ok({ access, ref, head: found.head });
}

/** Returns the number of a product that is about to have something stored, assigning one where it has none. */
export async function productIdForStoring(c: ShoptetContext, target: ProductTarget): Promise<number> {
  return await catalogue.productIdForStoring(assigningPorts(c), target);
}

/**
 * Returns the number of a product for a write that changes or deletes what is there; undefined for a product that was
 * never seen and needs no row for that.
 */
export async function productIdForChange(
  c: ShoptetContext,
  target: ProductTarget,
  conditions: WriteConditions,
): Promise<number | undefined> {
  return await catalogue.productIdForChange(assigningPorts(c), target, conditions);
}

const assigningPorts = (c: ShoptetContext): catalogue.AssigningPorts => ({
  products: c.get('service').products,
  nowMs: () => c.get('service').ports.nowMs(),
});

/** An authorized caller, and the gallery that it writes to. */
export interface GalleryTarget extends ProductTarget {
  readonly gallery: GalleryName;
}

/**
 * As `authorizeProductWrite`, for paths that name a gallery. Faults: the access faults, route-not-found,
 * product-not-found.
 */
export async function authorizeGalleryWrite(c: ShoptetContext): Promise<Result<GalleryTarget, ShoptetFault>> {
  const gallery = await readGalleryName(c, 'write');
  if (!gallery.ok) return gallery;
  const target = await authorizeProductWrite(c);
  return target.ok ? ok({ ...target.value, gallery: gallery.value }) : target;
}
