import type { Store } from '../../model/model.ts';
import type { Executed } from '../../gallery/command-handler.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { parseId } from '../../model/ids.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { toQuestion } from '../bigcommerce/credentials.ts';
import { createImage, deleteImages, updateImage } from '../bigcommerce/image-writes.ts';
import { admitWrite, describeWrite, withImageBody, type Admitted } from '../bigcommerce/write-request.ts';
import { lastModifiedHeader, lastModifiedOf, respond, type NamedCall } from './request-context.ts';
import type { V2Fault } from './faults.ts';
import { parseImageBody } from './image-body.ts';
import { toWireImage } from './image.ts';
import { parsePage } from './page-query.ts';

/** POST an image: 201 with its Location. */
export async function create(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const admitted = await letIn(call);
  if (!admitted.ok) return admitted;
  const executed = await withImageBody(call.c, admitted.value, parseImageBody, (imageWrite) =>
    createImage(call.ports, imageWrite),
  );
  return executed.ok ? respondImage(call, admitted.value.access.store, executed.value, 201) : executed;
}

/** PUT changes to an image. */
export async function update(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const admitted = await letIn(call);
  if (!admitted.ok) return admitted;
  const imageId = readImageId(call);
  if (!imageId.ok) return imageId;
  const executed = await withImageBody(call.c, admitted.value, parseImageBody, (imageWrite) =>
    updateImage(call.ports, imageId.value, imageWrite),
  );
  return executed.ok ? respondImage(call, admitted.value.access.store, executed.value, 200) : executed;
}

/** DELETE an image. */
export async function remove(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const admitted = await letIn(call);
  if (!admitted.ok) return admitted;
  const imageId = readImageId(call);
  if (!imageId.ok) return imageId;
  const request = await describeWrite(call.c, admitted.value, { fields: {}, file: undefined });
  if (!request.ok) return request;
  const command = { kind: 'delete', gallery: 'shop', imageIds: [imageId.value] } as const;
  return respondDeleted(await deleteImages(call.ports, request.value, command));
}

/** DELETE a product's images: the page that the query names, or all of them. */
export async function removePage(call: NamedCall): Promise<Result<Response, V2Fault>> {
  const admitted = await letIn(call);
  if (!admitted.ok) return admitted;
  const wanted = parsePage(call.query);
  if (!wanted.ok) return wanted;
  const { page, isNamed } = wanted.value;
  const selection = isNamed ? page : { offset: 0, limit: undefined };
  const request = await describeWrite(call.c, admitted.value, { fields: { ...selection }, file: undefined });
  if (!request.ok) return request;
  const command = { kind: 'delete-page', gallery: 'shop', ...selection } as const;
  return respondDeleted(await deleteImages(call.ports, request.value, command));
}

async function letIn(call: NamedCall): Promise<Result<Admitted, V2Fault>> {
  return await admitWrite(call.ports, toQuestion(call.c, call.credentials));
}

function readImageId({ c }: NamedCall): Result<number, V2Fault> {
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  return imageId === undefined ? fail({ kind: 'image-not-found', imageId: label }) : ok(imageId);
}

function respondImage(call: NamedCall, store: Store, executed: Executed, status: 200 | 201): Result<Response, V2Fault> {
  const [image] = executed.outcome.images;
  // An image deleted between the write and its lost answer: it took, and is gone since.
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: call.c.req.param('image') ?? '' });
  const { c, entrance, origin, suffix } = call;
  const path = `${entrance.basePath(c)}/products/${image.productId}/images/${image.id}`;
  const location = `${origin}${path}${suffix === undefined ? '' : `.${suffix}`}`;
  const headers = {
    ...(status === 201 ? { Location: location } : {}),
    ...lastModifiedHeader(lastModifiedOf(call, { store, changedAtMs: image.modifiedAtMs })),
    ...replayHeader(executed),
  };
  return ok(respond(call, { root: 'image', value: { ...toWireImage(image, store, origin) } }, status, headers));
}

function respondDeleted(executed: Result<Executed, V2Fault>): Result<Response, V2Fault> {
  return executed.ok ? ok(new Response(null, { status: 204, headers: replayHeader(executed.value) })) : executed;
}
