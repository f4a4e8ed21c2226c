import { expect, it } from 'vitest';
import { Turnstile } from '../../src/gallery/serial-queue.ts';

it('lets one through at a time, in the order of arrival, past one that fails', async () => {
  const turnstile = new Turnstile(10);
  const events: string[] = [];
  const task =
    (name: string, fails = false) =>
    async (): Promise<string> => {
      events.push(`${name} begins`);
      await Promise.resolve();
      events.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const results = await Promise.allSettled([
    turnstile.enter(task('a')),
    turnstile.enter(task('b', true)),
    turnstile.enter(task('c')),
  ]);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('turns away what comes when too many wait, and lets in again once they have gone', async () => {
  const turnstile = new Turnstile(2);
  const gate = Promise.withResolvers<void>();
  const waiting = [turnstile.enter(() => gate.promise), turnstile.enter(() => gate.promise)];
  expect(await turnstile.enter(() => Promise.resolve('never'))).toBeUndefined();
  gate.resolve();
  await Promise.all(waiting);
  expect(await turnstile.enter(() => Promise.resolve('again'))).toEqual({ value: 'again' });
});
