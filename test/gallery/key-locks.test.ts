import { expect, it } from 'vitest';
import { KeyLocks } from '../../src/gallery/key-locks.ts';

it('gives a key to one at a time: the next gets it when it is given back', async () => {
  const claims = new KeyLocks();
  expect(await claims.acquire('k', 'first')).toBe(true);
  const second = claims.acquire('k', 'second', 60_000);
  claims.release('k', 'first');
  expect(await second).toBe(true);
});

it('says no when the wait is over', async () => {
  const claims = new KeyLocks();
  await claims.acquire('k', 'first');
  expect(await claims.acquire('k', 'second', 1)).toBe(false);
});

it('keeps keys apart, and ignores a release by somebody else', async () => {
  const claims = new KeyLocks();
  await claims.acquire('a', 'first');
  expect(await claims.acquire('b', 'second')).toBe(true);
  claims.release('a', 'second');
  expect(await claims.acquire('a', 'third', 1)).toBe(false);
});

it('gives a key again to the request that has it', async () => {
  const claims = new KeyLocks();
  await claims.acquire('k', 'first');
  expect(await claims.acquire('k', 'first', 1)).toBe(true);
});
