import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { purgeDropped } from '../../src/jobs/purge-edge.ts';
import { runJobsSweep } from '../../src/jobs/sweep-jobs.ts';
import { sweepInRounds } from '../../src/jobs/sweep-rounds.ts';
import { Bucket } from '../../src/platform/bucket.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { D1PurgeStore } from '../../src/storage/purge-store.ts';
import { D1SweepStore, sweepBucket } from '../../src/storage/sweep-store.ts';
import { DELIVERY_KEPT_MS } from '../../src/jobs/limits.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { depsWith } from '../support/shoptet.ts';
import { newStore } from '../support/stores.ts';
import { createWebhook, Receiver } from '../support/webhooks.ts';

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
        findAndCountRead: (...args) => deps.jobs.findAndCountRead(...args),
        list: (...args) => deps.jobs.list(...args),
        result: (key) => deps.jobs.result(key),
        lease: (...args) => deps.jobs.lease(...args),
        recordOutcome: (...args) => deps.jobs.recordOutcome(...args),
        postpone: (...args) => deps.jobs.postpone(...args),
        replaceBatchFile: (...args) => deps.jobs.replaceBatchFile(...args),
        dueItems: (...args) => deps.jobs.dueItems(...args),
        nextDueAt: (...args) => deps.jobs.nextDueAt(...args),
        storesToWake: () => step('wake', []),
        expireItems: () => step('expire', false),
        removeOldItems: () => step('forget', false),
      },
    },
  };
}

it.each(['wake', 'expire', 'forget'])(
  'a sweep whose part "%s" fails does the others all the same, and says so in the log',
  async (part) => {
    const { deps, begun } = worldWithout(part);
    await runJobsSweep(deps);
    expect(begun).toEqual(['wake', 'expire', 'forget']);
    expect(loggedEntries()).toEqual([{ event: 'jobs-sweep-failed', part, message: 'Error: away' }]);
  },
);

it('the schedule of a minute in which nothing is due costs seven round trips, and asks the bucket nothing', async () => {
  const cost = noCost();
  const database = new Database(env.DB, cost);
  await runJobsSweep({ ...depsWith({}), jobs: new D1JobStore(database) });
  await purgeDropped(new D1PurgeStore(database), () => Promise.resolve(true), Date.now());
  await sweepInRounds(new D1SweepStore(database), sweepBucket(new Bucket(env.BUCKET, cost)), {
    nowMs: Date.now,
    beginsWalks: false,
    callCount: () => cost.d1Statements,
  });
  expect(cost).toMatchObject({ d1RoundTrips: 7, d1RowsWritten: 0, r2Lists: 0, r2Deletes: 0 });
  expect(cost.d1RowsRead).toBeLessThanOrEqual(30);
});

it('webhooks that have nothing to hear add three rows each to that', async () => {
  const readBy = async (): Promise<number> => {
    const cost = noCost();
    await new D1JobStore(new Database(env.DB, cost)).storesToWake(Date.now(), 200);
    return cost.d1RowsRead;
  };
  const without = await readBy();
  const store = await newStore();
  for (let index = 0; index < 10; index += 1) await createWebhook(store);
  await new Receiver().run(store);
  expect((await readBy()) - without).toBeLessThanOrEqual(3 * 10 + 2);
});

it('deliveries that ended a month ago go in portions, and no others', async () => {
  const store = await newStore();
  const nowMs = Date.now();
  const insert = (count: number, status: string, endedAtMs: number | null) =>
    env.DB.prepare(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?2)
        INSERT INTO webhook_deliveries (store_id, webhook_id, seq, event, created_at, status, due_at, ended_at)
        SELECT ?1, 0, i, 'media.created', 1, ?3, 1, ?4 FROM n`,
    )
      .bind(store.id, count, status, endedAtMs)
      .run();
  await insert(7, 'delivered', nowMs - DELIVERY_KEPT_MS);
  await insert(3, 'given-up', nowMs - DELIVERY_KEPT_MS);
  await insert(2, 'delivered', nowMs - DELIVERY_KEPT_MS + 1);
  await insert(1, 'pending', null);
  const left = () =>
    env.DB.prepare('SELECT count(*) AS n FROM webhook_deliveries WHERE store_id = ?').bind(store.id).first<number>('n');
  const jobs = new D1JobStore(new Database(env.DB, noCost()));
  const steps = [];
  for (let isMore = true; isMore;) {
    isMore = await jobs.removeOldItems(nowMs, 4);
    steps.push(await left());
  }
  expect(steps).toEqual([9, 5, 3]);
});
