import type { JobFilter, JobResult } from '../../jobs/job-store.ts';
import { RESULT_LIFETIME_MS } from '../../jobs/limits.ts';
import { type Job, JOB_STATUSES } from '../../jobs/job.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import type { WireError } from './envelope.ts';
import { toErrorEntry } from './errors.ts';
import type { ShoptetFault } from './faults.ts';
import { openImageSerializer } from './image.ts';
import { readPage, toPaginator } from './paging.ts';
import { authorizeRequest, respond, type ShoptetContext } from './request-context.ts';
import { parseWireDate, toWireDate } from './date-format.ts';

/** GET /api/system/jobs/{jobId}. The store's settings may limit how often an unfinished job is read. */
export async function getJob(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const access = await authorizeRequest(c, 'read');
  if (!access.ok) return access;
  const { id: storeId, settings } = access.value.store;
  const { jobs } = c.get('service').jobs;
  const jobId = c.req.param('job') ?? '';
  const limit = settings.shoptet.maxUnfinishedJobReads;
  const job = limit === undefined ? await jobs.find(storeId, jobId) : await jobs.findAndCountRead(storeId, jobId);
  if (job === undefined) return fail({ kind: 'job-not-found', jobId });
  if (limit !== undefined && job.completedAtMs === undefined && job.readCount > limit) {
    return fail({ kind: 'job-reads-exceeded', jobId });
  }
  return ok(respond(c, { data: { job: toWireJob(job, c.get('service').origin) } }));
}

/** GET /api/system/jobs: one page of the store's jobs that match the filters of the query. */
export async function listJobs(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const access = await authorizeRequest(c, 'read');
  if (!access.ok) return access;
  const filter = readFilter(c);
  if (!filter.ok) return filter;
  const page = readPage(c);
  if (!page.ok) return page;
  const service = c.get('service');
  const { offset, itemsPerPage: limit } = page.value;
  const { jobs, totalCount } = await service.jobs.jobs.list(access.value.store.id, filter.value, { offset, limit });
  const paginator = toPaginator(page.value, jobs.length, totalCount);
  return ok(respond(c, { data: { jobs: jobs.map(toWireJobRow), paginator } }));
}

function readFilter(c: ShoptetContext): Result<JobFilter, ShoptetFault> {
  const requested = c.req.query('status');
  const status = JOB_STATUSES.find((name) => name === requested);
  if (requested !== undefined && status === undefined) {
    return fail({ kind: 'query-invalid', parameter: 'status', value: requested });
  }
  const parameters = ['creationTimeFrom', 'creationTimeTo', 'completionTimeFrom', 'completionTimeTo'] as const;
  const times = parameters.map((parameter) => {
    const value = c.req.query(parameter);
    return { parameter, value, timeMs: value === undefined ? undefined : parseWireDate(value) };
  });
  const wrong = times.find(({ value, timeMs }) => value !== undefined && timeMs === undefined);
  if (wrong !== undefined) {
    return fail({ kind: 'query-invalid', parameter: wrong.parameter, value: wrong.value ?? '' });
  }
  const [createdFromMs, createdToMs, completedFromMs, completedToMs] = times.map(({ timeMs }) => timeMs);
  return ok({
    status,
    createdFromMs,
    // Times are shown in whole seconds, so the end of a range includes its whole second.
    createdToMs: createdToMs === undefined ? undefined : createdToMs + 999,
    completedFromMs,
    completedToMs: completedToMs === undefined ? undefined : completedToMs + 999,
  });
}

/** Returns a job as the vendor's list shows it: without `duration`, `resultUrl` and `log`, which one job alone has. */
function toWireJobRow(job: Job): object {
  const { completedAtMs } = job;
  return {
    jobId: job.id,
    endpoint: job.endpoint,
    creationTime: toWireDate(job.createdAtMs),
    completionTime: completedAtMs === undefined ? null : toWireDate(completedAtMs),
    status: job.status,
    validUntil: completedAtMs === undefined ? null : toWireDate(completedAtMs + RESULT_LIFETIME_MS),
    language: job.language,
  };
}

/** Returns the vendor's job object (SH-35). `log` shows the progress. */
function toWireJob(job: Job, origin: string): object {
  const { completedAtMs, createdAtMs, doneCount, failedCount, itemCount } = job;
  const isEnded = completedAtMs !== undefined;
  return {
    jobId: job.id,
    endpoint: job.endpoint,
    creationTime: toWireDate(createdAtMs),
    completionTime: isEnded ? toWireDate(completedAtMs) : null,
    duration: isEnded ? ((completedAtMs - createdAtMs) / 1000).toFixed(3) : null,
    status: job.status,
    resultUrl: isEnded ? `${origin}/api/system/jobs/results/${job.resultKey}` : null,
    validUntil: isEnded ? toWireDate(completedAtMs + RESULT_LIFETIME_MS) : null,
    log: `pending: ${itemCount - doneCount - failedCount}, done: ${doneCount}, failed: ${failedCount}`,
    language: job.language,
  };
}

/**
 * GET /api/system/jobs/results/{key}. The request needs no token, because the key cannot be guessed. After `validUntil`
 * the answer is 404.
 */
export async function getJobResult(c: ShoptetContext): Promise<Result<Response, ShoptetFault>> {
  const { jobs, config, ports } = c.get('service');
  const key = c.req.param('key') ?? '';
  const result = await jobs.jobs.result(key);
  const endedAtMs = result?.job.completedAtMs;
  if (result === undefined || endedAtMs === undefined || ports.nowMs() > endedAtMs + RESULT_LIFETIME_MS) {
    return fail({ kind: 'job-not-found', jobId: 'unknown' });
  }
  const toWire = openImageSerializer(result.store, config.signingKeys);
  const rows = result.items.flatMap(({ imageId = 0 }) => result.images.get(imageId) ?? []);
  const images = rows.map((image) => toWire(image, result.mainImageIds.has(image.id)));
  return ok(respond(c, { data: { images }, errors: toItemErrors(result) }));
}

/**
 * Returns an error for each item without an image, with the item's place in the request, and for each image that has
 * been deleted since.
 */
function toItemErrors({ items, images }: JobResult): readonly WireError[] {
  return items.flatMap(({ index, imageId, note }) => {
    const instance = `data.images[${index}]`;
    if (note !== undefined) return [{ errorCode: note.code, message: note.message, instance }];
    if (imageId === undefined || images.has(imageId)) return [];
    const { errorCode } = toErrorEntry({ kind: 'image-not-found', imageId: String(imageId) });
    return [{ errorCode, message: `The image ${imageId} was stored, and deleted since.`, instance }];
  });
}
