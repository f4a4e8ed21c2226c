import { toShownProduct } from '../../catalogue/shown-products.ts';
import { ok, type Result } from '../../platform/result.ts';
import type { V1Fault } from './faults.ts';
import { answerIfModified, readProduct } from './product-access.ts';
import { toWireWholeProduct } from './product.ts';
import { NO_PARAMETERS } from './query.ts';
import type { V1Context } from './request-context.ts';

/** GET /v1/products/{product}: the product with its whole gallery and its variants, in one round trip. */
export async function getProduct(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { shownProducts, origin } = c.get('service');
  const product = await readProduct(c, NO_PARAMETERS, (digest, ref) => shownProducts.product(digest, ref));
  if (!product.ok) return product;
  const { access, ref, found } = product.value;
  const { store } = access;
  const shown = toShownProduct(store.id, ref, found);
  return ok(answerIfModified(c, access, shown.version, () => toWireWholeProduct(shown, store, origin)));
}
