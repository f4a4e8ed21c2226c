import type { WriteConditions } from '../../catalogue/commands.ts';
import { knownProductId } from '../../catalogue/product-writes.ts';
import { parseImageName } from '../../delivery/image-name.ts';
import { replayHeader } from '../../http/idempotency.ts';
import { runWrite } from '../../http/write-pipeline.ts';
import { acceptJob, type AcceptedJobId } from '../../jobs/accept-job.ts';
import type { JobItems, NewTask } from '../../jobs/job.ts';
import { placeImages } from '../../jobs/place-images.ts';
import { JOB_FINISHED } from '../../jobs/webhooks.ts';
import type { GalleryName } from '../../model/product.ts';
import type { Access } from '../../model/access.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type * as z from '../../platform/schema.ts';
import { deleteBatchSchema, createImagesSchema, updateSourcesSchema } from './body-schemas.ts';
import type { ShoptetFault } from './faults.ts';
import { jsonBodyStep } from './json-body-step.ts';
import { authorizeGalleryWrite, type GalleryTarget, productIdForStoring } from './product-access.ts';
import { authorizeRequest, respond, type ShoptetContext } from './request-context.ts';

/** The language of a job when the request names none. */
const DEFAULT_LANGUAGE = 'cs';

/** POST …/images/{gallery}: creates images from URLs. 202 with a job id. */
export async function createImages(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeGalleryWrite(c),
    ...jsonBodyStep(c, createImagesSchema),
    execute: ({ target, body, conditions }) =>
      acceptAsJob(
        c,
        target.access,
        async () => toCreateItems(await productIdForStoring(c, target), target.gallery, body),
        conditions,
      ),
    answer: (accepted) => answerAccepted(c, accepted),
  });
}

/** PATCH …/images/{gallery}/source: replaces the files of images. 202 with a job id. */
export async function updateSources(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeGalleryWrite(c),
    ...jsonBodyStep(c, updateSourcesSchema),
    execute: ({ target, body, conditions }) =>
      acceptAsJob(c, target.access, () => Promise.resolve(toReplaceItems(target, body)), conditions),
    answer: (accepted) => answerAccepted(c, accepted),
  });
}

/** DELETE /api/products/images/batch: deletes the images listed in a file of JSON lines. 202 with a job id. */
export async function deleteBatch(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  return await runWrite(c.req, {
    authorize: () => authorizeRequest(c, 'write'),
    ...jsonBodyStep(c, deleteBatchSchema),
    execute: ({ target, body, conditions }) => {
      const { batchFileUrlPath: url, removeReference: clearReferences = false } = body;
      const items: JobItems = { product: undefined, tasks: [{ kind: 'read-batch', url, clearReferences }] };
      return acceptAsJob(c, target, () => Promise.resolve(items), conditions);
    },
    answer: (accepted) => answerAccepted(c, accepted),
  });
}

/**
 * Stores a job. Fault: webhook-required when the store's settings demand a webhook and it has none.
 *
 * @param readItems returns the job's items; called when the job is not refused.
 */
async function acceptAsJob(
  c: ShoptetContext,
  access: Access,
  readItems: () => Promise<JobItems>,
  { idempotency }: WriteConditions,
): Promise<Result<AcceptedJobId, ShoptetFault>> {
  const { jobs, webhooks, origin } = c.get('service');
  const { store } = access;
  if (store.settings.shoptet.needsJobWebhook && (await webhooks.list(store.id)).length === 0) {
    return fail({ kind: 'webhook-required', event: JOB_FINISHED });
  }
  const language = c.req.query('language') ?? DEFAULT_LANGUAGE;
  const items = await readItems();
  return await acceptJob(jobs, { access, endpoint: c.req.path, language, origin, items, idempotency });
}

function answerAccepted(c: ShoptetContext, { jobId, isReplay }: AcceptedJobId): Result<Response, ShoptetFault> {
  return ok(respond(c, { status: 202, data: { jobId }, headers: replayHeader({ isReplay }) }));
}

/**
 * Returns one task per image. Images without a priority follow all others in the order of the request, whatever order
 * they are downloaded in.
 */
function toCreateItems(
  productId: number,
  gallery: GalleryName,
  { data }: z.infer<typeof createImagesSchema>,
): JobItems {
  const images = data.images.map(({ priority, ...image }) => ({
    ...image,
    sortOrder: priority === undefined ? undefined : priority - 1,
  }));
  const tasks = placeImages(images).map(({ sourceUrl, description = '', place }): NewTask => ({
    kind: 'create',
    gallery,
    sourceUrl,
    description,
    place,
  }));
  return { product: { productId, gallery }, tasks };
}

/**
 * Returns one task per image. A name that no image can have becomes a task that fails, and so does every name where the
 * product was never seen: such a product has no images, and gets no number for that.
 */
function toReplaceItems(target: GalleryTarget, { data }: z.infer<typeof updateSourcesSchema>): JobItems {
  const { gallery } = target;
  const productId = knownProductId(target);
  if (productId === undefined) {
    return { product: undefined, tasks: data.images.map(({ name }): NewTask => ({ kind: 'no-image', name })) };
  }
  const tasks = data.images.map(({ name, sourceUrl, priority, description }): NewTask => {
    const imageId = parseImageName(name);
    if (imageId === undefined) return { kind: 'no-image', name };
    const sortOrder = priority === undefined ? undefined : priority - 1;
    return { kind: 'replace', gallery, imageId, name, sourceUrl, sortOrder, description };
  });
  return { product: { productId, gallery }, tasks };
}
