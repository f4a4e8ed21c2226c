import { Hono, type Context } from 'hono';
import type { Fault } from '../../catalogue/faults.ts';
import type { Store } from '../../model/model.ts';
import { getImage, listImages } from '../../catalogue/queries.ts';
import type { Executed } from '../../gallery/command-handler.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { parseId } from '../../model/ids.ts';
import { fail, type Result } from '../../platform/result.ts';
import { meteredPorts } from '../bigcommerce/credentials.ts';
import { createImage, deleteImages, updateImage } from '../bigcommerce/image-writes.ts';
import { internalErrorResponse } from '../bigcommerce/object-error.ts';
import { describeWrite, withImageBody } from '../bigcommerce/write-request.ts';
import { answer } from './answer.ts';
import { parseImageBody } from './image-body.ts';
import { toWireImage } from './image.ts';
import {
  selectFields,
  toListQuery,
  toPagination,
  validFieldQuery,
  validListQuery,
  type FieldQuery,
  type PageQuery,
} from './list-query.ts';
import { letIn, readQuestion } from './request.ts';
import { setVariantImage } from './variant-image.ts';

/** BigCommerce V3, mounted at `/stores/{store_hash}/v3` (contract: BigCommerce section 1). */
export function bigcommerceV3(): Hono<AppEnv> {
  const images = '/catalog/products/:product/images';
  return new Hono<AppEnv>()
    .get(images, validListQuery, list)
    .post(images, create)
    .get(`${images}/:image`, validFieldQuery, get)
    .put(`${images}/:image`, (c) => update(c, false))
    .post(`${images}/:image`, (c) => update(c, true))
    .delete(`${images}/:image`, remove)
    .post('/catalog/products/:product/variants/:variant/image', async (c) => answer(await setVariantImage(c)))
    .onError((error) => {
      console.error({ event: 'request-failed', message: String(error), stack: error.stack });
      return internalErrorResponse();
    });
}

/** A context whose query has been validated. */
type Validated<Query extends object> = Context<AppEnv, string, { in: { query: object }; out: { query: Query } }>;

async function list(c: Validated<PageQuery>): Promise<Response> {
  const { origin } = c.var.service;
  const ports = meteredPorts(c.var.service);
  const question = await readQuestion(c);
  if (!question.ok) return answer(question);
  const query = c.req.valid('query');
  const wanted = toListQuery(query);
  const page = await listImages(ports, question.value, wanted);
  if (!page.ok) return answer(page);
  const { access, product, images } = page.value;
  const etag = listEtag(product.version, access.store);
  if (isNotModified(c.req.raw.headers, etag)) return new Response(null, { status: 304, headers: { ETag: etag } });
  const data = images.map((image) => selectFields(query, toWireImage(image, access.store, origin)));
  const pagination = toPagination(wanted, product.shopImageCount, data.length);
  return Response.json({ data, meta: { pagination } }, { headers: { ETag: etag } });
}

async function get(c: Validated<FieldQuery>): Promise<Response> {
  const { origin } = c.var.service;
  const question = await readQuestion(c);
  if (!question.ok) return answer(question);
  const label = c.req.param('image') ?? '';
  const found = await getImage(meteredPorts(c.var.service), question.value, parseId(label), label);
  if (!found.ok) return answer(found);
  const { access, product, image } = found.value;
  const etag = listEtag(product.version, access.store);
  if (isNotModified(c.req.raw.headers, etag)) return new Response(null, { status: 304, headers: { ETag: etag } });
  const data = selectFields(c.req.valid('query'), toWireImage(image, access.store, origin));
  return Response.json({ data, meta: {} }, { headers: { ETag: etag } });
}

async function create(c: Context<AppEnv>): Promise<Response> {
  const admitted = await letIn(c);
  if (!admitted.ok) return answer(admitted);
  const executed = await withImageBody(c, admitted.value, parseImageBody, (imageWrite) =>
    createImage(c.var.service.ports, imageWrite),
  );
  return answerImage(c, admitted.value.access.store, executed);
}

/** @param needsFile the multipart POST to an image replaces its file; PUT may do without one. */
async function update(c: Context<AppEnv>, needsFile: boolean): Promise<Response> {
  const admitted = await letIn(c);
  if (!admitted.ok) return answer(admitted);
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  if (imageId === undefined) return answer(fail({ kind: 'image-not-found', imageId: label }));
  const executed = await withImageBody<Executed, Fault>(c, admitted.value, parseImageBody, async (imageWrite) => {
    if (needsFile && imageWrite.body.source === undefined) return fail({ kind: 'image-missing' });
    return await updateImage(c.var.service.ports, imageId, imageWrite);
  });
  return answerImage(c, admitted.value.access.store, executed);
}

async function remove(c: Context<AppEnv>): Promise<Response> {
  const admitted = await letIn(c);
  if (!admitted.ok) return answer(admitted);
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  if (imageId === undefined) return answer(fail({ kind: 'image-not-found', imageId: label }));
  const request = await describeWrite(c, admitted.value, { fields: {}, file: undefined });
  if (!request.ok) return answer(request);
  const command = { kind: 'delete', gallery: 'shop', imageIds: [imageId] } as const;
  const executed = await deleteImages(c.var.service.ports, request.value, command);
  if (!executed.ok) return answer(executed);
  return new Response(null, { status: 204, headers: replayHeader(executed.value) });
}

function answerImage(c: Context<AppEnv>, store: Store, executed: Result<Executed, Fault>): Response {
  if (!executed.ok) return answer(executed);
  const [image] = executed.value.outcome.images;
  // An image deleted between the write and its lost answer: it took, and is gone since.
  if (image === undefined) return answer(fail({ kind: 'image-not-found', imageId: c.req.param('image') ?? '' }));
  const data = toWireImage(image, store, c.var.service.origin);
  return Response.json({ data, meta: {} }, { headers: replayHeader(executed.value) });
}
