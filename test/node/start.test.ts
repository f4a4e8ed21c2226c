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
  env: NodeJS.ProcessEnv = {},
): Promise<{ readonly npm: ChildProcess; readonly pid: number; readonly output: () => string }> {
  const npm = spawn('npm', ['start'], {
    env: { ...process.env, ...env, PORT: String(port), STATE_DIR: stateDir },
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
  return { npm, pid: npm.pid ?? 0, output: () => output };
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

it.each([
  ['no line about its requests', {}, false],
  ['a line for each request where LOG_REQUESTS is true', { LOG_REQUESTS: 'true' }, true],
])('the service shows %s', async (_what, env, isShown) => {
  const port = await freePort();
  const { pid, output } = await npmStart(port, state.path, env);
  const processes = processTree(pid);
  try {
    await fetch(`http://127.0.0.1:${port}/readyz`);
    if (isShown) await expect.poll(output, { timeout: 10_000 }).toContain('"route":"/readyz","status":200');
  } finally {
    process.kill(pid, 'SIGTERM');
    await untilFree(port);
    await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
  }
  expect(output().includes('"event":"request"')).toBe(isShown);
});

it('a second service on the same state is refused', async () => {
  const port = await freePort();
  const { pid } = await npmStart(port);
  const processes = processTree(pid);
  try {
    await expect(npmStart(await freePort())).rejects.toThrow(`Another service runs on ${state.path}.`);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  } finally {
    process.kill(pid, 'SIGTERM');
    await untilFree(port);
    await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
  }
});

it('npm start ends with a sentence where the runtime has died, and the next one hears nobody', async () => {
  const { pid, npm, output } = await npmStart(await freePort());
  const processes = processTree(pid);
  const ended = new Promise<number | null>((resolve) => npm.once('close', resolve));
  for (const { pid: each, command } of processes) if (command.includes('workerd serve')) process.kill(each, 'SIGKILL');
  expect(await ended).toBe(1);
  expect(output()).toContain('The server answers no more.');
  expect(stillRunning(processes)).toEqual([]);
});

it('a port that another service has is refused, and nothing is touched', async () => {
  const { port } = new URL(inject('origin'));
  const another = await newStateDir();
  await expect(npmStart(Number(port), another.path)).rejects.toThrow(`Port ${port} is in use.`);
  expect(await readdir(another.path)).toEqual([]);
  await another.remove();
});
