import { executeWrite } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import { changeNothing } from '../../catalogue/product-writes.ts';
import { imageName, parseImageName } from '../../delivery/image-name.ts';
import type { Command } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { toErrorEntry } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { noBodyStep } from './json-body-step.ts';
import { authorizeGalleryWrite, type GalleryTarget, productIdForChange } from './product-access.ts';
import { readFlag, respond, type ShoptetContext } from './request-context.ts';

/** An authorized deletion in a gallery, and whether it clears the references of variants to deleted images. */
interface DeleteTarget extends GalleryTarget {
  readonly clearReferences: boolean;
}

/** DELETE …/images/{gallery}/{imageName}: 409 without deleting anything when a variant shows the image. */
export async function deleteImage(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const name = c.req.param('name') ?? '';
  const removed = await runDelete(c, name);
  return removed.ok ? removed : fail(withImageName(removed.fault, name));
}

/** DELETE …/images/{gallery}: deletes all images but those that a variant shows, which are listed in `errors`. */
export async function deleteGalleryImages(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runDelete(c, undefined);
}

/** Deletes one image, or the whole gallery when `name` is undefined. */
async function runDelete(c: ShoptetContext, name: string | undefined): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeDelete(c),
    ...noBodyStep(c),
    execute: (write) => executeDelete(c, write, name),
    answer: (executed) => {
      const errors = executed.rows.images.map(({ id, format }) =>
        toErrorEntry({ kind: 'image-used-by-variant', imageId: imageName({ id, format }) }),
      );
      return ok(respond(c, { data: null, errors, headers: replayHeader(executed) }));
    },
  });
}

async function authorizeDelete(c: ShoptetContext): Promise<Result<DeleteTarget, ShoptetFault>> {
  const target = await authorizeGalleryWrite(c);
  if (!target.ok) return target;
  const clearReferences = readFlag(c, 'removeReference');
  return clearReferences.ok ? ok({ ...target.value, clearReferences: clearReferences.value }) : clearReferences;
}

async function executeDelete(
  c: ShoptetContext,
  { target, conditions }: ParsedWrite<DeleteTarget, undefined>,
  name: string | undefined,
): Promise<Result<CommandResult, ShoptetFault>> {
  const { access, gallery, clearReferences } = target;
  const { ports, products } = c.get('service');
  const productId = await productIdForChange(c, target, conditions);
  if (productId === undefined) {
    const unchanged = changeNothing(conditions);
    return unchanged.ok && name !== undefined ? fail({ kind: 'image-not-found', imageId: name }) : unchanged;
  }
  return await executeWrite(ports, { access, productId, ...conditions }, async (): Promise<Result<Command, Fault>> => {
    const command = { kind: 'delete', gallery } as const;
    if (name !== undefined) {
      const imageId = parseImageName(name);
      if (imageId === undefined) return fail({ kind: 'image-not-found', imageId: name });
      return ok({ ...command, imageIds: [imageId], ...(clearReferences ? {} : { references: 'refuse' }) });
    }
    const imageIds = await products.imageIds(access.store.id, productId, gallery);
    return ok({ ...command, imageIds, whenMissing: 'skip', ...(clearReferences ? {} : { references: 'skip' }) });
  });
}

/** Returns the fault with the image's name. Galleries identify images by id, and this API by name. */
function withImageName(fault: ShoptetFault, name: string): ShoptetFault {
  const isOfImage = fault.kind === 'image-not-found' || fault.kind === 'image-used-by-variant';
  return isOfImage ? { ...fault, imageId: name } : fault;
}
