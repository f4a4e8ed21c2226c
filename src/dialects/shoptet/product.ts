import type { WriteTarget } from '../../catalogue/commands.ts';
import type { ProductHead, WholeProduct } from '../../catalogue/product-reads.ts';
import { checkProduct, resolveProductForWrite } from '../../catalogue/products-by-guid.ts';
import type { WithAccess } from '../../catalogue/image-reads.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { Access, Scope } from '../../model/access.ts';
import { parseProductGuid, type ProductRef } from '../../model/product-guid.ts';
import type { GalleryName } from '../../model/product.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { ShoptetFault } from './faults.ts';
import { authenticate, authorizeFound, readToken, type ShoptetContext } from './request-context.ts';

/** The path's parameter as written. */
const rawGuidOf = (c: ShoptetContext): string => c.req.param('guid') ?? '';

/** The gallery of the path; anything else is no endpoint. Faults: access, then route-not-found. */
export async function readGallery(c: ShoptetContext, scope: Scope): Promise<Result<GalleryName, ShoptetFault>> {
  const gallery = c.req.param('gallery');
  if (gallery === 'shop' || gallery === 'shop360') return ok(gallery);
  return await failIfAuthorized(authenticate(c, scope), { kind: 'route-not-found' });
}

/** A product that was found by its GUID, for a caller who may use it. */
export interface FoundProduct<T> {
  readonly access: Access;
  readonly ref: ProductRef;
  readonly found: T;
}

/** Finds what the GUID of the path names: access and product in one round trip. Faults: access, product-not-found. */
async function findProduct<T extends { readonly head: ProductHead | undefined }>(
  c: ShoptetContext,
  scope: Scope,
  read: (tokenDigest: string, ref: ProductRef) => Promise<WithAccess<T>>,
): Promise<Result<FoundProduct<T>, ShoptetFault>> {
  const rawGuid = rawGuidOf(c);
  const ref = parseProductGuid(rawGuid);
  if (ref === undefined) {
    return await failIfAuthorized(authenticate(c, scope), { kind: 'product-not-found', productId: rawGuid });
  }
  const digest = await readToken(c);
  if (!digest.ok) return digest;
  const { access, value: found } = await read(digest.value, ref);
  const authorized = await authorizeFound(c, access, scope);
  if (!authorized.ok) return authorized;
  const known = checkProduct(authorized.value.store, rawGuid, ref, found.head);
  return known.ok ? ok({ access: authorized.value, ref, found }) : known;
}

/** Reads part of a product. Faults: access, product-not-found. */
export async function readProduct<T extends { readonly head: ProductHead | undefined }>(
  c: ShoptetContext,
  read: (tokenDigest: string, ref: ProductRef) => Promise<WithAccess<T>>,
): Promise<Result<FoundProduct<T>, ShoptetFault>> {
  return await findProduct(c, 'read', read);
}

/** Reads all of a product that concerns images. Faults: access, product-not-found. */
export async function readWholeProduct(c: ShoptetContext): Promise<Result<FoundProduct<WholeProduct>, ShoptetFault>> {
  return await readProduct(c, (digest, ref) => c.var.service.products.wholeProduct(digest, ref));
}

/** The answer 304 where the client has this version, else the headers that name it. */
export function versioned(
  c: ShoptetContext,
  { store }: Access,
  head: ProductHead | undefined,
): { readonly notModified: Response | undefined; readonly headers: Record<string, string> } {
  const headers = { ETag: listEtag(head?.version ?? 0, store) };
  const isSame = isNotModified(c.req.raw.headers, headers.ETag);
  return { notModified: isSame ? new Response(null, { status: 304, headers }) : undefined, headers };
}

/** Authorizes a write to a product, and finds or assigns its number. Faults: access, product-not-found. */
export async function authorizeProductWrite(c: ShoptetContext): Promise<Result<WriteTarget, ShoptetFault>> {
  const { products, ports } = c.var.service;
  const product = await findProduct(c, 'modify', (digest, ref) => products.headWithAccess(digest, ref));
  if (!product.ok) return product;
  const { access, ref, found } = product.value;
  const productId = await resolveProductForWrite(products, access.store.id, ref, found.head, ports.nowMs());
  return ok({ access, productId });
}

/** Who writes to which gallery of a product. */
export interface GalleryTarget extends WriteTarget {
  readonly gallery: GalleryName;
}

/** As `authorizeProductWrite`, for paths that name a gallery. Faults: access, route-not-found, product-not-found. */
export async function authorizeGalleryWrite(c: ShoptetContext): Promise<Result<GalleryTarget, ShoptetFault>> {
  const gallery = await readGallery(c, 'modify');
  if (!gallery.ok) return gallery;
  const target = await authorizeProductWrite(c);
  return target.ok ? ok({ ...target.value, gallery: gallery.value }) : target;
}
