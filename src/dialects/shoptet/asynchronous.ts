import type * as z from 'zod';
import type { GalleryName, Store } from '../../model/model.ts';
import { parseImageName } from '../../delivery/image-name.ts';
import { acceptJob } from '../../jobs/accept.ts';
import type { NewItem } from '../../jobs/model.ts';
import type { GalleryEnd } from '../../jobs/ports.ts';
import { JOB_FINISHED } from '../../jobs/webhooks.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import { batchBody, createBody, sourceBody } from './bodies.ts';
import { enter, refuse, reply, type Answer, type Ctx } from './request-context.ts';
import type { ShoptetFault } from './faults.ts';
import { admitWrite, readGallery } from './product.ts';
import { readBody, readIdempotency } from './read-body.ts';

/** The language of a job whose caller names none. */
const DEFAULT_LANGUAGE = 'cs';

/** POST …/images/{gallery}: new images from URLs; 202 and a job. */
export async function createImages(c: Ctx): Promise<Response> {
  return reply(
    c,
    await acceptForProduct(c, createBody, async (gallery, body, storeId, productId) => {
      const end = await c.var.service.jobs.jobs.galleryEnd(storeId, productId, gallery);
      return toNewImages(body.data.images, gallery, end).map((task) => ({ productId, task }));
    }),
  );
}

/** PATCH …/images/{gallery}/source: new bytes for images; 202 and a job. */
export async function updateSources(c: Ctx): Promise<Response> {
  return reply(
    c,
    await acceptForProduct(c, sourceBody, (gallery, body, _storeId, productId) =>
      Promise.resolve(
        body.data.images.map(({ name, sourceUrl, priority, description }): NewItem => {
          const imageId = parseImageName(name);
          if (imageId === undefined) return { productId, task: { kind: 'no-image', name } };
          const sortOrder = priority === undefined ? undefined : priority - 1;
          return { productId, task: { kind: 'replace', gallery, imageId, name, sourceUrl, sortOrder, description } };
        }),
      ),
    ),
  );
}

/** DELETE /api/products/images/batch: a file of JSON lines; 202 and a job. */
export async function deleteBatch(c: Ctx): Promise<Response> {
  const access = await enter(c, 'modify');
  if (!access.ok) return reply(c, access);
  const body = await readBody(c, batchBody);
  if (!body.ok) return reply(c, body);
  const { batchFileUrlPath: url, removeReference: clearReferences = false } = body.value;
  const item: NewItem = { productId: undefined, task: { kind: 'read-batch', url, clearReferences } };
  return reply(c, await accept(c, access.value.store, body.value, () => Promise.resolve([item])));
}

async function acceptForProduct<T>(
  c: Ctx,
  schema: z.ZodType<T>,
  toItems: (gallery: GalleryName, body: T, storeId: number, productId: number) => Promise<readonly NewItem[]>,
): Promise<Result<Answer, ShoptetFault>> {
  const gallery = readGallery(c);
  if (!gallery.ok) return await refuse(c, 'modify', gallery.fault);
  const admitted = await admitWrite(c);
  if (!admitted.ok) return admitted;
  const body = await readBody(c, schema);
  if (!body.ok) return body;
  const { access, productId } = admitted.value;
  return await accept(c, access.store, body.value, () =>
    toItems(gallery.value, body.value, access.store.id, productId),
  );
}

async function accept(
  c: Ctx,
  store: Store,
  body: unknown,
  toItems: () => Promise<readonly NewItem[]>,
): Promise<Result<Answer, ShoptetFault>> {
  const { jobs, webhooks, origin } = c.var.service;
  if (store.settings.shoptet.needsJobWebhook && (await webhooks.list(store.id)).length === 0) {
    return fail({ kind: 'webhook-required', event: JOB_FINISHED });
  }
  const idempotency = await readIdempotency(c, body);
  if (!idempotency.ok) return idempotency;
  const accepted = await acceptJob(jobs, {
    store,
    endpoint: c.req.path,
    language: c.req.query('language') ?? DEFAULT_LANGUAGE,
    origin,
    items: await toItems(),
    idempotency: idempotency.value,
  });
  if (!accepted.ok) return accepted;
  const { jobId, isReplay } = accepted.value;
  return ok({ status: 202, data: { jobId }, headers: isReplay ? { 'Idempotency-Replayed': 'true' } : {} });
}

/** Images without a priority go behind all others, in the order of the request, whatever order they come in. */
function toNewImages(
  images: z.infer<typeof createBody>['data']['images'],
  gallery: GalleryName,
  end: GalleryEnd,
): readonly NewItem['task'][] {
  let highest = end.highestSortOrder;
  return images.map(({ sourceUrl, priority, description = '' }) => {
    const next = highest === undefined ? 0 : highest + 1;
    const sortOrder = priority === undefined ? next : priority - 1;
    highest = Math.max(highest ?? sortOrder, sortOrder);
    const mayLead = end.isEmpty && gallery === 'shop';
    return { kind: 'create', gallery, sourceUrl, sortOrder, description, mayLead };
  });
}
