import { expect, it } from 'vitest';
import { KeyLocks } from '../../src/gallery/key-locks.ts';

it('locks a key for one holder at a time, and for the next when it is released', async () => {
  const claims = new KeyLocks();
  expect(await claims.acquire('k', 'first')).toBe(true);
  const second = claims.acquire('k', 'second', 60_000);
  claims.release('k', 'first');
  expect(await second).toBe(true);
});

it('does not acquire a lock after the wait is over', async () => {
  const claims = new KeyLocks();
  await claims.acquire('k', 'first');
  expect(await claims.acquire('k', 'second', 1)).toBe(false);
});

it('locks keys independently, and ignores a release by another holder', async () => {
  const claims = new KeyLocks();
  await claims.acquire('a', 'first');
  expect(await claims.acquire('b', 'second')).toBe(true);
  claims.release('a', 'second');
  expect(await claims.acquire('a', 'third', 1)).toBe(false);
});

it('lets a holder acquire its lock again', async () => {
  const claims = new KeyLocks();
  await claims.acquire('k', 'first');
  expect(await claims.acquire('k', 'first', 1)).toBe(true);
});
