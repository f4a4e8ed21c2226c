import type { WriteTarget } from '../../catalogue/commands.ts';
import type { Page } from '../../catalogue/image-reads.ts';
import { isImageFilePathOf } from '../../delivery/picture-name.ts';
import type { CommandResult } from '../../gallery/operation.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { type BodyStep, NO_BODY, runWrite } from '../../http/write-pipeline.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import {
  authorizeImageWrite,
  authorizeWrite,
  noteVerified,
  recallImageWrite,
  recallWrite,
} from '../bigcommerce/authenticate.ts';
import { imageBodyStep, rememberedForUpdate } from '../bigcommerce/image-body-step.ts';
import type { ImageBody } from '../bigcommerce/image-fields.ts';
import { executeCreate, executeDelete, executeUpdate } from '../bigcommerce/image-writes.ts';
import type { V2Fault } from './faults.ts';
import { parseImageBody } from './image-body.ts';
import { openWireImages } from './image.ts';
import { parsePageQuery } from './page-query.ts';
import { type RequestWithCredentials, lastModifiedHeader, lastModifiedOf, respond } from './request-context.ts';

/** POST an image: 201 with the image and its Location. */
export async function createProductImage(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeWrite(c, credentials),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => executeCreate(service.ports, write),
    answer: (executed, target) => answerImage(request, target, executed, 201),
  });
}

/** PUT changes to an image: 200 with the image. */
export async function updateProductImage(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials),
    remembered: rememberedForUpdate(c, credentials),
    ...imageBodyStep(c.req.header('Content-Type'), parseImageBody),
    execute: (write) => {
      const body = withoutOwnFile(write.body, write.target.imageId);
      return executeUpdate(service.ports, { ...write, body });
    },
    answer: (executed, target) => answerImage(request, target, executed, 200),
  });
}

/** An `image_file` that is the image's own, as clients put it back, is no import (BC2-31). */
function withoutOwnFile(body: ImageBody, imageId: number): ImageBody {
  const isOwn = body.source?.kind === 'import' && isImageFilePathOf(imageId, body.source.path);
  return isOwn ? { ...body, source: undefined } : body;
}

/** DELETE an image: 204. */
export async function deleteProductImage(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, credentials, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizeImageWrite(c, credentials),
    remembered: { recall: () => recallImageWrite(c, credentials), onVerified: noteVerified(c) },
    ...NO_BODY,
    execute: (write) => {
      const imageIds = [write.target.imageId];
      return executeDelete(service.ports, write, { kind: 'delete', gallery: 'shop', imageIds });
    },
    answer: answerDeleted,
  });
}

/** An authorized caller, and which images of a product it deletes: one page, or all when `limit` is undefined. */
interface PageTarget extends WriteTarget {
  readonly selection: Pick<Page, 'offset'> & { readonly limit: number | undefined };
}

/** The page is part of the request's fingerprint: deleting one page and deleting all are different requests. */
const DELETE_PAGE_STEP: BodyStep<PageTarget, undefined, never> = {
  ...NO_BODY,
  toContent: (_body, { selection }) => ({ fields: { ...selection }, file: undefined }),
};

/** DELETE a product's images: 204. Deletes the page that the query names, or all images when it names none. */
export async function deleteProductImages(request: RequestWithCredentials): Promise<Result<Response, V2Fault>> {
  const { c, service } = request;
  return await runWrite(c.req, {
    authorize: () => authorizePageWrite(request),
    remembered: { recall: () => recallPageWrite(request), onVerified: noteVerified(c) },
    ...DELETE_PAGE_STEP,
    execute: (write) =>
      executeDelete(service.ports, write, { kind: 'delete-page', gallery: 'shop', ...write.target.selection }),
    answer: answerDeleted,
  });
}

async function authorizePageWrite(request: RequestWithCredentials): Promise<Result<PageTarget, V2Fault>> {
  const target = await authorizeWrite(request.c, request.credentials);
  if (!target.ok) return target;
  const selection = readSelection(request);
  return selection.ok ? ok({ ...target.value, selection: selection.value }) : selection;
}

function recallPageWrite(request: RequestWithCredentials): PageTarget | undefined {
  const selection = readSelection(request);
  const target = recallWrite(request.c, request.credentials);
  return selection.ok && target !== undefined ? { ...target, selection: selection.value } : undefined;
}

function readSelection({ query }: RequestWithCredentials): Result<PageTarget['selection'], V2Fault> {
  const parsed = parsePageQuery(query);
  if (!parsed.ok) return parsed;
  const { page, isExplicit } = parsed.value;
  return ok(isExplicit ? page : { offset: 0, limit: undefined });
}

function answerImage(
  request: RequestWithCredentials,
  { access: { store } }: WriteTarget,
  executed: CommandResult,
  status: 200 | 201,
): Result<Response, V2Fault> {
  const { c, scheme, service, suffix } = request;
  const { origin } = service;
  const [image] = executed.rows.images;
  // This happens when the write was committed, its answer was lost, and the image was deleted before the client
  // repeated the write.
  if (image === undefined) return fail({ kind: 'image-not-found', imageId: c.req.param('image') ?? '' });
  const path = `${scheme.basePath(c)}/products/${image.productId}/images/${image.id}`;
  const location = `${origin}${path}${suffix === undefined ? '' : `.${suffix}`}`;
  const headers = {
    ...(status === 201 ? { Location: location } : {}),
    ...lastModifiedHeader(lastModifiedOf(request, { store, changedAtMs: image.modifiedAtMs })),
    ...replayHeader(executed),
  };
  return ok(respond(request, { root: 'image', value: { ...openWireImages(store, origin)(image) } }, status, headers));
}

function answerDeleted(executed: CommandResult): Result<Response, V2Fault> {
  return ok(new Response(null, { status: 204, headers: replayHeader(executed) }));
}
