import { write } from '../../catalogue/commands.ts';
import type { Fault } from '../../catalogue/faults.ts';
import { imageName, parseImageName } from '../../delivery/image-name.ts';
import type { Command } from '../../gallery/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { readFlag, refuse, reply, type Answer, type Ctx } from './request-context.ts';
import { toWireNote } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { admitWrite, describeWrite, readGallery } from './product.ts';

/** DELETE …/images/{gallery}/{imageName}: 409, and nothing deleted, where a variant shows the image. */
export async function deleteImage(c: Ctx): Promise<Response> {
  const name = c.req.param('name') ?? '';
  const removed = await remove(c, name);
  return reply(c, removed.ok ? removed : fail(byName(removed.fault, name)));
}

/** DELETE …/images/{gallery}: images that a variant shows are skipped and told of. */
export async function deleteGallery(c: Ctx): Promise<Response> {
  return reply(c, await remove(c, undefined));
}

async function remove(c: Ctx, name: string | undefined): Promise<Result<Answer, ShoptetFault>> {
  const gallery = readGallery(c);
  if (!gallery.ok) return await refuse(c, 'modify', gallery.fault);
  const admitted = await admitWrite(c);
  if (!admitted.ok) return admitted;
  const clearReferences = readFlag(c, 'removeReference');
  if (!clearReferences.ok) return clearReferences;
  const request = await describeWrite(c, admitted.value, undefined);
  if (!request.ok) return request;
  const { access, productId } = admitted.value;
  const { ports, products } = c.var.service;
  const executed = await write(ports, request.value, async (): Promise<Result<Command, Fault>> => {
    const command = { kind: 'delete', gallery: gallery.value } as const;
    if (name !== undefined) {
      const imageId = parseImageName(name);
      if (imageId === undefined) return fail({ kind: 'image-not-found', imageId: name });
      return ok({ ...command, imageIds: [imageId], ...(clearReferences.value ? {} : { references: 'refuse' }) });
    }
    const imageIds = await products.imageIds(access.store.id, productId, gallery.value);
    return ok({ ...command, imageIds, whenMissing: 'skip', ...(clearReferences.value ? {} : { references: 'skip' }) });
  });
  if (!executed.ok) return executed;
  const errors = executed.value.outcome.images.map(({ id, format }) =>
    toWireNote({ kind: 'image-used-by-variant', imageId: imageName({ id, format }) }),
  );
  return ok({ data: null, errors, headers: replayHeader(executed.value) });
}

/** The gallery knows images by number, this API by name. */
function byName(fault: ShoptetFault, name: string): ShoptetFault {
  const isOfImage = fault.kind === 'image-not-found' || fault.kind === 'image-used-by-variant';
  return isOfImage ? { ...fault, imageId: name } : fault;
}
