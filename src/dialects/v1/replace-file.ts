import { executeWrite } from '../../catalogue/commands.ts';
import { changeNothing, knownProductId } from '../../catalogue/product-writes.ts';
import { ingestUpload, isFetched } from '../../catalogue/upload.ts';
import type { Command } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readImagesAfterWrite } from './answer-images.ts';
import type { V1Fault } from './faults.ts';
import { fileBodyStep } from './file-body.ts';
import { authorizeProductWrite } from './product-access.ts';
import type { V1Context } from './request-context.ts';

/** What a replacement has done, and to which image. */
interface Replaced extends CommandResult {
  readonly productId: number;
  readonly imageId: number;
}

/**
 * PUT /v1/products/{product}/images/{image}/file: other bytes for an image, which keeps its id, its place and its words,
 * and its focal point where the new picture has a similar shape.
 */
export async function replaceFile(c: V1Context): Promise<Result<Response, V1Fault>> {
  const { ports } = c.get('service');
  const rawId = c.req.param('image') ?? '';
  return await runWrite(c.req, {
    authorize: () => authorizeProductWrite(c),
    ...fileBodyStep(c.req.header('Content-Type')),
    execute: async ({ target, body: source, conditions }): Promise<Result<Replaced, V1Fault>> => {
      const unknown = { kind: 'image-not-found', imageId: rawId } as const;
      const imageId = parseId(rawId);
      const productId = knownProductId(target);
      if (imageId === undefined) return fail(unknown);
      if (productId === undefined) {
        const nothing = changeNothing(conditions);
        return nothing.ok ? fail(unknown) : nothing;
      }
      const { access } = target;
      const request = { access, productId, ...conditions, locksKey: isFetched(source) };
      const executed = await executeWrite(ports, request, async () => {
        const upload = await ingestUpload(ports, access.store.hash, source);
        if (!upload.ok) return upload;
        const keep = { sortOrder: undefined, isThumbnail: undefined, description: undefined, focalPoint: undefined };
        const updates = [{ ...keep, imageId, upload: upload.value }];
        return ok<Command>({ kind: 'update', gallery: undefined, updates, makeRoom: false });
      });
      return executed.ok ? ok({ ...executed.value, productId, imageId }) : executed;
    },
    answer: async (replaced, target) => {
      const { productId, imageId } = replaced;
      const { images, headers } = await readImagesAfterWrite(c, target, productId, [imageId], replaced);
      const [image] = images;
      if (image === undefined) return fail({ kind: 'image-not-found', imageId: rawId });
      return ok(Response.json(image, { headers }));
    },
  });
}
