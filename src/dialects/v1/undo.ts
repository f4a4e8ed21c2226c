import { executeChange, knownProductId, productIdForChange } from '../../catalogue/product-writes.ts';
import { toShownProduct } from '../../catalogue/shown-products.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { productEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeProductWrite } from './product-access.ts';
import { toWireWholeProduct } from './product.ts';
import type { V1Context } from './request-context.ts';

/** The body that takes a product back. */
export const undoSchema = z.strictObject({ toVersion: z.int().check(z.minimum(0)) });

/** POST /v1/products/{product}/undo: takes the product back to an earlier version, all of it or nothing. */
export async function undo(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports, products, shownProducts, origin } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...jsonBodyStep(undoSchema),
    execute: async ({ target, body: { toVersion }, conditions }): Promise<Result<CommandResult, V1Fault>> => {
      const assigning = { products, nowMs: () => ports.nowMs() };
      const productId = await productIdForChange(assigning, target, conditions);
      if (productId === undefined && toVersion > 0) {
        return fail({ kind: 'past-lost', lost: { what: 'version', currentVersion: 0 } });
      }
      return await executeChange(ports, target, productId, conditions, { kind: 'undo', toVersion });
    },
    answer: async (executed, target) => {
      const { access, ref } = target;
      const { store } = access;
      const productId = knownProductId(target);
      const rows =
        productId === undefined
          ? { head: undefined, images: [], variants: [] }
          : await shownProducts.productByKey({ storeId: store.id, productId });
      const shown = toShownProduct(store.id, ref, rows);
      const headers = { ETag: productEtag(shown.version, store), ...replayHeader(executed) };
      return ok(Response.json(toWireWholeProduct(shown, store, origin), { headers }));
    },
  });
}
