import { checkProduct, numberForWrite } from '../../catalogue/products-by-guid.ts';
import { parseProductGuid, type ProductRef } from '../../model/product-guid.ts';
import type { ProductHead, WholeProduct } from '../../catalogue/product-reads.ts';
import type { Access, GalleryName } from '../../model/model.ts';
import type { Found } from '../../catalogue/ports.ts';
import type { Write } from '../../catalogue/commands.ts';
import { allowedVersions, isNotModified, listEtag } from '../../http/conditional.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { admit, enter, readToken, refuse, type Ctx } from './request-context.ts';
import type { ShoptetFault } from './faults.ts';
import { readIdempotency } from './read-body.ts';

/** The path's parameter as written. */
const guidOf = (c: Ctx): string => c.req.param('guid') ?? '';

/** The gallery of the path; anything else is no endpoint. Fault: route-not-found. */
export function readGallery(c: Ctx): Result<GalleryName, ShoptetFault> {
  const gallery = c.req.param('gallery');
  return gallery === 'shop' || gallery === 'shop360' ? ok(gallery) : fail({ kind: 'route-not-found' });
}

/** Reads a product that whoever asks may see: access and product in one round trip. */
export async function readProduct<T extends { readonly head: ProductHead | undefined }>(
  c: Ctx,
  read: (tokenDigest: string, ref: ProductRef) => Promise<Found<T>>,
): Promise<Result<{ readonly access: Access; readonly found: T }, ShoptetFault>> {
  const ref = parseProductGuid(guidOf(c));
  if (ref === undefined) return await refuse(c, 'read', { kind: 'product-not-found', productId: guidOf(c) });
  const digest = await readToken(c);
  if (!digest.ok) return digest;
  const { access, value: found } = await read(digest.value, ref);
  const admitted = await admit(c, access, 'read');
  if (!admitted.ok) return admitted;
  const known = checkProduct(admitted.value.store, guidOf(c), ref, found.head);
  return known.ok ? ok({ access: admitted.value, found }) : known;
}

/** A product with its images and variants, and who asked. */
export interface WholeProductRead {
  readonly access: Access;
  readonly found: WholeProduct;
}

/** Reads all of a product that concerns images. Faults: access, product-not-found. */
export async function readWholeProduct(c: Ctx): Promise<Result<WholeProductRead, ShoptetFault>> {
  return await readProduct(c, (digest, ref) => c.var.service.products.whole(digest, ref));
}

/** The answer 304 where the client has this version, else the headers that name it. */
export function versioned(
  c: Ctx,
  { store }: Access,
  head: ProductHead | undefined,
): { readonly notModified: Response | undefined; readonly headers: Record<string, string> } {
  const headers = { ETag: listEtag(head?.version ?? 0, store) };
  const isSame = isNotModified(c.req.raw.headers, headers.ETag);
  return { notModified: isSame ? new Response(null, { status: 304, headers }) : undefined, headers };
}

/** A write that was let in, with its product's number. */
export interface AdmittedWrite {
  readonly access: Access;
  readonly productId: number;
}

/** Lets a write to a product in. Faults: access, product-not-found. */
export async function admitWrite(c: Ctx): Promise<Result<AdmittedWrite, ShoptetFault>> {
  const access = await enter(c, 'modify');
  if (!access.ok) return access;
  const { products, ports } = c.var.service;
  const productId = await numberForWrite(products, access.value.store, guidOf(c), ports.nowMs());
  return productId.ok ? ok({ access: access.value, productId: productId.value }) : productId;
}

/** Adds what the headers say of repeating and of versions. */
export async function describeWrite(
  c: Ctx,
  { access, productId }: AdmittedWrite,
  body: unknown,
): Promise<Result<Write, ShoptetFault>> {
  const idempotency = await readIdempotency(c, body);
  if (!idempotency.ok) return idempotency;
  const versions = allowedVersions(c.req.raw.headers);
  return ok({ access, productId, idempotency: idempotency.value, allowedVersions: versions });
}
