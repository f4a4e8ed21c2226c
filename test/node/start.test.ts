import { readdir } from 'node:fs/promises';
import { afterAll, expect, inject, it } from 'vitest';
import { takeBuilt } from './support/built-state.ts';
import { npmStart } from './support/npm-start.ts';
import { processTree, stillRunning } from './support/processes.ts';
import { freePort, untilFree } from './support/ports.ts';
import { newStateDir } from './support/service.ts';

const state = await newStateDir();
takeBuilt(state.path);
afterAll(() => state.remove());

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

it('a second service on the same state is refused [RUN-5]', async () => {
  const port = await freePort();
  const { pid } = await npmStart(port, state.path);
  const processes = processTree(pid);
  try {
    await expect(npmStart(await freePort(), state.path)).rejects.toThrow(`Another service runs on ${state.path}.`);
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  } finally {
    process.kill(pid, 'SIGTERM');
    await untilFree(port);
    await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
  }
});

it('a port that another service has is refused, and nothing is touched', async () => {
  const { port } = new URL(inject('origin'));
  const another = await newStateDir();
  await expect(npmStart(Number(port), another.path)).rejects.toThrow(`Port ${port} is in use.`);
  expect(await readdir(another.path)).toEqual([]);
  await another.remove();
});

it('two services from one checkout serve side by side, and one outlives the other [RUN-5]', async () => {
  const another = await newStateDir();
  takeBuilt(another.path);
  const ports = [await freePort(), await freePort()] as const;
  const [first, second] = [await npmStart(ports[0], state.path), await npmStart(ports[1], another.path)];
  const processes = [...processTree(first.pid), ...processTree(second.pid)];
  try {
    for (const port of ports) expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
    process.kill(first.pid, 'SIGTERM');
    await untilFree(ports[0]);
    expect((await fetch(`http://127.0.0.1:${ports[1]}/readyz`)).status).toBe(200);
  } finally {
    process.kill(second.pid, 'SIGTERM');
    await untilFree(ports[1]);
    await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
    await another.remove();
  }
});

it('nobody can attach a debugger who was not asked to [RUN-11]', async () => {
  const port = await freePort();
  const { pid, output } = await npmStart(port, state.path);
  const processes = processTree(pid);
  try {
    expect(processes.filter(({ command }) => /--inspector-addr|--inspect|--debug-port/.test(command))).toEqual([]);
    expect(output()).not.toMatch(/inspector/i);
  } finally {
    process.kill(pid, 'SIGTERM');
    await untilFree(port);
    await expect.poll(() => stillRunning(processes), { timeout: 10_000 }).toEqual([]);
  }
});
