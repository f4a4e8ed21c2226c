import { executeChange, productIdForChange } from '../../catalogue/product-writes.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { readVersionAfterWrite } from './answer-images.ts';
import type { V1Fault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeProductWrite } from './product-access.ts';
import { toWireVariant } from './product.ts';
import type { V1Context } from './request-context.ts';

/** The longest name of a variant, in characters. */
const MAX_VARIANT_CHARACTERS = 64;

/** How many variants one request sets. */
const MAX_VARIANTS = 250;

const variantSchema = z.strictObject({
  variant: z.string().check(z.minLength(1), z.maxLength(MAX_VARIANT_CHARACTERS)),
  imageId: z.nullable(z.int().check(z.minimum(1))),
});

/** The body: variants with the image of the product that each shows, or null. */
export const setVariantsSchema = z.strictObject({
  variants: z.array(variantSchema).check(
    z.minLength(1),
    z.maxLength(MAX_VARIANTS),
    z.refine(
      (variants) => new Set(variants.map(({ variant }) => variant)).size === variants.length,
      'A variant comes twice.',
    ),
  ),
});

/** PUT /v1/products/{product}/variants: makes variants show images of the product, all of them or none. */
export async function setVariants(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports, products } = c.get('service');
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...jsonBodyStep(setVariantsSchema),
    execute: async ({ target, body: { variants }, conditions }): Promise<Result<CommandResult, V1Fault>> => {
      const assigning = { products, nowMs: () => ports.nowMs() };
      const productId = await productIdForChange(assigning, target, conditions);
      const named = variants.find(({ imageId }) => imageId !== null);
      if (productId === undefined && named !== undefined) {
        return fail({ kind: 'image-not-found', imageId: String(named.imageId) });
      }
      const command = { kind: 'set-variant-references', references: variants } as const;
      return await executeChange(ports, target, productId, conditions, command);
    },
    answer: async (executed, target) => {
      const { version, headers } = await readVersionAfterWrite(c, target, executed);
      const { store } = target.access;
      const variants = executed.rows.variants.map((variant) =>
        toWireVariant({ ...variant, media: undefined }, store, c.get('service').origin),
      );
      return ok(Response.json({ version, variants }, { headers }));
    },
  });
}
