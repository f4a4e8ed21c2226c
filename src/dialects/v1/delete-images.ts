import { executeChange, knownProductId, type ProductTarget } from '../../catalogue/product-writes.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { MAX_IMAGES_PER_PRODUCT } from '../../gallery/state.ts';
import { NO_BODY, type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import { readVersionAfterWrite } from './answer-images.ts';
import type { V1Fault } from './faults.ts';
import { idsSchema } from './ids.ts';
import { jsonBodyStep } from './json-body-step.ts';
import {
  authorizeProductWrite,
  authorizeProductWriteBy,
  rememberedForProduct,
  rememberedForProductBy,
} from './product-access.ts';
import type { V1Context } from './request-context.ts';

/** What happens where a variant refers to an image: the request fails, or the reference is cleared. */
const references = z._default(z.enum(['refuse', 'clear']), 'refuse');

export const deleteImageQuery = z.strictObject({ references });

/** The body of the deletion of several images. */
export const deleteImagesSchema = z.strictObject({
  ids: idsSchema(MAX_IMAGES_PER_PRODUCT),
  references,
});

type Deletion = z.output<typeof deleteImagesSchema>;

/** What a deletion has done. */
interface Deleted extends CommandResult {
  readonly ids: readonly number[];
}

/** DELETE /v1/products/{product}/images/{image}: puts an image into the trash. */
export async function deleteImage(c: V1Context): Promise<Result<Response, V1Fault>> {
  const rawId = c.req.param('image') ?? '';
  return await runWrite(c.req, {
    authorize: () => authorizeProductWriteBy(c, deleteImageQuery),
    remembered: rememberedForProductBy(c, deleteImageQuery),
    ...NO_BODY,
    toContent: (_, { query }) => ({ fields: { ...query }, file: undefined }),
    execute: async (write): Promise<Result<Deleted, V1Fault>> => {
      const id = parseId(rawId);
      if (id === undefined) return fail({ kind: 'image-not-found', imageId: rawId });
      return await execute(c, write, { ids: [id], ...write.target.query });
    },
    answer: (deleted, target) => answer(c, target, deleted),
  });
}

/** POST /v1/products/{product}/images/delete: puts several images into the trash, all of them or none. */
export async function deleteImages(c: V1Context): Promise<Result<Response, V1Fault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    remembered: rememberedForProduct(c),
    ...jsonBodyStep(deleteImagesSchema),
    execute: (write): Promise<Result<Deleted, V1Fault>> => execute(c, write, write.body),
    answer: (deleted, target) => answer(c, target, deleted),
  });
}

async function execute(
  c: V1Context,
  { target, conditions }: Pick<ParsedWrite<ProductTarget, unknown>, 'target' | 'conditions'>,
  deletion: Deletion,
): Promise<Result<Deleted, V1Fault>> {
  const { ids } = deletion;
  const productId = knownProductId(target);
  const executed = await executeChange(c.get('service').ports, target, productId, conditions, {
    kind: 'delete',
    gallery: undefined,
    imageIds: ids,
    ...(deletion.references === 'refuse' && { references: 'refuse' }),
  });
  if (!executed.ok) return executed;
  if (productId === undefined) return fail({ kind: 'image-not-found', imageId: String(ids[0]) });
  return ok({ ...executed.value, ids });
}

async function answer(c: V1Context, target: ProductTarget, deleted: Deleted): Promise<Result<Response, V1Fault>> {
  const { version, headers } = await readVersionAfterWrite(c, target, deleted);
  return ok(Response.json({ version, deleted: deleted.ids }, { headers }));
}
