import * as z from 'zod';
import { jobsQuery, type WireItem, type WireJob } from '../../src/dialects/v1/jobs.ts';
import { NO_PARAMETERS } from '../../src/dialects/v1/query.ts';
import { JOB_STATUSES } from '../../src/jobs/job.ts';
import type { Operation } from '../description.ts';
import { problem, readProblems } from './problems.ts';
import { image } from './product-schema.ts';
import { ABOUT_PAGES, pageOf, success, time } from './shared.ts';

const tag = 'Jobs';

const JOB_MEMBERS = {
  id: z.string(),
  status: z.enum(JOB_STATUSES),
  done: z.int().describe('How many items have succeeded.'),
  failed: z.int().describe('How many have failed.'),
  total: z.int(),
  createdAt: time,
  finishedAt: time.nullable(),
};

const listed = z
  .strictObject(JOB_MEMBERS)
  .meta({ id: 'ListedJob', description: 'A job without its results.' }) satisfies z.ZodType<WireJob>;

const item = z.strictObject({
  status: z.int().describe('202 while it waits; then the status that a request of its own would have had.'),
  image: image.nullable().exactOptional().describe('As it is now; null where it has been deleted since.'),
  problem: problem.exactOptional(),
}) satisfies z.ZodType<WireItem>;

const job = z
  .strictObject({ ...JOB_MEMBERS, results: z.array(item).describe('Of its first items, in their order.') })
  .meta({ id: 'Job', description: 'Work that is done later.' });

export const listJobs: Operation = {
  id: 'listJobs',
  tag,
  summary: 'List jobs',
  description: 'Lists the jobs of the store, whichever API they came through, newest first.',
  query: { schema: jobsQuery, about: ABOUT_PAGES },
  answers: { 200: success('One page of the jobs.', pageOf(listed)), ...readProblems() },
};

export const getJob: Operation = {
  id: 'getJob',
  tag,
  summary: 'Get a job',
  description: 'Returns a job with what came of its first items.',
  query: { schema: NO_PARAMETERS, about: {} },
  answers: { 200: success('The job.', job), ...readProblems('job-not-found') },
};
