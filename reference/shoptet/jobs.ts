import * as z from 'zod';
import { JOB_STATUSES } from '../../src/jobs/job.ts';
import type { Operation, Parameter } from '../description.ts';
import { failures, readFailures, success } from './envelope.ts';
import { images, job, jobs } from './schemas.ts';

const tag = 'Jobs';

const text = z.string().optional();
const aboutTime = (what: string): Parameter => ({
  description: `${what}, such as \`2018-05-29T09:02:27+0000\`.`,
  schema: { type: 'string', examples: ['2018-05-29T09:02:27+0000'] },
});

/** The parameters of every list. */
export const ABOUT_PAGES: Readonly<Record<'page' | 'itemsPerPage', Parameter>> = {
  page: {
    description: 'The page, counted from 1.',
    schema: { type: 'integer', minimum: 1, maximum: 999999999, default: 1 },
  },
  itemsPerPage: {
    description: 'How many items a page has; more than 500 is lowered to 500.',
    schema: { type: 'integer', minimum: 1, maximum: 999999999, default: 100 },
  },
};

export const listJobs: Operation = {
  id: 'listJobs',
  tag,
  summary: 'List jobs',
  description: 'Returns one page of the jobs of the store.',
  query: {
    schema: z.object({
      status: z.enum(JOB_STATUSES).optional(),
      creationTimeFrom: text,
      creationTimeTo: text,
      completionTimeFrom: text,
      completionTimeTo: text,
      page: text,
      itemsPerPage: text,
    }),
    about: {
      status: { description: 'Only jobs of this status.' },
      creationTimeFrom: aboutTime('Only jobs created from then on'),
      creationTimeTo: aboutTime('Only jobs created until then'),
      completionTimeFrom: aboutTime('Only jobs that ended from then on'),
      completionTimeTo: aboutTime('Only jobs that ended until then'),
      ...ABOUT_PAGES,
    },
  },
  answers: { 200: success('One page of jobs.', jobs), ...readFailures(422) },
};

export const getJob: Operation = {
  id: 'getJob',
  tag,
  summary: 'Get a job',
  description: 'Returns how far a job is, and where its result is once it has ended.',
  answers: { 200: success('The job.', z.strictObject({ job })), ...readFailures() },
};

export const getJobResult: Operation = {
  id: 'getJobResult',
  tag,
  summary: 'Get the result of a job',
  description:
    'Returns the images that a job has made or changed, and in `errors` why others failed. The key in the path takes the place of a token.',
  isOpen: true,
  answers: { 200: success('The result.', images), ...failures(404, 500) },
};
