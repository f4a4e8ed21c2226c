import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { acceptJob, type AcceptDeps, type JobRequest } from '../../src/jobs/accept-job.ts';
import type { NewTask } from '../../src/jobs/job.ts';
import { parseSettings } from '../../src/model/settings.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { accessTo, storeWith } from '../support/access.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const TASK: NewTask = {
  kind: 'create',
  gallery: 'shop',
  sourceUrl: 'http://pictures.test/a.png',
  description: '',
  place: { kind: 'at', sortOrder: 0 },
};

/** Jobs on the real database, and the stores whose runners are woken. */
function open(): { readonly deps: AcceptDeps; readonly woken: readonly number[] } {
  const woken: number[] = [];
  const runners = { wake: (storeId: number) => Promise.resolve(void woken.push(storeId)) };
  return { deps: { jobs: new D1JobStore(new Database(env.DB, noCost())), runners, nowMs: Date.now }, woken };
}

const requestOf = (store: TestStore, idempotency: JobRequest['idempotency'], count = 1): JobRequest => ({
  access: accessTo(storeWith({}, store)),
  endpoint: '/api/x',
  language: 'cs',
  origin: 'http://vitrine.test',
  items: { product: { productId: 7, gallery: 'shop' }, tasks: Array.from({ length: count }, () => TASK) },
  idempotency,
});

const countJobs = async (store: TestStore): Promise<unknown> =>
  await env.DB.prepare('SELECT count(*) AS n FROM jobs WHERE store_id = ?').bind(store.id).first('n');

describe('acceptJob', () => {
  it('answers a repeated Idempotency-Key with the first job, and wakes nobody again', async () => {
    const store = await newStore();
    const { deps, woken } = open();
    const first = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const again = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    expect(first).toMatchObject({ ok: true, value: { isReplay: false } });
    expect(again).toEqual(first.ok && ok({ jobId: first.value.jobId, isReplay: true }));
    expect([await countJobs(store), woken]).toEqual([1, [store.id]]);
  });

  it('refuses the key of another request, and wakes nobody', async () => {
    const store = await newStore();
    const { deps, woken } = open();
    await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const other = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'of another request' }));
    expect(other).toEqual(fail({ kind: 'key-reused' }));
    expect([await countJobs(store), woken]).toEqual([1, [store.id]]);
  });

  it('takes the key that another store has used', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const { deps } = open();
    const first = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const theirs = await acceptJob(deps, requestOf(other, { key: 'k', fingerprint: 'f' }));
    expect(theirs).toMatchObject({ ok: true, value: { isReplay: false } });
    expect(theirs).not.toEqual(first);
  });

  it('refuses a job while as many are unfinished as the store may have', async () => {
    const store = await newStore({ jobs: { maxOpen: 2 } });
    const other = await newStore();
    const { deps, woken } = open();
    for (let n = 0; n < 2; n += 1)
      expect(await acceptJob(deps, requestOf(store, undefined))).toMatchObject({ ok: true });
    const refused = fail({ kind: 'job-limit-reached', limit: 'jobs', retryAtMs: expect.any(Number) });
    expect(await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }))).toEqual(refused);
    expect([await countJobs(store), woken]).toEqual([2, [store.id, store.id]]);
    expect(await acceptJob(deps, requestOf(other, undefined))).toMatchObject({ ok: true });
    await env.DB.prepare(`UPDATE jobs SET status = 'killed', completed_at = 1 WHERE store_id = ?`).bind(store.id).run();
    expect(await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }))).toMatchObject({ ok: true });
  });

  it('refuses a job whose items are more than the store may have waiting with its others', async () => {
    const store = await newStore({ jobs: { maxWaitingItems: 5 } });
    const { deps } = open();
    expect(await acceptJob(deps, requestOf(store, undefined, 3))).toMatchObject({ ok: true });
    const refused = fail({ kind: 'job-limit-reached', limit: 'items', retryAtMs: expect.any(Number) });
    expect(await acceptJob(deps, requestOf(store, undefined, 3))).toEqual(refused);
    expect(await acceptJob(deps, requestOf(store, undefined, 2))).toMatchObject({ ok: true });
    expect(await countJobs(store)).toBe(2);
  });

  it('holds the limits of a store that sets none, as the settings say', async () => {
    const store = await newStore();
    const limits = await env.DB.prepare(
      'SELECT max_open_jobs AS maxOpen, max_waiting_items AS maxWaitingItems FROM job_limits WHERE store_id = ?',
    )
      .bind(store.id)
      .first();
    expect(limits).toEqual(parseSettings('{}').jobs);
  });

  it('stores more items than fit into one value of the database, each in its turn', async () => {
    const store = await newStore();
    const { deps } = open();
    const sourceUrl = (host: string): string => `http://${host}/${'x'.repeat(1_900)}`;
    const tasks = Array.from({ length: 1_200 }, (_, index) => ({
      ...TASK,
      sourceUrl: sourceUrl(index % 3 === 0 ? 'a.test' : 'b.test'),
      place: { kind: 'behind-last', after: index + 1, least: 0 } as const,
    }));
    const items = { product: { productId: 7, gallery: 'shop' }, tasks } as const;
    const accepted = await acceptJob(deps, { ...requestOf(store, undefined), items });
    const rows = await env.DB.prepare(
      `SELECT host, turn, task ->> 'sortOrder' AS sort_order FROM job_items WHERE job_id = ? ORDER BY idx`,
    )
      .bind(accepted.ok ? accepted.value.jobId : '')
      .all();
    expect(rows.results).toHaveLength(1_200);
    expect(rows.results.slice(0, 5)).toEqual([
      { host: 'a.test', turn: 0, sort_order: 0 },
      { host: 'b.test', turn: 0, sort_order: 1 },
      { host: 'b.test', turn: 1, sort_order: 2 },
      { host: 'a.test', turn: 1, sort_order: 3 },
      { host: 'b.test', turn: 2, sort_order: 4 },
    ]);
    expect(rows.results.at(-1)).toEqual({ host: 'b.test', turn: 799, sort_order: 1_199 });
  });
});
