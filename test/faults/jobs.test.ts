import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { acceptJob } from '../../src/jobs/accept-job.ts';
import { DEAD_LETTER_QUEUE } from '../../src/jobs/consumer.ts';
import type { JobDeps, JobMessage } from '../../src/jobs/job-context.ts';
import { LEASE_MS, RETRY_PAUSES_S } from '../../src/jobs/limits.ts';
import type { NewTask } from '../../src/jobs/job.ts';
import { runJobsSweep } from '../../src/jobs/sweep-jobs.ts';
import { ORPHAN_GRACE_MS } from '../../src/jobs/sweep-storage.ts';
import { parseSettings } from '../../src/model/settings.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { runStorageSweep } from '../../src/worker/run-storage-sweep.ts';
import { loggedErrors } from '../support/logged-errors.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { call, createByJob, depsWith, guidOf, list, PICTURE_URL, postImages, work } from '../support/shoptet.ts';
import { newStore, type TestStore } from '../support/stores.ts';
import { createImage } from '../support/v3.ts';
import { Barrier } from './barrier.ts';
import { type Loss, lossyDatabase } from './lossy-database.ts';
import { type Death, dyingWorker } from './dying-worker.ts';
import { allCounts, countImages } from './gallery-store.ts';

const DEPS = (changes: Partial<JobDeps> = {}): JobDeps => depsWith({ '/tiny.png': TINY_PNG }, changes);

/** A job for product 7 of a store of its own. */
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

/** Originals that are left once the storage sweep has been. */
async function originalsAfterSweep(store: TestStore): Promise<number> {
  await runStorageSweep(env, { nowMs: Date.now() + ORPHAN_GRACE_MS + 60_000, isDryRun: false });
  return (await env.BUCKET.list({ prefix: `originals/${store.hash}/` })).objects.length;
}

const completed = (count: number): Record<string, unknown> => ({
  status: 'completed',
  item_count: count,
  done_count: count,
  failed_count: 0,
});

/** More calls than any item makes. */
const CALLS = Array.from({ length: 9 }, (_, index) => index + 1);
const DEATHS = CALLS.flatMap((number): Death[] => [
  { call: number, when: 'before' },
  { call: number, when: 'after' },
]);

/** Works on items until the worker dies, which the service logs, and nothing else. */
async function dieAt(death: Death, jobId: string, indexes: readonly number[], deps: JobDeps): Promise<void> {
  const worker = dyingWorker(deps, death);
  await work(jobId, indexes, worker.deps);
  const died = [expect.stringMatching(/^(?:job-message|send)-failed$/)];
  expect(loggedErrors()).toEqual(worker.calls() < death.call ? [] : died);
}

describe.each(DEATHS)('a consumer that dies $when its call $call', (death) => {
  it('has its new image stored exactly once when the message comes again [SH-42]', async () => {
    const { store, jobId } = await acceptedJob(2);
    await dieAt(death, jobId, [0], DEPS());
    for (const index of [0, 1, 0]) await work(jobId, [index], DEPS());
    expect(await countImages(store, 7)).toEqual(allCounts(2));
    expect(await jobRow(jobId)).toEqual(completed(2));
    const images = await list(store, guidOf(store, 7));
    expect(images.map(({ priority, isMainImage }) => [priority, isMainImage])).toEqual([
      [1, true],
      [2, false],
    ]);
    expect(new Set((await itemRows(jobId)).map((row) => row['image_id']))).toEqual(new Set([1, 2]));
  });

  it('has its replacement done exactly once [SH-42]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createImage(store, 7, TINY_PNG);
    const json = { data: { images: [{ name: '1.png', sourceUrl: PICTURE_URL, description: 'New' }] } };
    const { data } = await call<{ jobId: string }>(store, 'PATCH', `/products/${guid}/images/shop/source`, { json });
    await dieAt(death, data.jobId, [0], DEPS());
    for (const index of [0, 0]) await work(data.jobId, [index], DEPS());
    expect(await jobRow(data.jobId)).toEqual(completed(1));
    const version = await env.DB.prepare('SELECT version FROM products WHERE store_id = ?')
      .bind(store.id)
      .first('version');
    expect(version).toBe(2);
    expect(await list(store, guid)).toMatchObject([{ name: '1.png', description: 'New' }]);
  });

  it('has its batch of deletions read and carried out exactly once [SH-42]', async () => {
    const store = await newStore();
    const guid = guidOf(store, 7);
    await createByJob(store, guid, 'shop', [{}, {}, {}]);
    const rows = [1, 2].map((id) => JSON.stringify({ productGuid: guid, gallery: 'shop', imageName: `${id}.png` }));
    const file = { '/batch.jsonl': new TextEncoder().encode(rows.join('\n')) };
    const json = { batchFileUrlPath: 'http://pictures.test:8080/batch.jsonl' };
    const { data } = await call<{ jobId: string }>(store, 'DELETE', '/products/images/batch', { json });
    await dieAt(death, data.jobId, [0], depsWith(file));
    for (const index of [0, 0, 1, 1]) await work(data.jobId, [index], depsWith(file));
    expect(await jobRow(data.jobId)).toEqual(completed(2));
    expect((await list(store, guid)).map(({ name }) => name)).toEqual(['3.png']);
  });
});

it('an item makes fewer calls than there are deaths above', async () => {
  const { jobId } = await acceptedJob(1);
  const worker = dyingWorker(DEPS(), { call: 99, when: 'before' });
  await work(jobId, [0], worker.deps);
  expect(worker.calls()).toBeLessThanOrEqual(CALLS.length);
  expect(await jobRow(jobId)).toEqual(completed(1));
});

describe('messages', () => {
  it('come twice, at once and out of order: every image once, where it belongs [SH-42]', async () => {
    const { store, jobId } = await acceptedJob(12);
    const order = [7, 3, 3, 11, 0, 0, 1, 9, 2, 10, 5, 5, 4, 8, 6, 7, 11, 1];
    const batches = [order.slice(0, 6), order.slice(6, 12), order.slice(12)];
    await Promise.all(batches.map((indexes) => work(jobId, indexes, DEPS())));
    await work(jobId, order.toReversed(), DEPS());
    expect(await countImages(store, 7)).toEqual(allCounts(12));
    expect(await jobRow(jobId)).toEqual(completed(12));
    const images = await list(store, guidOf(store, 7));
    expect(images.map(({ priority }) => priority)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(images.findIndex(({ isMainImage }) => isMainImage)).toBe(0);
    expect(await originalsAfterSweep(store)).toBe(1);
  });

  it('that are none of ours are put away', async () => {
    const { jobId } = await acceptedJob(1);
    const result = await work(jobId, [-1], DEPS());
    expect([result.explicitAcks.length, result.retryMessages]).toEqual([1, []]);
  });

  it('for jobs that are not there are put away', async () => {
    const result = await work(crypto.randomUUID(), [0], DEPS());
    expect([result.explicitAcks.length, result.retryMessages]).toEqual([1, []]);
  });

  it('are enough for a hundred and one later commands: the record outlives what a product remembers', async () => {
    const { store, jobId } = await acceptedJob(1);
    const death = { call: 4, when: 'after' } as const;
    await dieAt(death, jobId, [0], DEPS());
    for (let index = 0; index < 101; index += 1) {
      const json = { data: { images: [{ name: '1.png', priority: index + 2 }] } };
      await call(store, 'PATCH', `/products/${guidOf(store, 7)}/images/shop`, { json });
    }
    await work(jobId, [0], DEPS());
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    expect(await jobRow(jobId)).toEqual(completed(1));
  });
});

describe('what is temporary', () => {
  const flaky = (failures: number): JobDeps => {
    const deps = DEPS();
    let calls = 0;
    const fault = { kind: 'download-failed', url: PICTURE_URL, reason: 'Status 503.', isTemporary: true } as const;
    return {
      ...deps,
      catalogue: (origin) => {
        const ports = deps.catalogue(origin);
        return {
          ...ports,
          fetchPicture: async (url) => {
            calls += 1;
            return calls <= failures ? { ok: false, fault } : await ports.fetchPicture(url);
          },
        };
      },
    };
  };

  it('is tried again with growing pauses, and then stored', async () => {
    const { store, jobId } = await acceptedJob(1);
    const nowMs = Date.now();
    const deps = { ...flaky(RETRY_PAUSES_S.length), nowMs: () => nowMs };
    const pauses = [];
    for (const _ of RETRY_PAUSES_S) {
      expect((await work(jobId, [0], deps)).retryMessages).toHaveLength(1);
      const dueAt = await env.DB.prepare('SELECT due_at FROM job_items WHERE job_id = ?')
        .bind(jobId)
        .first<number>('due_at');
      // An item is overdue only when its message had its time and a worker had its own.
      pauses.push(((dueAt ?? 0) - nowMs - LEASE_MS) / 1000);
    }
    expect(pauses).toEqual(RETRY_PAUSES_S);
    await work(jobId, [0], deps);
    expect(await countImages(store, 7)).toEqual(allCounts(1));
  });

  it('fails once the pauses are used up', async () => {
    const { jobId } = await acceptedJob(1);
    const deps = flaky(99);
    for (let attempt = 0; attempt <= RETRY_PAUSES_S.length; attempt += 1) await work(jobId, [0], deps);
    expect(await itemRows(jobId)).toMatchObject([{ status: 'failed', error_code: 'image-download-failed' }]);
  });

  it('does not count a busy service against the item', async () => {
    const { jobId } = await acceptedJob(1);
    const deps = DEPS();
    const busy = { kind: 'busy', retryAfterSeconds: 1 } as const;
    const without: JobDeps = {
      ...deps,
      catalogue: (origin) => ({
        ...deps.catalogue(origin),
        runWithinBudget: () => Promise.resolve({ ok: false, fault: { kind: 'overloaded', retryAfterSeconds: 1 } }),
        galleries: { ...deps.catalogue(origin).galleries, execute: () => Promise.resolve({ ok: false, fault: busy }) },
      }),
    };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect((await work(jobId, [0], without)).retryMessages).toHaveLength(1);
    }
    await work(jobId, [0], deps);
    expect(await jobRow(jobId)).toEqual(completed(1));
  });
});

describe('the dead-letter queue', () => {
  it('marks the item failed, and ends the job with it', async () => {
    const { jobId } = await acceptedJob(2);
    await work(jobId, [0], DEPS());
    await work(jobId, [1], DEPS(), DEAD_LETTER_QUEUE);
    expect(await itemRows(jobId)).toMatchObject([
      { status: 'done' },
      { status: 'failed', error_code: 'processing-failed' },
    ]);
    expect(await jobRow(jobId)).toMatchObject({ status: 'completed', failed_count: 1 });
  });

  it('finds an item done whose worker died before it could say so', async () => {
    const { store, jobId } = await acceptedJob(1);
    await dieAt({ call: 4, when: 'after' }, jobId, [0], DEPS());
    expect(await countImages(store, 7)).toEqual(allCounts(1));
    await work(jobId, [0], DEPS(), DEAD_LETTER_QUEUE);
    expect(await itemRows(jobId)).toEqual([{ idx: 0, status: 'done', image_id: 1, error_code: null }]);
  });

  it.each(['dead letters', 'expiry'])('lets no worker that comes late undo what %s said', async (how) => {
    const { store, jobId } = await acceptedJob(1);
    const barrier = new Barrier();
    const deps = DEPS();
    const slow: JobDeps = {
      ...deps,
      catalogue: (origin) => {
        const ports = deps.catalogue(origin);
        return {
          ...ports,
          fetchPicture: async (url) => {
            await barrier.pass();
            return await ports.fetchPicture(url);
          },
        };
      },
    };
    const late = work(jobId, [0], slow);
    await barrier.reached();
    if (how === 'expiry') await runJobsSweep(DEPS({ nowMs: () => Date.now() + 7 * 60 * 60 * 1000 }));
    else await work(jobId, [0], DEPS(), DEAD_LETTER_QUEUE);
    barrier.open();
    await late;
    expect(await countImages(store, 7)).toEqual({});
    expect(await itemRows(jobId)).toMatchObject([{ status: 'failed', image_id: null }]);
    expect(await originalsAfterSweep(store)).toBe(0);
  });
});

describe('the sweep', () => {
  const keeping = (sent: JobMessage[]) => ({
    send: (messages: readonly JobMessage[]) => Promise.resolve(void sent.push(...messages)),
  });

  it('hands out again what nobody works on any more, and nothing before its time', async () => {
    const { jobId } = await acceptedJob(3);
    await work(jobId, [1], DEPS());
    await dieAt({ call: 2, when: 'before' }, jobId, [2], DEPS());
    const sent: JobMessage[] = [];
    const ours = () =>
      sent.flatMap((message) => (message.kind === 'item' && message.jobId === jobId ? message.index : []));
    await runJobsSweep(DEPS({ queue: keeping(sent) }));
    expect(ours()).toEqual([]);
    const later = { nowMs: () => Date.now() + LEASE_MS + 1000, queue: keeping(sent) };
    await runJobsSweep(DEPS(later));
    expect(ours().toSorted((a, b) => a - b)).toEqual([0, 2]);
    await runJobsSweep(DEPS(later));
    expect(ours().toSorted((a, b) => a - b)).toEqual([0, 2]);
  });

  it('sends what could not be sent when the job was acceptedJob', async () => {
    const store = await newStore();
    const settings = parseSettings('{}');
    const deps = DEPS({ queue: { send: () => Promise.reject(new Error('queue is away')) } });
    const place = { kind: 'at', sortOrder: 0 } as const;
    const task: NewTask = { kind: 'create', gallery: 'shop', sourceUrl: PICTURE_URL, description: '', place };
    const result = await acceptJob(deps, {
      store: { id: store.id, hash: store.hash, name: '', settings, settingsVersion: 1, settingsChangedAtMs: 0 },
      endpoint: '/api/x',
      language: 'cs',
      origin: 'http://vitrine.test',
      items: { product: { productId: 7, gallery: 'shop' }, tasks: [task, task] },
      idempotency: undefined,
    });
    expect(loggedErrors()).toEqual(['send-failed']);
    const jobId = result.ok ? result.value.jobId : '';
    const sent: JobMessage[] = [];
    await runJobsSweep(DEPS({ nowMs: () => Date.now() + LEASE_MS + 1000, queue: keeping(sent) }));
    const indexes = sent.flatMap((message) =>
      message.kind === 'item' && message.jobId === jobId ? message.index : [],
    );
    await work(jobId, indexes, DEPS());
    expect(await jobRow(jobId)).toEqual(completed(2));
  });

  it('forgets jobs that ended long ago, and no others', async () => {
    const [old, recent] = [await acceptedJob(1), await acceptedJob(1)];
    for (const { jobId } of [old, recent]) await work(jobId, [0], DEPS());
    await env.DB.prepare('UPDATE jobs SET completed_at = 1 WHERE id = ?').bind(old.jobId).run();
    await runJobsSweep(DEPS());
    expect([await jobRow(old.jobId), await itemRows(old.jobId)]).toEqual([{}, []]);
    expect(await jobRow(recent.jobId)).toEqual(completed(1));
  });
});

describe('the database’s answer is lost', () => {
  const LOSSES: readonly Loss[] = ['answer', 'request'];

  it.each(LOSSES)('at accepting (%s): the job is there once, with all its items', async (loss) => {
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
        record,
      });
      expect(result).toEqual({ kind: 'acceptedJob' });
      expect(await itemRows(id)).toHaveLength(100);
    }
  });

  it.each(LOSSES.flatMap((loss) => [1, 2].map((batch) => [loss, batch] as const)))(
    'while an item is carried out (%s of batch %i): once all the same',
    async (loss, batch) => {
      const { store, jobId } = await acceptedJob(1);
      const jobs = new D1JobStore(lossyDatabase(new Map([[batch, loss]])));
      const first = await work(jobId, [0], DEPS({ jobs }));
      expect(first.retryMessages).toHaveLength(1);
      expect(loggedErrors()).toEqual(['job-message-failed']);
      await work(jobId, [0], DEPS({ jobs }));
      expect(await countImages(store, 7)).toEqual(allCounts(1));
      expect(await jobRow(jobId)).toEqual(completed(1));
    },
  );
});

describe('a job that cannot be stored', () => {
  it('leaves no part of it', async () => {
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
