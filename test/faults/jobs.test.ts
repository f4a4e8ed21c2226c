import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { LEASE_MS, MAX_ATTEMPTS, RETRY_PAUSES_S } from '../../src/jobs/limits.ts';
import { runJobsSweep } from '../../src/jobs/sweep-jobs.ts';
import { ORPHAN_GRACE_MS } from '../../src/jobs/sweep-storage.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import {
  call,
  createByJob,
  depsWith,
  guidOf,
  list,
  PICTURE_URL,
  postImages,
  processItems,
} from '../support/shoptet.ts';
import { ACTOR } from '../support/access.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';
import { Barrier } from './barrier.ts';
import { type Loss, lossyDatabase } from './lossy-database.ts';
import { type Death, dyingWorker } from './dying-worker.ts';
import { allCounts, countImages } from './gallery-store.ts';

type Catalogue = ReturnType<JobDeps['catalogue']>;

const jobDeps = (changes: Partial<JobDeps> = {}): JobDeps => depsWith({ '/tiny.png': TINY_PNG }, changes);

/** Deps whose fetches ask `before` first, and return its answer where it has one. */
function fetchingAfter(before: () => Promise<Awaited<ReturnType<Catalogue['fetchPicture']>> | undefined>): JobDeps {
  const deps = jobDeps();
  return {
    ...deps,
    catalogue: (origin) => {
      const ports = deps.catalogue(origin);
      return { ...ports, fetchPicture: async (...args) => (await before()) ?? (await ports.fetchPicture(...args)) };
    },
  };
}

/** Accepts a job with `count` new images for product 7, of a new store unless one is given. */
async function acceptedJob(count: number, store?: TestStore): Promise<{ store: TestStore; jobId: string }> {
  const owner = store ?? (await newStore());
  const images = Array.from({ length: count }, (_, index) => ({ sourceUrl: PICTURE_URL, priority: count - index }));
  const { data } = await postImages(owner, guidOf(owner, 7), images);
  return { store: owner, jobId: data.jobId };
}

async function jobRow(jobId: string): Promise<Record<string, unknown>> {
  const sql = 'SELECT status, item_count, done_count, failed_count FROM jobs WHERE id = ?';
  return (await env.DB.prepare(sql).bind(jobId).first()) ?? {};
}

async function itemRows(jobId: string): Promise<readonly Record<string, unknown>[]> {
  const sql = 'SELECT idx, status, image_id, error_code FROM job_items WHERE job_id = ? ORDER BY idx';
  return (await env.DB.prepare(sql).bind(jobId).all()).results;
}

/** Runs the storage sweep and returns how many of the store's originals are left. */
async function originalsAfterSweep(store: TestStore): Promise<number> {
  // Other tests have left pictures in the bucket: the walk takes as many rounds as it has pages.
  await env.DB.prepare('DELETE FROM sweep_cursors').run();
  const options = { nowMs: Date.now() + ORPHAN_GRACE_MS + 60_000, isDryRun: false };
  for (let isComplete = false; !isComplete;) ({ isComplete } = await runStorageSweep(env, options));
  return (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;
}

const completed = (count: number): Record<string, unknown> => ({
  status: 'completed',
  item_count: count,
  done_count: count,
  failed_count: 0,
});

/** The numbers of the calls at which a worker dies, which are more calls than any item makes. */
const CALLS = Array.from({ length: 9 }, (_, index) => index + 1);
const DEATHS = CALLS.flatMap((number): Death[] => [
  { call: number, when: 'before' },
  { call: number, when: 'after' },
]);

/** Processes items until the worker dies, and checks that only its death was logged. */
async function dieAt(death: Death, jobId: string, indexes: readonly number[], deps: JobDeps): Promise<void> {
  const worker = dyingWorker(deps, death);
  await processItems(jobId, indexes, worker.deps);
  const died = ['job-item-failed'];
  expect(loggedErrors()).toEqual(worker.calls() < death.call ? [] : died);
}

describe.each(DEATHS)('a runner that dies $when call $call', (death) => {
  it('has its new image stored exactly once when it is tried again [SH-42]', async () => {
    const { store, jobId } = await acceptedJob(2);
    await dieAt(death, jobId, [0], jobDeps());
    for (const index of [0, 1, 0]) await processItems(jobId, [index], jobDeps());
    expect(await countImages(store, 7)).toEqual(allCounts(2));
    expect(await jobRow(jobId)).toEqual(completed(2));
    const images = await list(store, guidOf(store, 7));
    expect(images.map(({ priority, isMainImage }) => [priority, isMainImage])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(new Set((await itemRows(jobId)).map((row) => row['image_id']))).toEqual(new Set([1, 2]));
  });

  it('has its replacement executed exactly once [SH-42]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createImage(store, 7, TINY_PNG);
    const json = { data: { images: [{ name: '1.png', sourceUrl: PICTURE_URL, description: 'New' }] } };
    const { data } = await call<{ jobId: string }>(store, 'PATCH', `/products/${guid}/images/shop/source`, { json });
    await dieAt(death, data.jobId, [0], jobDeps());
    for (const index of [0, 0]) await processItems(data.jobId, [index], jobDeps());
    expect(await jobRow(data.jobId)).toEqual(completed(1));
    const version = await env.DB.prepare('SELECT version FROM products WHERE store_id = ?')
      .bind(store.id)
      .first('version');
    expect(version).toBe(2);
    expect(await list(store, guid)).toMatchObject([{ name: '1.png', description: 'New' }]);
  });

  it('has its batch of deletions read and executed exactly once [SH-42]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop', [{}, {}, {}]);
    const rows = [1, 2].map((id) => JSON.stringify({ productGuid: guid, gallery: 'shop', imageName: `${id}.png` }));
    const file = { '/batch.jsonl': new TextEncoder().encode(rows.join('\n')) };
    const json = { batchFileUrlPath: 'http://pictures.test:8080/batch.jsonl' };
    const { data } = await call<{ jobId: string }>(store, 'DELETE', '/products/images/batch', { json });
    await dieAt(death, data.jobId, [0], depsWith(file));
    for (const index of [0, 0, 1, 1]) await processItems(data.jobId, [index], depsWith(file));
    expect(await jobRow(data.jobId)).toEqual(completed(2));
    expect((await list(store, guid)).map(({ name }) => name)).toEqual(['3.png']);
  });
});

it('an item makes no more calls than the deaths above cover', async () => {
  const { jobId } = await acceptedJob(1);
  const worker = dyingWorker(jobDeps(), { call: 99, when: 'before' });
  await processItems(jobId, [0], worker.deps);
  expect(worker.calls()).toBeLessThanOrEqual(CALLS.length);
  expect(await jobRow(jobId)).toEqual(completed(1));
});

describe('items', () => {
  it('that are processed twice, at once and out of order store every image once, at its place [SH-42]', async () => {
    const { store, jobId } = await acceptedJob(12);
    const order = [7, 3, 3, 11, 0, 0, 1, 9, 2, 10, 5, 5, 4, 8, 6, 7, 11, 1];
    const batches = [order.slice(0, 6), order.slice(6, 12), order.slice(12)];
    await Promise.all(batches.map((indexes) => processItems(jobId, indexes, jobDeps())));
    await processItems(jobId, order.toReversed(), jobDeps());
    expect(await countImages(store, 7)).toEqual(allCounts(12));
    expect(await jobRow(jobId)).toEqual(completed(12));
    const images = await list(store, guidOf(store, 7));
    expect(images.map(({ priority }) => priority)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(images.findIndex(({ isMainImage }) => isMainImage)).toBe(0);
    expect(await originalsAfterSweep(store)).toBe(1);
  });

  it('of jobs that do not exist need no work', async () => {
    expect(await processItems(crypto.randomUUID(), [0], jobDeps())).toEqual([{ kind: 'ended', isToBeTold: false }]);
  });

  it('find the record of their item after more commands than a product lists', async () => {
    const { store, jobId } = await acceptedJob(1);
    const death = { call: 4, when: 'after' } as const;
    await dieAt(death, jobId, [0], jobDeps());
    for (let index = 0; index < 101; index += 1) {
      const json = { data: { images: [{ name: '1.png', priority: index + 2 }] } };
      await call(store, 'PATCH', `/products/${guidOf(store, 7)}/images/shop`, { json });
    }
    await processItems(jobId, [0], jobDeps());
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    expect(await jobRow(jobId)).toEqual(completed(1));
  });
});

describe('an item with a temporary failure', () => {
  const flaky = (failures: number): JobDeps => {
    let calls = 0;
    const fault = { kind: 'download-failed', url: PICTURE_URL, reason: 'Status 503.', isTemporary: true } as const;
    return fetchingAfter(async () => {
      calls += 1;
      return calls <= failures ? { ok: false, fault } : undefined;
    });
  };

  it('is retried after growing pauses, and then stored', async () => {
    const { store, jobId } = await acceptedJob(1);
    const nowMs = Date.now();
    const deps = { ...flaky(RETRY_PAUSES_S.length), nowMs: () => nowMs };
    const pauses = [];
    for (const _ of RETRY_PAUSES_S) {
      expect(await processItems(jobId, [0], deps)).toMatchObject([{ kind: 'postponed' }]);
      const dueAt = await env.DB.prepare('SELECT due_at FROM job_items WHERE job_id = ?')
        .bind(jobId)
        .first<number>('due_at');
      pauses.push(((dueAt ?? 0) - nowMs) / 1000);
    }
    expect(pauses).toEqual(RETRY_PAUSES_S);
    await processItems(jobId, [0], deps);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('fails after the last retry', async () => {
    const { jobId } = await acceptedJob(1);
    const deps = flaky(99);
    for (let attempt = 0; attempt <= RETRY_PAUSES_S.length; attempt += 1) await processItems(jobId, [0], deps);
    expect(await itemRows(jobId)).toMatchObject([{ status: 'failed', error_code: 'image-download-failed' }]);
  });

  it('is not failed by a busy service, however often it is retried', async () => {
    const { jobId } = await acceptedJob(1);
    const deps = jobDeps();
    const busy = { kind: 'busy', retryAfterSeconds: 1 } as const;
    const without: JobDeps = {
      ...deps,
      catalogue: (origin) => ({
        ...deps.catalogue(origin),
        fetchPicture: () => Promise.resolve({ ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 1 } }),
        galleries: {
          ...deps.catalogue(origin).galleries,
          execute: () => Promise.resolve({ ok: false, fault: { fault: busy, isFinal: false } }),
        },
      }),
    };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect(await processItems(jobId, [0], without)).toMatchObject([{ kind: 'postponed' }]);
    }
    await processItems(jobId, [0], deps);
    expect(await jobRow(jobId)).toEqual(completed(1));
  });
});

describe('an item whose attempts have run out', () => {
  const exhaust = (jobId: string, index: number) =>
    env.DB.prepare('UPDATE job_items SET attempt_count = ?3 WHERE job_id = ?1 AND idx = ?2')
      .bind(jobId, index, MAX_ATTEMPTS)
      .run();

  it('has failed, and ends the job', async () => {
    const { jobId } = await acceptedJob(2);
    await processItems(jobId, [0], jobDeps());
    await exhaust(jobId, 1);
    await processItems(jobId, [1], jobDeps());
    expect(await itemRows(jobId)).toMatchObject([
      { status: 'done' },
      { status: 'failed', error_code: 'processing-failed' },
    ]);
    expect(await jobRow(jobId)).toMatchObject({ status: 'completed', failed_count: 1 });
  });

  it('is counted from its beginning: one that kills its runner is not tried for ever', async () => {
    const { jobId } = await acceptedJob(1);
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      await dieAt({ call: 2, when: 'before' }, jobId, [0], jobDeps());
      expect(await jobRow(jobId)).toMatchObject({ status: 'running' });
    }
    await processItems(jobId, [0], jobDeps());
    expect(await itemRows(jobId)).toMatchObject([{ status: 'failed', error_code: 'processing-failed' }]);
  });

  it('is done where its runner died after executing it', async () => {
    const { store, jobId } = await acceptedJob(1);
    await dieAt({ call: 4, when: 'after' }, jobId, [0], jobDeps());
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    await exhaust(jobId, 0);
    await processItems(jobId, [0], jobDeps());
    expect(await itemRows(jobId)).toEqual([{ idx: 0, status: 'done', image_id: 1, error_code: null }]);
  });

  it.each(['its last attempt', 'expiry'])(
    'is not executed any more by a late runner after it ended by %s',
    async (how) => {
      const { store, jobId } = await acceptedJob(1);
      const barrier = new Barrier();
      const slow = fetchingAfter(async () => {
        await barrier.pass();
        return undefined;
      });
      const late = processItems(jobId, [0], slow);
      await barrier.reached();
      if (how === 'expiry') await runJobsSweep(jobDeps({ nowMs: () => Date.now() + 7 * 60 * 60 * 1000 }));
      else {
        await exhaust(jobId, 0);
        await processItems(jobId, [0], jobDeps());
      }
      barrier.open();
      await late;
      expect(await countImages(store, 7)).toEqual({});
      expect(await itemRows(jobId)).toMatchObject([{ status: 'failed', image_id: null }]);
      expect(await originalsAfterSweep(store)).toBe(0);
    },
  );
});

describe('the jobs’ sweep', () => {
  const recording = (woken: number[]) => ({ wake: (storeId: number) => Promise.resolve(void woken.push(storeId)) });

  it('wakes the store of items whose lease has expired, and no other', async () => {
    const { store, jobId } = await acceptedJob(3);
    for (const index of [0, 1]) await processItems(jobId, [index], jobDeps());
    await dieAt({ call: 2, when: 'before' }, jobId, [2], jobDeps());
    const woken: number[] = [];
    await runJobsSweep(jobDeps({ runners: recording(woken) }));
    expect(woken).not.toContain(store.id);
    const laterMs = Date.now() + LEASE_MS + 1000;
    const due = await jobDeps().jobs.dueItems(store.id, laterMs, 10);
    expect(due).toEqual([{ jobId, index: 2, host: 'pictures.test:8080' }]);
    await runJobsSweep(jobDeps({ nowMs: () => laterMs, runners: recording(woken) }));
    expect(woken).toContain(store.id);
  });

  it('wakes the store of a job whose acceptance could not wake it', async () => {
    const { store } = await acceptedJob(1);
    const woken: number[] = [];
    await runJobsSweep(jobDeps({ runners: recording(woken) }));
    expect(woken).toContain(store.id);
  });

  it('deletes jobs that ended long ago, and no others', async () => {
    const [old, recent] = [await acceptedJob(1), await acceptedJob(1)];
    for (const { jobId } of [old, recent]) await processItems(jobId, [0], jobDeps());
    await env.DB.prepare('UPDATE jobs SET completed_at = 1 WHERE id = ?').bind(old.jobId).run();
    await runJobsSweep(jobDeps());
    expect([await jobRow(old.jobId), await itemRows(old.jobId)]).toEqual([{}, []]);
    expect(await jobRow(recent.jobId)).toEqual(completed(1));
  });
});

describe('a lost answer or request of the database', () => {
  const LOSSES: readonly Loss[] = ['answer', 'request'];

  it.each(LOSSES)('while a job is accepted (%s) leaves one job with all its items', async (loss) => {
    const store = await newStore();
    for (const record of [undefined, { scope: 'jobs', key: 'k', fingerprint: 'f' }]) {
      const jobs = new D1JobStore(
        lossyDatabase(
          new Map([
            [1, loss],
            [2, loss],
          ]),
        ),
      );
      const id = crypto.randomUUID();
      const task = { kind: 'reject', reason: 'x' } as const;
      const result = await jobs.accept({
        id,
        storeId: store.id,
        endpoint: '/',
        language: 'cs',
        origin: 'http://vitrine.test',
        resultKey: id,
        createdAtMs: Date.now(),
        items: { product: { productId: 7, gallery: 'shop' }, tasks: Array.from({ length: 100 }, () => task) },
        record: record ?? { scope: 'jobs', key: id, fingerprint: '' },
        actor: ACTOR,
      });
      expect(result).toEqual({ kind: 'accepted' });
      expect(await itemRows(id)).toHaveLength(100);
    }
  });

  it.each(LOSSES.flatMap((loss) => [1, 2].map((batch) => [loss, batch] as const)))(
    'while an item is executed (%s of batch %i) leaves one image',
    async (loss, batch) => {
      const { store, jobId } = await acceptedJob(1);
      const jobs = new D1JobStore(lossyDatabase(new Map([[batch, loss]])));
      const first = await processItems(jobId, [0], jobDeps({ jobs }));
      expect(first).toEqual([{ kind: 'died' }]);
      expect(loggedErrors()).toEqual(['job-item-failed']);
      await processItems(jobId, [0], jobDeps({ jobs }));
      expect(await countImages(store, 7)).toEqual(allCounts(1));
      expect(await jobRow(jobId)).toEqual(completed(1));
    },
  );
});

describe('a job that cannot be stored', () => {
  it('is not stored in part', async () => {
    const store = await newStore();
    await env.DB.prepare(
      `CREATE TRIGGER refuse_item_50 BEFORE INSERT ON job_items WHEN NEW.store_id = ${store.id} AND NEW.idx = 50
        BEGIN SELECT RAISE(ABORT, 'no room'); END`,
    ).run();
    const images = Array.from({ length: 100 }, () => ({ sourceUrl: PICTURE_URL }));
    const answer = await postImages(store, guidOf(store, 7), images);
    await env.DB.prepare('DROP TRIGGER refuse_item_50').run();
    expect(answer.status).toBe(500);
    expect(loggedErrors()).toEqual(['request-failed']);
    const sql = `SELECT (SELECT count(*) FROM jobs WHERE store_id = ?1) + (SELECT count(*) FROM job_items WHERE store_id = ?1) AS n`;
    expect(await env.DB.prepare(sql).bind(store.id).first('n')).toBe(0);
  });
});
