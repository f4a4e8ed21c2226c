import { Hono, type Context } from 'hono';
import type { Fault } from '../../catalogue/faults.ts';
import { write } from '../../catalogue/commands.ts';
import type { Store } from '../../catalogue/model.ts';
import { getImage, listImages } from '../../catalogue/queries.ts';
import { takeIn } from '../../catalogue/upload.ts';
import type { Command } from '../../gallery/commands.ts';
import type { Executed } from '../../gallery/desk.ts';
import type { AppEnv } from '../../http/app-env.ts';
import { isNotModified, listEtag } from '../../http/conditional.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { parseId } from '../../http/ids.ts';
import { fail, ok, type Result } from '../../result.ts';
import { answer } from './answer.ts';
import { internalErrorResponse } from './errors.ts';
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
import { admitWrite, describeWrite, readQuestion, withImageBody, type ImageWrite } from './request.ts';
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
    .notFound(() => answer(fail({ kind: 'route-not-found' })))
    .onError((error) => {
      console.error({ event: 'request-failed', message: String(error), stack: error.stack });
      return internalErrorResponse();
    });
}

/** A context whose query has been validated. */
type Validated<Query extends object> = Context<AppEnv, string, { in: { query: object }; out: { query: Query } }>;

async function list(c: Validated<PageQuery>): Promise<Response> {
  const { ports, origin } = c.var.service;
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
  const { ports, origin } = c.var.service;
  const question = await readQuestion(c);
  if (!question.ok) return answer(question);
  const label = c.req.param('image') ?? '';
  const found = await getImage(ports, question.value, parseId(label), label);
  if (!found.ok) return answer(found);
  const { access, product, image } = found.value;
  const etag = listEtag(product.version, access.store);
  if (isNotModified(c.req.raw.headers, etag)) return new Response(null, { status: 304, headers: { ETag: etag } });
  const data = selectFields(c.req.valid('query'), toWireImage(image, access.store, origin));
  return Response.json({ data, meta: {} }, { headers: { ETag: etag } });
}

async function create(c: Context<AppEnv>): Promise<Response> {
  const { service } = c.var;
  const admitted = await admitWrite(c, service);
  if (!admitted.ok) return answer(admitted);
  const { store } = admitted.value.access;
  const executed = await withImageBody(c, admitted.value, async ({ write: request, body }) => {
    const { source } = body;
    if (source === undefined) return fail({ kind: 'image-missing' });
    return await write(service.ports, request, async (): Promise<Result<Command, Fault>> => {
      const upload = await takeIn(service.ports, store.hash, source);
      if (!upload.ok) return upload;
      const { sortOrder, isThumbnail, description = '' } = body;
      const bytes = { kind: 'upload', upload: upload.value } as const;
      const image = { gallery: 'shop', sortOrder, isThumbnail, description, source: bytes } as const;
      return ok({ kind: 'create', images: [image] });
    });
  });
  return answerImage(c, store, executed);
}

/** @param needsFile the multipart POST to an image replaces its file; PUT may do without one. */
async function update(c: Context<AppEnv>, needsFile: boolean): Promise<Response> {
  const { service } = c.var;
  const admitted = await admitWrite(c, service);
  if (!admitted.ok) return answer(admitted);
  const { access } = admitted.value;
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  if (imageId === undefined) return answer(fail({ kind: 'image-not-found', imageId: label }));
  const executed = await withImageBody(c, admitted.value, async (imageWrite) => {
    if (needsFile && imageWrite.body.source === undefined) return fail({ kind: 'image-missing' });
    return await write(service.ports, imageWrite.write, () => prepareUpdate(c, imageId, imageWrite));
  });
  return answerImage(c, access.store, executed);
}

async function prepareUpdate(
  c: Context<AppEnv>,
  imageId: number,
  { write: request, body }: ImageWrite,
): Promise<Result<Command, Fault>> {
  const { source, ...fields } = body;
  const upload = source && (await takeIn(c.var.service.ports, request.access.store.hash, source));
  if (upload?.ok === false) return upload;
  const change = { imageId, ...fields, upload: upload?.value };
  return ok({ kind: 'update', gallery: 'shop', updates: [change], makeRoom: true });
}

async function remove(c: Context<AppEnv>): Promise<Response> {
  const { service } = c.var;
  const admitted = await admitWrite(c, service);
  if (!admitted.ok) return answer(admitted);
  const label = c.req.param('image') ?? '';
  const imageId = parseId(label);
  if (imageId === undefined) return answer(fail({ kind: 'image-not-found', imageId: label }));
  const request = await describeWrite(c, admitted.value, undefined);
  if (!request.ok) return answer(request);
  const executed = await write(service.ports, request.value, () =>
    Promise.resolve(ok({ kind: 'delete', gallery: 'shop', imageIds: [imageId] })),
  );
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
