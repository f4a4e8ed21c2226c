import { executeChange } from '../../catalogue/product-writes.ts';
import { parseImageName } from '../../delivery/image-name.ts';
import type { Command, ImageUpdate } from '../../gallery/commands.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type ParsedWrite, runWrite } from '../../http/write-pipeline.ts';
import type { GalleryName } from '../../model/product.ts';
import { ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import { updateImagesSchema } from './body-schemas.ts';
import { toErrorEntry } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { openImageSerializer } from './image.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeGalleryWrite, type GalleryTarget, productIdForChange } from './product-access.ts';
import { respond, type ShoptetContext } from './request-context.ts';

type RequestedImages = z.infer<typeof updateImagesSchema>['data']['images'];

/** The images of the request, and the result of the command. */
interface UpdateResult {
  readonly requested: RequestedImages;
  readonly executed: CommandResult;
}

/**
 * PATCH …/images/{gallery}: changes attributes of up to 100 images. Names of unknown images are listed in `errors`, and
 * the others are updated.
 */
export async function updateImages(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeGalleryWrite(c),
    ...jsonBodyStep(c, updateImagesSchema),
    execute: (write) => executeUpdate(c, write),
    answer: (updated, target) => answerUpdate(c, target, updated),
  });
}

async function executeUpdate(
  c: ShoptetContext,
  { target, body, conditions }: ParsedWrite<GalleryTarget, z.infer<typeof updateImagesSchema>>,
): Promise<Result<UpdateResult, ShoptetFault>> {
  const requested = body.data.images;
  const command = toCommand(target.gallery, requested);
  const productId = await productIdForChange(c, target, conditions);
  const executed = await executeChange(c.get('service').ports, target, productId, conditions, command);
  return executed.ok ? ok({ requested, executed: executed.value }) : executed;
}

/** Returns the command. Priorities are set as given, and no other image moves. */
function toCommand(gallery: GalleryName, requested: RequestedImages): Command {
  const updates = requested.flatMap(({ name, priority, description }): ImageUpdate[] => {
    const imageId = parseImageName(name);
    const sortOrder = priority === undefined ? undefined : priority - 1;
    return imageId === undefined
      ? []
      : [{ imageId, sortOrder, isThumbnail: undefined, description, focalPoint: undefined, upload: undefined }];
  });
  return { kind: 'update', gallery, updates, makeRoom: false, returnsMainImage: true, whenMissing: 'skip' };
}

async function answerUpdate(
  c: ShoptetContext,
  { access, gallery }: GalleryTarget,
  { requested, executed }: UpdateResult,
): Promise<Result<Response, ShoptetFault>> {
  const { rows } = executed;
  const ofGallery = rows.images.filter((image) => image.gallery === gallery);
  const byId = new Map(ofGallery.map((image) => [image.id, image]));
  const named = new Map(requested.map(({ name }) => [name, byId.get(parseImageName(name) ?? 0)]));
  const updated = new Set([...named.values()].filter((image) => image !== undefined));
  const toWire = openImageSerializer(access.store, c.get('service').config.signingKeys);
  const images = [...updated].map((image) => toWire(image, image.id === rows.mainImageId));
  const errors = [...named].flatMap(([name, image]) =>
    image === undefined ? [toErrorEntry({ kind: 'image-not-found', imageId: name })] : [],
  );
  return ok(respond(c, { data: { images }, errors, headers: replayHeader(executed) }));
}
