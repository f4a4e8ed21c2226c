import { expect, it } from 'vitest';
import { Claims } from '../../src/gallery/key-locks.ts';

it('gives a key to one at a time: the next gets it when it is given back', async () => {
  const claims = new Claims();
  expect(await claims.take('k', 'first')).toBe(true);
  const second = claims.take('k', 'second', 60_000);
  claims.release('k', 'first');
  expect(await second).toBe(true);
});

it('says no when the wait is over', async () => {
  const claims = new Claims();
  await claims.take('k', 'first');
  expect(await claims.take('k', 'second', 1)).toBe(false);
});

it('keeps keys apart, and ignores a release by somebody else', async () => {
  const claims = new Claims();
  await claims.take('a', 'first');
  expect(await claims.take('b', 'second')).toBe(true);
  claims.release('a', 'second');
  expect(await claims.take('a', 'third', 1)).toBe(false);
});

it('gives a key again to the request that has it', async () => {
  const claims = new Claims();
  await claims.take('k', 'first');
  expect(await claims.take('k', 'first', 1)).toBe(true);
});
