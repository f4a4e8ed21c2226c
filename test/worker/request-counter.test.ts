import { env } from 'cloudflare:workers';
import { afterEach, expect, it, vi } from 'vitest';
import { fail, ok } from '../../src/platform/result.ts';
import { DurableRequestLimiter } from '../../src/worker/request-counter.ts';
import { storeWith } from '../support/access.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';

const QUOTA = { requests: 2, windowMs: 1_000 };
const away = new Error('Network connection lost.');
const withQuota = (id: number) => storeWith({ requestQuota: QUOTA }, { id, hash: `counted${id}` });

afterEach(() => {
  vi.useRealTimers();
});

it('a counter that is away lets all in, counts nothing, and says so in the log', async () => {
  const limiter = new DurableRequestLimiter(failingIn(env.REQUEST_COUNTERS, 'get', () => away).binding);
  for (let request = 0; request <= QUOTA.requests; request += 1) {
    expect(await limiter.take(withQuota(9_001))).toEqual(ok(undefined));
  }
  expect(limiter.counted).toBeUndefined();
  const event = { event: 'request-not-counted', message: String(away) };
  expect(loggedEntries()).toEqual([event, event, event]);
});

it('a store without a quota is not counted', async () => {
  const { binding, calls } = failingIn(env.REQUEST_COUNTERS, 'get', () => away);
  const limiter = new DurableRequestLimiter(binding);
  expect(await limiter.take(storeWith())).toEqual(ok(undefined));
  expect([limiter.counted, calls()]).toEqual([undefined, 0]);
});

it('a store that has used its quota up is told to wait a whole second at least, and no other store is', async () => {
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
  const limiter = new DurableRequestLimiter(env.REQUEST_COUNTERS);
  for (let request = 0; request < QUOTA.requests; request += 1) {
    expect(await limiter.take(withQuota(9_002))).toEqual(ok(undefined));
  }
  vi.setSystemTime(Date.now() + QUOTA.windowMs - 1);
  expect(await limiter.take(withQuota(9_002))).toEqual(fail({ kind: 'quota-exceeded', retryAfterSeconds: 1 }));
  expect(limiter.counted).toEqual({ quota: QUOTA, status: { isGranted: false, requestsLeft: 0, resetMs: 1 } });
  expect(await limiter.take(withQuota(9_003))).toEqual(ok(undefined));
});
