import { afterAll, describe, expect, it } from 'vitest';
import { takeBuilt } from './support/built-state.ts';
import { npmStart } from './support/npm-start.ts';
import { processTree, stillRunning } from './support/processes.ts';
import { freePort, isTaken, untilFree } from './support/ports.ts';
import { newStateDir } from './support/service.ts';

const state = await newStateDir();
takeBuilt(state.path);
afterAll(() => state.remove());

describe('npm start is ended:', () => {
  it.each([
    ['SIGTERM', 'npm'],
    ['SIGKILL', 'npm'],
    ['SIGINT', 'scripts/start.ts'],
    ['SIGKILL', 'scripts/start.ts'],
  ] as const)('%s to %s ends the server and frees its port [RUN-3]', async (signal, whom) => {
    const port = await freePort();
    const { pid } = await npmStart(port, state.path);
    const processes = processTree(pid);
    try {
      for (const started of ['workerd serve', 'scripts/local-images.ts']) {
        expect(processes.filter(({ command }) => command.includes(started))).not.toEqual([]);
      }
      // A shell between npm and the script would not pass signals on.
      expect(processes.filter(({ command }) => /^(?:\S*\/)?(?:ba|da)?sh\b/.test(command))).toEqual([]);
      expect(await isTaken(port)).toBe(true);
      const target = processes.find(({ command }) => command.includes(whom))?.pid ?? 0;
      expect(target === pid).toBe(whom === 'npm');
      process.kill(target, signal);
      await untilFree(port);
      await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
    } finally {
      for (const left of stillRunning(processes)) process.kill(left.pid, 'SIGKILL');
    }
  });
});

it('npm start ends with a sentence where the runtime has died [RUN-4]', async () => {
  const { pid, npm, output } = await npmStart(await freePort(), state.path);
  const processes = processTree(pid);
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  for (const { pid: each, command } of processes) if (command.includes('workerd serve')) process.kill(each, 'SIGKILL');
  expect(await ended).toBe(1);
  expect(output()).toContain('The server answers no more.');
  expect(stillRunning(processes)).toEqual([]);
});
