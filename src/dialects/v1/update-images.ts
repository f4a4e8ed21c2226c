import * as z from 'zod';
import { executeChange, knownProductId, type ProductTarget } from '../../catalogue/product-writes.ts';
import { toShownProduct } from '../../catalogue/shown-products.ts';
import type { ImageUpdate } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { productEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { altSchema } from './alt.ts';
import type { V1Fault } from './faults.ts';
import { focalPointSchema } from './focal-point.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeProductWrite } from './product-access.ts';
import { toWireImages } from './product.ts';
import type { V1Context } from './request-context.ts';

/** How many images one request changes. */
const MAX_UPDATED_IMAGES = 250;

const imageSchema = z.strictObject({
  id: z.int().min(1),
  alt: altSchema.optional(),
  isMain: z.boolean().optional(),
  focalPoint: focalPointSchema.nullable().optional(),
});

type ImagePatch = z.infer<typeof imageSchema>;

const bodySchema = z.strictObject({
  images: z
    .array(imageSchema)
    .min(1)
    .max(MAX_UPDATED_IMAGES)
    .superRefine((images, context) => {
      const ids = new Set<number>();
      let hasMain = false;
      for (const [index, { id, isMain = false }] of images.entries()) {
        const refuse = (field: keyof ImagePatch, message: string): void =>
          context.addIssue({ code: 'custom', path: [index, field], message });
        if (ids.has(id)) refuse('id', 'Another one of the images has this id.');
        if (isMain && hasMain) refuse('isMain', 'Another one of the images becomes the main one.');
        ids.add(id);
        hasMain ||= isMain;
      }
    }),
});

/** PATCH /v1/products/{product}/images: changes images of any gallery, all of them or none. */
export async function updateImages(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports } = c.var.service;
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...jsonBodyStep(bodySchema),
    execute: async ({ target, body: { images }, conditions }): Promise<Result<Updated, V1Fault>> => {
      const productId = knownProductId(target);
      const updates = images.map(toUpdate);
      const command = { kind: 'update', gallery: undefined, updates, makeRoom: false } as const;
      const executed = await executeChange(ports, target, productId, conditions, command);
      if (!executed.ok) return executed;
      const [first] = updates;
      if (productId === undefined) return fail({ kind: 'image-not-found', imageId: String(first?.imageId) });
      return ok({ ...executed.value, productId, imageIds: updates.map(({ imageId }) => imageId) });
    },
    answer: async (updated, target) => await answer(c, target, updated),
  });
}

/** What an update has done, and to which images, in the order of the request. */
interface Updated extends CommandResult {
  readonly productId: number;
  readonly imageIds: readonly number[];
}

const toUpdate = ({ id, alt, isMain, focalPoint }: ImagePatch): ImageUpdate => ({
  imageId: id,
  sortOrder: undefined,
  isThumbnail: isMain,
  description: alt,
  focalPoint,
  upload: undefined,
});

/** Answers with the images as they are now: a repeated request finds them changed by others, or gone. */
async function answer(
  c: V1Context,
  { access: { store }, ref }: ProductTarget,
  { productId, imageIds, isReplay }: Updated,
): Promise<Result<Response, V1Fault>> {
  const { shownProducts, origin } = c.var.service;
  const rows = await shownProducts.productByKey({ storeId: store.id, productId });
  const product = toShownProduct(store.id, ref, rows);
  const shown = new Map(toWireImages(product, store, origin).map((image) => [image.id, image]));
  const images = imageIds.flatMap((id) => shown.get(id) ?? []);
  const headers = { ETag: productEtag(product.version, store), ...replayHeader({ isReplay }) };
  return ok(Response.json({ version: product.version, images }, { headers }));
}
