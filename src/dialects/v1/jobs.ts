import type { Job, JobStatus } from '../../jobs/job.ts';
import type { ShownItem, ShownJob } from '../../jobs/job-reads.ts';
import type { Store } from '../../model/store.ts';
import { fail, ok, type Result } from '../../platform/result.ts';
import * as z from '../../platform/schema.ts';
import type { V1Fault } from './faults.ts';
import { pageParameters, toWirePage } from './paging.ts';
import { toWireProblem } from './problem-response.ts';
import { toProblem } from './problems.ts';
import { toWireImage, type WireImage } from './product.ts';
import { NO_PARAMETERS } from './query.ts';
import { readAuthorized, type V1Context } from './request-context.ts';
import { toWireTime } from './wire-time.ts';

/** A job as lists show it. */
export interface WireJob {
  readonly id: string;
  readonly status: JobStatus;
  readonly done: number;
  readonly failed: number;
  readonly total: number;
  readonly createdAt: string;
  readonly finishedAt: string | null;
}

/** What came of one item: 202 while it waits. The image is as it is now, and null where it has been deleted since. */
export interface WireItem {
  readonly status: number;
  readonly image?: WireImage | null;
  readonly problem?: object;
}

/** The query of GET /v1/jobs. */
export const jobsQuery = z.strictObject(pageParameters(z.strictObject({ createdAtMs: z.int(), id: z.string() })));

/** GET /v1/jobs: the jobs of the store, whichever API they came by, newest first. */
export async function listJobs(c: V1Context): Promise<Result<Response, V1Fault>> {
  const found = await readAuthorized(c, 'read', jobsQuery, (digest, { cursor, limit }) =>
    c.get('service').jobReads.list(digest, { after: cursor, limit: limit + 1 }),
  );
  if (!found.ok) return found;
  const { value: jobs, query } = found.value;
  return ok(Response.json(toWirePage(jobs, query.limit, toWireJob, ({ createdAtMs, id }) => ({ createdAtMs, id }))));
}

/** GET /v1/jobs/{id}: one job with the results of its first items. */
export async function getJob(c: V1Context): Promise<Result<Response, V1Fault>> {
  const jobId = c.req.param('id') ?? '';
  const found = await readAuthorized(c, 'read', NO_PARAMETERS, (digest) =>
    c.get('service').jobReads.job(digest, jobId),
  );
  if (!found.ok) return found;
  const { access, value: shown } = found.value;
  if (shown === undefined) return fail({ kind: 'job-not-found', jobId });
  const results = shown.items.map((item) => toWireItem(c, item, shown.images, access.store));
  return ok(Response.json({ ...toWireJob(shown.job), results }));
}

const toWireJob = ({ id, status, doneCount, failedCount, itemCount, createdAtMs, completedAtMs }: Job): WireJob => ({
  id,
  status,
  done: doneCount,
  failed: failedCount,
  total: itemCount,
  createdAt: toWireTime(createdAtMs),
  finishedAt: completedAtMs === undefined ? null : toWireTime(completedAtMs),
});

function toWireItem(
  c: V1Context,
  { status, isCreation, imageId, note }: ShownItem,
  images: ShownJob['images'],
  store: Store,
): WireItem {
  if (status === 'pending') return { status: 202 };
  const { code: reason = '', message: detail = '' } = note ?? {};
  const problem = note && toProblem({ kind: 'item-failed', reason, detail });
  const told = problem && { problem: toWireProblem(c, problem) };
  if (status === 'failed') return { status: 422, ...told };
  const found = imageId === undefined ? undefined : images.get(imageId);
  const image = found === undefined ? null : toWireImage(found.image, found.place, store, c.get('service').origin);
  return { status: isCreation ? 201 : 200, ...(imageId !== undefined && { image }), ...told };
}
