import { isAssignedProductId, type ProductRef } from '../model/product-guid.ts';
import type { Store } from '../model/store.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { ProductHead, ProductReads } from './product-reads.ts';

/**
 * Decides whether a GUID names a product of this store: any UUID does, unless the store takes registered products only,
 * or we derived it for another store or from a number that has not been assigned. Fault: product-not-found.
 *
 * @param rawGuid as the request wrote it, for the fault.
 * @param ref undefined where `rawGuid` is no UUID.
 */
export function checkProduct(
  store: Store,
  rawGuid: string,
  ref: ProductRef | undefined,
  head: ProductHead | undefined,
): Result<ProductRef, Fault> {
  const unknown: Fault = { kind: 'product-not-found', productId: rawGuid };
  if (ref === undefined) return fail(unknown);
  if (ref.kind === 'number' && ref.storeId !== store.id) return fail(unknown);
  if (head !== undefined) return ok(ref);
  const mustHaveRow =
    store.settings.registeredProductsOnly || (ref.kind === 'number' && isAssignedProductId(ref.productId));
  return mustHaveRow ? fail(unknown) : ok(ref);
}

/** The number that a write to a checked GUID is about; a product first seen by its GUID is assigned one. */
export async function resolveProductForWrite(
  reads: Pick<ProductReads, 'assignProductId'>,
  storeId: number,
  ref: ProductRef,
  head: ProductHead | undefined,
  nowMs: number,
): Promise<number> {
  if (head !== undefined) return head.productId;
  return ref.kind === 'number' ? ref.productId : await reads.assignProductId(storeId, ref.guid, nowMs);
}
