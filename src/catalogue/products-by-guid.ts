import { fail, ok, type Result } from '../platform/result.ts';
import type { Fault } from './faults.ts';
import type { Store } from '../model/model.ts';
import { isGivenProductId, type ProductRef, parseProductGuid } from '../model/product-guid.ts';
import type { ProductHead, ProductReads } from './product-reads.ts';

/**
 * Decides whether a GUID names a product of this store: any UUID does, unless the store takes registered products only,
 * or we derived it for another store or from a number that has not been given. Fault: product-not-found.
 */
export function checkProduct(
  store: Store,
  label: string,
  ref: ProductRef | undefined,
  head: ProductHead | undefined,
): Result<ProductRef, Fault> {
  const unknown: Fault = { kind: 'product-not-found', productId: label };
  if (ref === undefined) return fail(unknown);
  if (ref.kind === 'number' && ref.storeId !== store.id) return fail(unknown);
  if (head !== undefined) return ok(ref);
  const mustHaveRow =
    store.settings.registeredProductsOnly || (ref.kind === 'number' && isGivenProductId(ref.productId));
  return mustHaveRow ? fail(unknown) : ok(ref);
}

/** The number that a write to this GUID is about; a product first seen by it is given one. Fault: product-not-found. */
export async function numberForWrite(
  reads: ProductReads,
  store: Store,
  label: string,
  nowMs: number,
): Promise<Result<number, Fault>> {
  const ref = parseProductGuid(label);
  const head = ref && (await reads.head(store.id, ref));
  const known = checkProduct(store, label, ref, head);
  if (!known.ok) return known;
  if (head !== undefined) return ok(head.productId);
  return ok(
    known.value.kind === 'number' ? known.value.productId : await reads.giveNumber(store.id, known.value.guid, nowMs),
  );
}
