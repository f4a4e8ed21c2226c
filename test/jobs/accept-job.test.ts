import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { acceptJob, type AcceptDeps, type JobRequest, sendItems } from '../../src/jobs/accept-job.ts';
import type { JobMessage } from '../../src/jobs/job-context.ts';
import { MAX_MESSAGES_PER_SEND } from '../../src/jobs/limits.ts';
import type { NewTask } from '../../src/jobs/job.ts';
import { noCost } from '../../src/platform/cost.ts';
import { Database } from '../../src/platform/database.ts';
import { fail, ok } from '../../src/platform/result.ts';
import { D1JobStore } from '../../src/storage/job-store.ts';
import { storeWith } from '../support/access.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { newStore, type TestStore } from '../support/stores.ts';

const TASK: NewTask = {
  kind: 'create',
  gallery: 'shop',
  sourceUrl: 'http://pictures.test/a.png',
  description: '',
  place: { kind: 'at', sortOrder: 0 },
};

/** Jobs on the real database, and what is handed to the queue. */
function open(): { readonly deps: AcceptDeps; readonly sent: (readonly JobMessage[])[] } {
  const sent: (readonly JobMessage[])[] = [];
  const queue = { send: (messages: readonly JobMessage[]) => Promise.resolve(void sent.push(messages)) };
  return { deps: { jobs: new D1JobStore(new Database(env.DB, noCost())), queue, nowMs: Date.now }, sent };
}

const requestOf = (store: TestStore, idempotency: JobRequest['idempotency'], count = 1): JobRequest => ({
  store: storeWith({}, store),
  endpoint: '/api/x',
  language: 'cs',
  origin: 'http://vitrine.test',
  items: { product: { productId: 7, gallery: 'shop' }, tasks: Array.from({ length: count }, () => TASK) },
  idempotency,
});

const countJobs = async (store: TestStore): Promise<unknown> =>
  await env.DB.prepare('SELECT count(*) AS n FROM jobs WHERE store_id = ?').bind(store.id).first('n');

describe('acceptJob', () => {
  it('answers a repeated Idempotency-Key with the first job, and hands nothing out again', async () => {
    const store = await newStore();
    const { deps, sent } = open();
    const first = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const again = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    expect(first).toMatchObject({ ok: true, value: { isReplay: false } });
    expect(again).toEqual(first.ok && ok({ jobId: first.value.jobId, isReplay: true }));
    expect([await countJobs(store), sent.length]).toEqual([1, 1]);
  });

  it('refuses the key of another request, and hands nothing out', async () => {
    const store = await newStore();
    const { deps, sent } = open();
    await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const other = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'of another request' }));
    expect(other).toEqual(fail({ kind: 'key-reused' }));
    expect([await countJobs(store), sent.length]).toEqual([1, 1]);
  });

  it('takes the key that another store has used', async () => {
    const [store, other] = [await newStore(), await newStore()];
    const { deps } = open();
    const first = await acceptJob(deps, requestOf(store, { key: 'k', fingerprint: 'f' }));
    const theirs = await acceptJob(deps, requestOf(other, { key: 'k', fingerprint: 'f' }));
    expect(theirs).toMatchObject({ ok: true, value: { isReplay: false } });
    expect(theirs).not.toEqual(first);
  });

  it('accepts a job also where the queue is away, and says so in the log', async () => {
    const store = await newStore();
    const { deps } = open();
    const queue = { send: () => Promise.reject(new Error('away')) };
    expect(await acceptJob({ ...deps, queue }, requestOf(store, undefined))).toMatchObject({ ok: true });
    expect(await countJobs(store)).toBe(1);
    expect(loggedEntries()).toEqual([{ event: 'send-failed', message: 'Error: away' }]);
  });
});

describe('sendItems', () => {
  it('hands out no more at once than the queue takes, and nothing twice', async () => {
    const { deps, sent } = open();
    const keys = Array.from({ length: 2 * MAX_MESSAGES_PER_SEND + 1 }, (_, index) => ({ jobId: 'job', index }));
    await sendItems(deps.queue, keys);
    expect(sent.map((part) => part.length)).toEqual([MAX_MESSAGES_PER_SEND, MAX_MESSAGES_PER_SEND, 1]);
    expect(sent.flat()).toEqual(keys.map((key) => ({ kind: 'item', ...key })));
  });
});
