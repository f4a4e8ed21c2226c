import { expect, it } from 'vitest';
import { SerialQueue } from '../../src/gallery/serial-queue.ts';

it('runs one task at a time, in order of arrival, also after one that fails', async () => {
  const queue = new SerialQueue(10);
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
  const results = await Promise.allSettled([queue.run(task('a')), queue.run(task('b', true)), queue.run(task('c'))]);
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

it('refuses tasks while it is full, and accepts them again afterwards', async () => {
  const queue = new SerialQueue(2);
  const gate = Promise.withResolvers<void>();
  const waiting = [queue.run(() => gate.promise), queue.run(() => gate.promise)];
  expect(await queue.run(() => Promise.resolve('never'))).toBeUndefined();
  gate.resolve();
  await Promise.all(waiting);
  expect(await queue.run(() => Promise.resolve('again'))).toEqual({ value: 'again' });
});
