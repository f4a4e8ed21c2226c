import { afterEach, expect, it, vi } from 'vitest';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { runJobsSweep } from '../../src/jobs/sweep-jobs.ts';
import { captureErrors } from '../support/errors.ts';
import { depsWith } from '../support/shoptet.ts';

afterEach(() => vi.restoreAllMocks());

/** A sweep's world in which one part fails, and the parts that were begun. */
function worldWithout(failing: string): { readonly deps: JobDeps; readonly begun: string[] } {
  const begun: string[] = [];
  const step = <T>(part: string, value: T): Promise<T> => {
    begun.push(part);
    return part === failing ? Promise.reject(new Error('away')) : Promise.resolve(value);
  };
  const deps = depsWith({});
  return {
    begun,
    deps: {
      ...deps,
      jobs: {
        accept: (job) => deps.jobs.accept(job),
        find: (...args) => deps.jobs.find(...args),
        findCounting: (...args) => deps.jobs.findCounting(...args),
        list: (...args) => deps.jobs.list(...args),
        result: (key) => deps.jobs.result(key),
        take: (...args) => deps.jobs.take(...args),
        recordOutcome: (...args) => deps.jobs.recordOutcome(...args),
        postpone: (...args) => deps.jobs.postpone(...args),
        expand: (...args) => deps.jobs.expand(...args),
        expire: () => step('expire', undefined),
        takeOverdue: () => step('overdue', []),
        forget: () => step('forget', undefined),
      },
      deliveries: {
        take: (...args) => deps.deliveries.take(...args),
        record: (...args) => deps.deliveries.record(...args),
        due: () => step('deliveries', []),
      },
    },
  };
}

it.each(['expire', 'overdue', 'deliveries', 'forget'])(
  'a sweep whose part "%s" fails does the others all the same, and says so in the log',
  async (part) => {
    const errors = captureErrors();
    const { deps, begun } = worldWithout(part);
    await runJobsSweep(deps);
    expect(begun).toEqual(['expire', 'overdue', 'deliveries', 'forget']);
    expect(errors.events()).toEqual([{ event: 'jobs-sweep-failed', part, message: 'Error: away' }]);
  },
);
