import type * as z from 'zod';
import { write } from '../../catalogue/commands.ts';
import type { GalleryName } from '../../model/model.ts';
import { parseImageName } from '../../delivery/image-name.ts';
import type { Command, ImageUpdate } from '../../gallery/commands.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { ok, type Result } from '../../platform/result.ts';
import { updateBody } from './bodies.ts';
import { refuse, reply, type Answer, type Ctx } from './request-context.ts';
import { toWireNote } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { openImageWriter } from './image.ts';
import { admitWrite, describeWrite, readGallery } from './product.ts';
import { readBody } from './read-body.ts';

type WantedImages = z.infer<typeof updateBody>['data']['images'];

/** PATCH …/images/{gallery}: attributes of up to 100 images; names that are not there are told of, and fail nothing. */
export async function updateImages(c: Ctx): Promise<Response> {
  return reply(c, await update(c));
}

async function update(c: Ctx): Promise<Result<Answer, ShoptetFault>> {
  const gallery = readGallery(c);
  if (!gallery.ok) return await refuse(c, 'modify', gallery.fault);
  const admitted = await admitWrite(c);
  if (!admitted.ok) return admitted;
  const body = await readBody(c, updateBody);
  if (!body.ok) return body;
  const request = await describeWrite(c, admitted.value, body.value);
  if (!request.ok) return request;
  const wanted = body.value.data.images;
  const command = toCommand(gallery.value, wanted);
  const executed = await write(c.var.service.ports, request.value, () => Promise.resolve(ok(command)));
  if (!executed.ok) return executed;
  const { outcome } = executed.value;
  const rows = new Map(
    outcome.images.filter((image) => image.gallery === gallery.value).map((image) => [image.id, image]),
  );
  const named = new Map(wanted.map(({ name }) => [name, rows.get(parseImageName(name) ?? 0)]));
  const updated = new Set([...named.values()].filter((image) => image !== undefined));
  const toWire = await openImageWriter(admitted.value.access.store, c.var.service.config.signingKeys);
  const images = await Promise.all([...updated].map((image) => toWire(image, image.id === outcome.mainImageId)));
  const errors = [...named].flatMap(([name, image]) =>
    image === undefined ? [toWireNote({ kind: 'image-not-found', imageId: name })] : [],
  );
  return ok({ data: { images }, errors, headers: replayHeader(executed.value) });
}

/** Priorities are set as given, and move nobody else. */
function toCommand(gallery: GalleryName, wanted: WantedImages): Command {
  const updates = wanted.flatMap(({ name, priority, description }): ImageUpdate[] => {
    const imageId = parseImageName(name);
    const sortOrder = priority === undefined ? undefined : priority - 1;
    return imageId === undefined
      ? []
      : [{ imageId, sortOrder, isThumbnail: undefined, description, upload: undefined }];
  });
  return { kind: 'update', gallery, updates, makeRoom: false, tellsMainImage: true, whenMissing: 'skip' };
}
