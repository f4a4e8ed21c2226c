import { spawn, type ChildProcess } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { afterAll, expect, inject, it } from 'vitest';
import { processTree, stillRunning } from './support/processes.ts';
import { freePort, isTaken, newStateDir, untilFree } from './support/service.ts';

const state = await newStateDir();
afterAll(() => state.remove());

/** Runs `npm start` and waits until the service answers. */
async function npmStart(
  port: number,
  stateDir = state.path,
): Promise<{ readonly npm: ChildProcess; readonly pid: number }> {
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, PORT: String(port), STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  await new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Vitrine is up.')) resolve();
    };
    npm.stdout.on('data', listen);
    npm.stderr.on('data', listen);
    npm.once('close', () => reject(new Error(`ended before it was up:\n${output}`)));
  });
  return { npm, pid: npm.pid ?? 0 };
}

it.each([
  ['SIGTERM', 'npm'],
  ['SIGKILL', 'npm'],
  ['SIGINT', 'scripts/start.ts'],
  ['SIGKILL', 'scripts/start.ts'],
] as const)('%s to %s ends the server and frees its port', async (signal, whom) => {
  const port = await freePort();
  const { pid } = await npmStart(port);
  const processes = processTree(pid);
  try {
    expect(processes.filter(({ command }) => command.includes('workerd serve'))).not.toEqual([]);
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

it('a port that another service has is refused, and nothing is touched', async () => {
  const { port } = new URL(inject('origin'));
  const another = await newStateDir();
  await expect(npmStart(Number(port), another.path)).rejects.toThrow(`Port ${port} is in use.`);
  expect(await readdir(another.path)).toEqual([]);
  await another.remove();
});
