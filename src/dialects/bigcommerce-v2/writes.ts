import type { WriteTarget } from '../../catalogue/commands.ts';
import type { Page } from '../../catalogue/image-reads.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type BodyStep, NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { authorizeImageWrite, authorizeWrite } from '../bigcommerce/authenticate.ts';
import { imageBodyStep } from '../bigcommerce/image-body-step.ts';
import { createImage, deleteImages, updateImage } from '../bigcommerce/image-writes.ts';
import type { V2Fault } from './faults.ts';
import { parseImageBody } from './image-body.ts';
import { toWireImage } from './image.ts';
import { parsePage } from './page-query.ts';
import { type IdentifiedRequest, lastModifiedHeader, lastModifiedOf, respond } from './request-context.ts';

/** POST an image: 201 with its Location. */
export async function create(request: IdentifiedRequest): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeWrite(c, credentials),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => createImage(service.ports, write),
    answer: (executed, target) => answerImage(request, target, executed, 201),
  });
}

/** PUT changes to an image. */
export async function update(request: IdentifiedRequest): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => updateImage(service.ports, write),
    answer: (executed, target) => answerImage(request, target, executed, 200),
  });
}

/** DELETE an image. */
export async function remove(request: IdentifiedRequest): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials),
    ...NO_BODY,
    execute: (write) => {
      const imageIds = [write.target.imageId];
      return deleteImages(service.ports, write, { kind: 'delete', gallery: 'shop', imageIds });
    },
    answer: answerDeleted,
  });
}

/** Which images of a product are to be deleted: a page of them, or all that follow `offset`. */
interface PageTarget extends WriteTarget {
  readonly selection: Pick<Page, 'offset'> & { readonly limit: number | undefined };
}

/** A deletion of one page is another request than the deletion of all. */
const PAGE_STEP: BodyStep<PageTarget, undefined, never> = {
  ...NO_BODY,
  toContent: (_body, { selection }) => ({ fields: { ...selection }, file: undefined }),
};

/** DELETE a product's images: the page that the query names, or all of them. */
export async function removePage(request: IdentifiedRequest): Promise<Result<Response, V2Fault>> {
  const { c, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizePageWrite(request),
    ...PAGE_STEP,
    execute: (write) =>
      deleteImages(service.ports, write, { kind: 'delete-page', gallery: 'shop', ...write.target.selection }),
    answer: answerDeleted,
  });
}

async function authorizePageWrite(request: IdentifiedRequest): Promise<Result<PageTarget, V2Fault>> {
  const target = await authorizeWrite(request.c, request.credentials);
  if (!target.ok) return target;
  const query = parsePage(request.query);
  if (!query.ok) return query;
  const { page, isNamed } = query.value;
  return ok({ ...target.value, selection: isNamed ? page : { offset: 0, limit: undefined } });
}

function answerImage(
  request: IdentifiedRequest,
  { access: { store } }: WriteTarget,
  executed: CommandResult,
  status: 200 | 201,
): Result<Response, V2Fault> {
  const { c, scheme, service, suffix } = request;
  const { origin } = service;
  const [image] = executed.rows.images;
  // The write was committed, its answer was lost, and the image was deleted before the write was sent again.
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: c.req.param('image') ?? '' });
  const path = `${scheme.basePath(c)}/products/${image.productId}/images/${image.id}`;
  const location = `${origin}${path}${suffix === undefined ? '' : `.${suffix}`}`;
  const headers = {
    ...(status === 201 ? { Location: location } : {}),
    ...lastModifiedHeader(lastModifiedOf(request, { store, changedAtMs: image.modifiedAtMs })),
    ...replayHeader(executed),
  };
  return ok(respond(request, { root: 'image', value: { ...toWireImage(image, store, origin) } }, status, headers));
}

function answerDeleted(executed: CommandResult): Result<Response, V2Fault> {
  return ok(new Response(null, { status: 204, headers: replayHeader(executed) }));
}
