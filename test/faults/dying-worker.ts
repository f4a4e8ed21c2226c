import type { JobDeps } from '../../src/jobs/job-context.ts';

/** Where a worker dies: before or after its nth call to a port, counted from 1. */
export interface Death {
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** Thrown where the worker dies; none of its later calls reach a port. */
class Died extends Error {}

/** Returns dependencies whose ports stop working at the chosen call, and the number of calls that were made. */
export function dyingWorker(deps: JobDeps, death: Death): { readonly deps: JobDeps; readonly calls: () => number } {
  let calls = 0;
  let isDead = false;
  const guard = <Args extends unknown[], T>(call: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      if (isDead) throw new Died();
      calls += 1;
      if (calls !== death.call) return await call(...args);
      if (death.when === 'after') await call(...args);
      isDead = true;
      throw new Died();
    };
  };
  const { jobs, deliveries, shownProducts, catalogue } = deps;
  return {
    calls: () => calls,
    deps: {
      ...deps,
      jobs: {
        accept: guard((job) => jobs.accept(job)),
        find: guard((...args) => jobs.find(...args)),
        findAndCountRead: guard((...args) => jobs.findAndCountRead(...args)),
        list: guard((...args) => jobs.list(...args)),
        result: guard((key) => jobs.result(key)),
        lease: guard((...args) => jobs.lease(...args)),
        recordOutcome: guard((...args) => jobs.recordOutcome(...args)),
        postpone: guard((...args) => jobs.postpone(...args)),
        replaceBatchFile: guard((...args) => jobs.replaceBatchFile(...args)),
        dueItems: guard((...args) => jobs.dueItems(...args)),
        nextDueAt: guard((...args) => jobs.nextDueAt(...args)),
        storesToWake: guard((...args) => jobs.storesToWake(...args)),
        expireItems: guard((...args) => jobs.expireItems(...args)),
        removeOldItems: guard((...args) => jobs.removeOldItems(...args)),
      },
      deliveries: {
        handOut: guard((...args) => deliveries.handOut(...args)),
        beginAttempt: guard((...args) => deliveries.beginAttempt(...args)),
        recordAttempt: guard((...args) => deliveries.recordAttempt(...args)),
      },
      shownProducts: {
        product: guard((...args) => shownProducts.product(...args)),
        productByKey: guard((product) => shownProducts.productByKey(product)),
        productsById: guard((...args) => shownProducts.productsById(...args)),
      },
      sendWebhook: guard((...args) => deps.sendWebhook(...args)),
      fetchFile: guard((...args) => deps.fetchFile(...args)),
      catalogue: (origin) => {
        const ports = catalogue(origin);
        const { galleries, pictures } = ports;
        return {
          ...ports,
          fetchPicture: guard((...args) => ports.fetchPicture(...args)),
          galleries: {
            acquireKey: guard((...args) => galleries.acquireKey(...args)),
            execute: guard((...args) => galleries.execute(...args)),
            releaseKey: guard((...args) => galleries.releaseKey(...args)),
          },
          pictures: {
            put: guard((...args) => pictures.put(...args)),
            discard: guard((keys) => pictures.discard(keys)),
            dropRenditions: guard((prefixes) => pictures.dropRenditions(prefixes)),
          },
        };
      },
    },
  };
}
