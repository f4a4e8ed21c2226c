import { expect, it } from 'vitest';
import { SerialQueue } from '../../src/gallery/serial-queue.ts';

it('lets one through at a time, in the order of arrival, past one that fails', async () => {
  const turnstile = new SerialQueue(10);
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
    turnstile.run(task('a')),
    turnstile.run(task('b', true)),
    turnstile.run(task('c')),
  ]);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('turns away what comes when too many wait, and lets in again once they have gone', async () => {
  const turnstile = new SerialQueue(2);
  const gate = Promise.withResolvers<void>();
  const waiting = [turnstile.run(() => gate.promise), turnstile.run(() => gate.promise)];
  expect(await turnstile.run(() => Promise.resolve('never'))).toBeUndefined();
  gate.resolve();
  await Promise.all(waiting);
  expect(await turnstile.run(() => Promise.resolve('again'))).toEqual({ value: 'again' });
});
