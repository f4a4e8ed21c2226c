import {
  changeNothing,
  knownProductId,
  type ProductTarget,
  productIdForStoring,
} from '../../catalogue/product-writes.ts';
import { replayHeader } from '../../http/idempotency.ts';
import type { ParsedWrite } from '../../http/write-pipeline.ts';
import { acceptJob, type AcceptedJobId } from '../../jobs/accept-job.ts';
import type { NewTask } from '../../jobs/job.ts';
import { placeImages } from '../../jobs/place-images.ts';
import type { GalleryName } from '../../model/product.ts';
import { fail, type Result } from '../../platform/result.ts';
import type { V1Fault, ValueError } from './faults.ts';
import { type NewImageBody, toAlts } from './new-image-body.ts';
import { prefers } from './prefer.ts';
import type { V1Context } from './request-context.ts';

/** How many pictures a request fetches itself; more become a job. */
const MAX_FETCHED_URLS = 20;

/** Returns whether images become a job: because the client prefers it, or because there is so much to fetch. */
export const areDeferred = (c: V1Context, images: readonly NewImageBody[]): boolean =>
  prefers(c, 'respond-async') || images.filter(({ url }) => url !== undefined).length > MAX_FETCHED_URLS;

/**
 * Stores a job that creates images one by one, behind all others and in the order of the request. Faults: body-invalid
 * for a position, version-mismatch, key-reused, job-limit-reached.
 */
export async function deferImages(
  c: V1Context,
  { target, body: { images }, conditions }: ParsedWrite<ProductTarget, { readonly images: readonly NewImageBody[] }>,
): Promise<Result<AcceptedJobId, V1Fault>> {
  const errors = images.flatMap(({ position }, index): ValueError[] =>
    position === undefined ? [] : [{ pointer: `/images/${index}/position`, detail: NO_POSITION }],
  );
  if (errors.length > 0) return fail({ kind: 'body-invalid', errors: errors.slice(0, 1) });
  const { ports, products, jobs, origin } = c.get('service');
  if (knownProductId(target) === undefined) {
    const unchanged = changeNothing(conditions);
    if (!unchanged.ok) return unchanged;
  }
  const productId = await productIdForStoring({ products, nowMs: () => ports.nowMs() }, target);
  const items = { product: { productId, gallery: 'shop' }, tasks: toTasks(images) } as const;
  const { idempotency, allowedVersions: allowed } = conditions;
  return await acceptJob(jobs, {
    access: target.access,
    endpoint: c.req.path,
    language: '',
    origin,
    items,
    idempotency,
    onVersions: allowed && { productId, allowed, seen: target.head?.version ?? 0 },
  });
}

const NO_POSITION = 'Images of a job go behind all others; move them when they are there.';

/** Answers that a job has been stored. */
export function answerDeferred(c: V1Context, { jobId, isReplay }: AcceptedJobId): Response {
  const applied = prefers(c, 'respond-async') ? { 'Preference-Applied': 'respond-async' } : {};
  const headers = {
    Location: `${c.get('service').origin}/v1/jobs/${jobId}`,
    ...applied,
    ...replayHeader({ isReplay }),
  };
  return Response.json({ jobId }, { status: 202, headers });
}

/** Returns a task for each image. Where one is to be the main image, the others leave it that. */
function toTasks(images: readonly NewImageBody[]): readonly NewTask[] {
  const hasMain = images.some(({ isMain }) => isMain === true);
  const tasks: NewTask[] = [];
  for (const gallery of ['shop', 'shop360'] satisfies GalleryName[]) {
    const rows = [...images.keys()].filter((row) => images[row]?.gallery === gallery);
    const places = placeImages(rows.map((row) => ({ row, sortOrder: undefined })));
    for (const { row, place } of places) {
      const image = images[row];
      if (image !== undefined) tasks[row] = toTask(image, place, hasMain);
    }
  }
  return tasks;
}

function toTask(
  { url = '', mediaId, alt, alts, gallery, isMain, focalPoint }: NewImageBody,
  place: Extract<NewTask, { kind: 'create' }>['place'],
  hasMain: boolean,
): NewTask {
  const image = {
    gallery,
    description: alt,
    alts: toAlts(alts),
    isMain: isMain ?? (hasMain ? false : undefined),
    focalPoint: focalPoint ?? undefined,
    place,
  };
  return mediaId === undefined ? { kind: 'create', sourceUrl: url, ...image } : { kind: 'place', mediaId, ...image };
}
