import { isAssignedProductId, type ProductRef } from '../model/product-guid.ts';
import type { Store } from '../model/store.ts';
import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { ProductHead, ProductReads } from './product-reads.ts';

/**
 * Checks that a GUID or number names a product of this store. Any does, unless the store accepts registered products
 * only, or the GUID was derived for another store or from a number that has not been assigned. Fault:
 * product-not-found.
 *
 * @param rawProduct the GUID or number as the request wrote it, for the fault.
 * @param ref the same, parsed; undefined where it is neither.
 * @param head the product that was found by it; undefined where it has no row.
 */
export function checkProduct(
  store: Store,
  rawProduct: string,
  ref: ProductRef | undefined,
  head: ProductHead | undefined,
): Result<ProductRef, Fault> {
  const unknown: Fault = { kind: 'product-not-found', productId: rawProduct };
  if (ref === undefined) return fail(unknown);
  if (ref.kind === 'number' && ref.storeId !== undefined && ref.storeId !== store.id) return fail(unknown);
  if (head !== undefined) return ok(ref);
  const mustHaveRow =
    store.settings.registeredProductsOnly || (ref.kind === 'number' && isAssignedProductId(ref.productId));
  return mustHaveRow ? fail(unknown) : ok(ref);
}

/**
 * Returns the number of the product that a checked GUID or number names, assigning one to a product first seen by its
 * GUID.
 */
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
