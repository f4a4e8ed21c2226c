import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { BUCKET_SIZE } from '../../src/access/leaky-bucket.ts';
import { DurableStoreLimiters } from '../../src/worker/store-limiter.ts';
import { loggedEntries } from '../support/logged-errors.ts';
import { failingIn } from '../support/failing.ts';
import { newStore } from '../support/stores.ts';

const LOCK = { url: '/a', holder: 'x' };
const away = new Error('Network connection lost.');

const limitersThatAreAway = () => {
  const { binding, calls } = failingIn(env.STORE_LIMITERS, 'getByName', () => away);
  return { limiters: new DurableStoreLimiters(binding), calls };
};

it('a limiter that is away lets all in, and says so in the log', async () => {
  const { limiters } = limitersThatAreAway();
  const ALLOWED = { kind: 'allowed', level: 0 };
  expect(await limiters.acquire(1, { isCounted: true, lock: LOCK })).toEqual(ALLOWED);
  expect(await limiters.acquire(1, { isCounted: true, lock: undefined })).toEqual(ALLOWED);
  const event = { event: 'store-limiter-failed', message: String(away) };
  expect(loggedEntries()).toEqual([event, event]);
});

it('a lock that cannot be given back fails nobody', async () => {
  const { limiters } = limitersThatAreAway();
  await limiters.release(1, LOCK.url, LOCK.holder);
  expect(loggedEntries()).toEqual([{ event: 'store-limiter-failed', message: String(away) }]);
});

it('what is neither counted nor locked asks nobody', async () => {
  const { limiters, calls } = limitersThatAreAway();
  expect(await limiters.acquire(1, { isCounted: false, lock: undefined })).toEqual({ kind: 'allowed', level: 0 });
  expect(calls()).toBe(0);
});

it('each store has a bucket and locks of its own', async () => {
  const [store, other] = [await newStore(), await newStore()];
  const limiters = new DurableStoreLimiters(env.STORE_LIMITERS);
  const acquire = (storeId: number, holder = 'x') =>
    limiters.acquire(storeId, { isCounted: true, lock: { url: '/a', holder } });
  expect(await acquire(store.id)).toEqual({ kind: 'allowed', level: 1 });
  expect(await acquire(store.id, 'y')).toMatchObject({ kind: 'locked' });
  expect(await acquire(other.id, 'y')).toEqual({ kind: 'allowed', level: 1 });
  await limiters.release(store.id, '/a', 'x');
  expect(await acquire(store.id, 'y')).toMatchObject({ kind: 'allowed' });
});

it('a store whose bucket is full gets no lock', async () => {
  const store = await newStore();
  const limiters = new DurableStoreLimiters(env.STORE_LIMITERS);
  vi.useFakeTimers({ now: Date.now(), toFake: ['Date'] });
  try {
    for (let request = 0; request < BUCKET_SIZE; request += 1) {
      await limiters.acquire(store.id, { isCounted: true, lock: undefined });
    }
    const refused = await limiters.acquire(store.id, { isCounted: true, lock: LOCK });
    expect(refused).toEqual({ kind: 'rate-limited', level: BUCKET_SIZE, waitMs: 100 });
    const other = { ...LOCK, holder: 'y' };
    expect(await limiters.acquire(store.id, { isCounted: false, lock: other })).toMatchObject({ kind: 'allowed' });
  } finally {
    vi.useRealTimers();
  }
});
