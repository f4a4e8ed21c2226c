import { expect, it } from 'vitest';
import { LOCK_LIFETIME_MS, UrlLocks } from '../../src/access/store-limiter.ts';

it('locks a URL for one holder at a time', () => {
  const locks = new UrlLocks();
  expect([locks.acquire('/a', 'x', 0), locks.acquire('/a', 'y', 1), locks.acquire('/b', 'y', 1)]).toEqual([
    true,
    false,
    true,
  ]);
  locks.release('/a', 'x');
  expect(locks.acquire('/a', 'y', 2)).toBe(true);
});

it('lets a lock expire that is not released [SH-13]', () => {
  const locks = new UrlLocks();
  locks.acquire('/a', 'x', 0);
  expect(locks.acquire('/a', 'y', LOCK_LIFETIME_MS - 1)).toBe(false);
  expect(locks.acquire('/a', 'y', LOCK_LIFETIME_MS)).toBe(true);
  locks.release('/a', 'x');
  expect(locks.acquire('/a', 'z', LOCK_LIFETIME_MS + 1)).toBe(false);
});

it('shares a lock among repeats of one request until the last of them has released it [SH-13]', () => {
  const locks = new UrlLocks();
  expect([locks.acquire('/a', 'key', 0), locks.acquire('/a', 'key', 0)]).toEqual([true, true]);
  locks.release('/a', 'key');
  expect(locks.acquire('/a', 'other', 1)).toBe(false);
  locks.release('/a', 'key');
  expect(locks.acquire('/a', 'other', 1)).toBe(true);
});
