import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { consume, DEAD_LETTER_QUEUE } from '../../src/jobs/consumer.ts';
import type { JobDeps } from '../../src/jobs/job-context.ts';
import { BUSY_PAUSES_S } from '../../src/jobs/limits.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { TINY_PNG } from '../support/pictures.ts';
import { depsWith, PICTURE_URL, postImages, consumeItems } from '../support/shoptet.ts';
import { newStore } from '../support/stores.ts';

/** Sends one message to the consumer, and returns how it was settled. */
async function consumeOne(body: unknown, deps: JobDeps, { queue = 'vitrine-jobs', attempts = 1 } = {}) {
  const batch = createMessageBatch(queue, [{ id: 'm', timestamp: new Date(), attempts, body }]);
  const retries: unknown[] = [];
  for (const message of batch.messages) {
    vi.spyOn(message, 'retry').mockImplementation((options) => void retries.push(options));
  }
  await consume(batch, deps);
  const { explicitAcks } = await getQueueResult(batch, createExecutionContext());
  return { isAcked: explicitAcks.length === 1, retries };
}

const DELIVERY = { kind: 'delivery', deliveryId: 1 };

describe('a message', () => {
  it.each([undefined, null, 'text', {}, { kind: 'item' }, { kind: 'item', jobId: 'x', index: -1 }, { kind: 'other' }])(
    'that is %o is put away, and asks the database nothing',
    async (body) => {
      const deps = depsWith({});
      const { binding, calls } = failingIn(deps.jobs, 'lease', () => new Error('asked'));
      expect(await consumeOne(body, { ...deps, jobs: binding })).toEqual({ isAcked: true, retries: [] });
      expect(calls()).toBe(0);
    },
  );

  it.each([
    [1, BUSY_PAUSES_S[0]],
    [3, BUSY_PAUSES_S[2]],
    [99, BUSY_PAUSES_S.at(-1)],
  ])('whose attempt %i the database fails comes again after %i seconds', async (attempts, delaySeconds) => {
    const deps = depsWith({});
    const jobs = failingIn(deps.jobs, 'lease', () => new Error('away')).binding;
    const item = { kind: 'item', jobId: 'x', index: 0 };
    const { isAcked, retries } = await consumeOne(item, { ...deps, jobs }, { attempts });
    expect([isAcked, retries]).toEqual([false, [{ delaySeconds }]]);
    expect(loggedEntries()).toEqual([{ event: 'job-message-failed', message: 'Error: away' }]);
  });

  it('of a delivery is sent once, and as a dead letter not at all: the sweep sends it again', async () => {
    const deps = depsWith({});
    const { binding: deliveries, calls } = failingIn(deps.deliveries, 'beginAttempt', () => undefined);
    expect(await consumeOne(DELIVERY, { ...deps, deliveries })).toMatchObject({ isAcked: true });
    expect(calls()).toBe(1);
    const dead = await consumeOne(DELIVERY, { ...deps, deliveries }, { queue: DEAD_LETTER_QUEUE });
    expect([dead.isAcked, calls()]).toEqual([true, 1]);
  });
});

describe('an item whose product is busy', () => {
  it.each([
    { kind: 'busy', retryAfterSeconds: 1 },
    { kind: 'operation-in-progress', retryAfterSeconds: 1 },
  ] as const)('($kind) comes again, and it is not counted against it', async (fault) => {
    const store = await newStore();
    const { data } = await postImages(store, crypto.randomUUID(), [{ sourceUrl: PICTURE_URL }]);
    const deps = depsWith({ '/tiny.png': TINY_PNG });
    const execute = () => Promise.resolve({ ok: false, fault } as const);
    const busy: JobDeps = {
      ...deps,
      catalogue: (origin) => {
        const ports = deps.catalogue(origin);
        return { ...ports, galleries: { ...ports.galleries, execute } };
      },
    };
    for (let attempt = 0; attempt < 6; attempt += 1) {
      expect((await consumeItems(data.jobId, [0], busy)).retryMessages).toHaveLength(1);
    }
    const item = () => env.DB.prepare('SELECT status, failure_count FROM job_items WHERE job_id = ?').bind(data.jobId);
    expect(await item().first()).toEqual({ status: 'pending', failure_count: 0 });
    await consumeItems(data.jobId, [0], deps);
    expect(await item().first()).toEqual({ status: 'done', failure_count: 0 });
  });
});
