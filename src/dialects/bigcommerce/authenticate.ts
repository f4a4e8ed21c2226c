import type { Context } from 'hono';
import type { AccessFault } from '../../access/faults.ts';
import { digestToken } from '../../access/token.ts';
import type { WriteTarget } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import {
  authorizeCredentials,
  authorizeRemembered,
  checkProductExists,
  type Credentials,
  type ProductRequest,
  type QueryPorts,
} from '../../catalogue/queries.ts';
import { failIfAuthorized } from '../../http/fail-if-authorized.ts';
import type { AppEnv } from '../../http/service.ts';
import type { Access } from '../../model/access.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';

/** Reads X-Auth-Token and the store hash in the path (BC-1, BC-5). Faults: token-missing, token-empty. */
export async function readTokenCredentials(
  c: Context<AppEnv>,
  api: 'v2' | 'v3',
): Promise<Result<Credentials, AccessFault>> {
  const digest = await digestToken(c.req.header('X-Auth-Token'));
  return digest.ok ? ok({ tokenDigest: digest.value, storeHash: c.req.param('store') ?? '', api }) : digest;
}

/**
 * Returns the ports for queries of these dialects, which count requests against their store's quota. Those of callers who
 * were let in are counted, and so the log learns their store here.
 */
export function queryPorts(c: Context<AppEnv>): QueryPorts {
  const service = c.get('service');
  const take: QueryPorts['limiter']['take'] = async (store) => {
    c.get('trace').store = store;
    return await service.limiter.take(store);
  };
  return { reads: service.ports.reads, limiter: { take } };
}

/** Reads the image id in the path. Fault: image-not-found. */
export function readImageId(c: Context<AppEnv>): Result<number, Fault> {
  const rawImageId = c.req.param('image') ?? '';
  const imageId = parseId(rawImageId);
  return imageId === undefined ? fail({ kind: 'image-not-found', imageId: rawImageId }) : ok(imageId);
}

/**
 * Adds the product id in the path to the credentials of a read. Faults: the access faults when the caller has no
 * access, otherwise product-not-found.
 */
export async function readProductRequest(
  c: Context<AppEnv>,
  credentials: Credentials,
): Promise<Result<ProductRequest, Fault>> {
  const product = readProductId(c);
  if (!product.ok)
    return await failIfAuthorized(authorizeCredentials(queryPorts(c), credentials, 'read'), product.fault);
  return ok({ ...credentials, productId: product.value });
}

/**
 * Authorizes a write by token, store, scope and quota, and reads the product id in the path, which has to be that of a
 * registered product where the store takes no others. Faults: the access faults, product-not-found.
 */
export async function authorizeWrite(
  c: Context<AppEnv>,
  credentials: Credentials,
): Promise<Result<WriteTarget, Fault>> {
  const access = await authorizeCredentials(queryPorts(c), credentials, 'write');
  if (!access.ok) return access;
  const product = readProductId(c);
  if (!product.ok) return product;
  const productId = product.value;
  const known = await checkProductExists(queryPorts(c), access.value, { ...credentials, productId });
  return known.ok ? ok({ access: access.value, productId }) : known;
}

/**
 * As `authorizeWrite`, for a write that names an image. The image id is read last, so that a caller without access does
 * not learn whether it is valid. Faults: those of `authorizeWrite`, image-not-found.
 */
export async function authorizeImageWrite(
  c: Context<AppEnv>,
  credentials: Credentials,
): Promise<Result<ImageWriteTarget, Fault>> {
  const target = await authorizeWrite(c, credentials);
  if (!target.ok) return target;
  const imageId = readImageId(c);
  return imageId.ok ? ok({ ...target.value, imageId: imageId.value }) : imageId;
}

/** Returns the target of a write with the access that the isolate remembers; undefined where it has to be read. */
export function recallWrite(c: Context<AppEnv>, credentials: Credentials): WriteTarget | undefined {
  const product = readProductId(c);
  const remembered = c.get('service').ports.reads.recallAccess(credentials.tokenDigest);
  const access = authorizeRemembered(remembered, credentials, 'write');
  return product.ok && access !== undefined ? { access, productId: product.value } : undefined;
}

/** As `recallWrite`, for a write that names an image. */
export function recallImageWrite(c: Context<AppEnv>, credentials: Credentials): ImageWriteTarget | undefined {
  const image = readImageId(c);
  const target = recallWrite(c, credentials);
  return image.ok && target !== undefined ? { ...target, imageId: image.value } : undefined;
}

/** Lets the log learn the store of a remembered access that was verified. */
export const noteVerified =
  (c: Context<AppEnv>) =>
  ({ store }: Access): void => {
    c.get('trace').store = store;
  };

/** An authorized caller, and the image that it writes to. */
export interface ImageWriteTarget extends WriteTarget {
  readonly imageId: number;
}

function readProductId(c: Context<AppEnv>): Result<number, Fault> {
  const rawProductId = c.req.param('product') ?? '';
  const productId = parseId(rawProductId);
  return productId === undefined ? fail({ kind: 'product-not-found', productId: rawProductId }) : ok(productId);
}
