import type { WithAccess } from '../../catalogue/image-reads.ts';
import type { ProductHead } from '../../catalogue/product-reads.ts';
import type { ProductTarget } from '../../catalogue/product-writes.ts';
import { checkProduct } from '../../catalogue/products-by-guid.ts';
import { authorizeRemembered } from '../../catalogue/queries.ts';
import { isNotModified, productEtag } from '../../http/conditional.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { RememberedAccess } from '../../http/write-pipeline.ts';
import type { Access, Scope } from '../../model/access.ts';
import { parseProductRef, type ProductRef } from '../../model/product-guid.ts';
import { ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { NO_PARAMETERS, readQuery } from './query.ts';
import { authorizeRequest, readAuthorized, readTokenDigest, type V1Context } from './request-context.ts';

/** What was read of the product that the path names, with the access of the caller and the parsed query. */
export interface FoundProduct<Found, Query> {
  readonly access: Access;
  readonly ref: ProductRef;
  readonly found: Found;
  readonly query: Query;
}

/** What every read of a product finds: its head, or undefined where it has no row. */
interface WithHead {
  readonly head: ProductHead | undefined;
}

async function findProduct<Found extends WithHead, Query>(
  c: V1Context,
  scope: Scope,
  schema: z.ZodMiniType<Query>,
  read: (tokenDigest: string, ref: ProductRef, query: Query) => Promise<WithAccess<Found>>,
): Promise<Result<FoundProduct<Found, Query>, V1Fault>> {
  const rawProduct = c.req.param('product') ?? '';
  const ref = parseProductRef(rawProduct);
  if (ref === undefined) {
    const unknown = { kind: 'product-not-found', productId: rawProduct } as const;
    return await failIfAuthorized(authorizeRequest(c, scope), unknown);
  }
  const authorized = await readAuthorized(c, scope, schema, (digest, query) => read(digest, ref, query));
  if (!authorized.ok) return authorized;
  const { access, value: found, query } = authorized.value;
  const known = checkProduct(access.store, rawProduct, ref, found.head);
  return known.ok ? ok({ access, ref, found, query }) : known;
}

/**
 * Reads of the product that the path names, by number or GUID, with `read`, which finds the caller's access in the same
 * round trip. Faults: the access faults, parameters-invalid, product-not-found.
 */
export async function readProduct<Found extends WithHead, Query>(
  c: V1Context,
  schema: z.ZodMiniType<Query>,
  read: (tokenDigest: string, ref: ProductRef, query: Query) => Promise<WithAccess<Found>>,
): Promise<Result<FoundProduct<Found, Query>, V1Fault>> {
  return await findProduct(c, 'read', schema, read);
}

/**
 * Authorizes a write to the product that the path names, and finds the product; for the step `authorize` of `runWrite`.
 * Faults: the access faults, parameters-invalid, product-not-found.
 */
export async function authorizeProductWrite(c: V1Context): Promise<Result<ProductTarget, V1Fault>> {
  return await authorizeProductWriteBy(c, NO_PARAMETERS);
}

/** Does the same for a write with parameters in its query. */
export async function authorizeProductWriteBy<Query>(
  c: V1Context,
  schema: z.ZodMiniType<Query>,
): Promise<Result<ProductTarget & { readonly query: Query }, V1Fault>> {
  const { products } = c.get('service');
  const product = await findProduct(c, 'write', schema, (digest, ref) => products.headWithAccess(digest, ref));
  if (!product.ok) return product;
  const { access, ref, found, query } = product.value;
  return ok({ access, ref, head: found.head, query });
}

/**
 * Lets a write to a product that the path names by its number rely on the access that the isolate remembers: whether the
 * product is there is decided by its gallery.
 */
export const rememberedForProduct = (c: V1Context): RememberedAccess<ProductTarget, unknown> =>
  rememberedForProductBy(c, NO_PARAMETERS);

/** Does the same for a write with parameters in its query. */
export const rememberedForProductBy = <Query>(
  c: V1Context,
  schema: z.ZodMiniType<Query>,
): RememberedAccess<ProductTarget & { readonly query: Query }, unknown> => ({
  recall: async () => {
    const ref = parseProductRef(c.req.param('product') ?? '');
    const [query, digest] = [readQuery(c, schema), await readTokenDigest(c)];
    if (ref?.kind !== 'number' || ref.storeId !== undefined || !query.ok || !digest.ok) return undefined;
    const remembered = c.get('service').ports.reads.recallAccess(digest.value);
    const request = { storeHash: remembered?.store.hash ?? '', api: 'v1' } as const;
    const access = authorizeRemembered(remembered, request, 'write');
    return access && { access, ref, head: undefined, query: query.value };
  },
  onVerified: ({ store }) => {
    c.set('readers', store.settings.origins);
    c.get('trace').store = store;
  },
});

/**
 * Answers with the body of `makeBody` and the product's version as ETag, or with 304 where the client already has this
 * version.
 */
export function answerIfModified(c: V1Context, { store }: Access, version: number, makeBody: () => object): Response {
  const headers = { ETag: productEtag(version, store) };
  if (isNotModified(c.req.raw.headers, headers.ETag)) return new Response(null, { status: 304, headers });
  return Response.json(makeBody(), { headers });
}
