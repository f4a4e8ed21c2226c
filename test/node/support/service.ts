import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeBuilt } from './built-state.ts';
import { COMPILED } from './operator.ts';
import { freePort, untilFree } from './ports.ts';
import { processTree } from './processes.ts';

/** A running service, as `npm start` starts it, on its own port and state. */
export interface RunningService {
  readonly origin: string;
  /** The folder of its state, which the operator's tool uses as well. */
  readonly stateDir: string;
  /** Ends it, and removes its state where that was made for it. */
  stop(): Promise<void>;
  /** Kills it and all its child processes, without a chance to clean up; the state stays. */
  kill(): Promise<void>;
}

/** How long building and starting may take on a slow machine. */
const START_TIMEOUT_MS = 60_000;

/** Makes a folder for the state of a service; `remove` deletes it. */
export async function newStateDir(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vitrine-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Starts the service with the script of `npm start`, and waits until it reports that it is up.
 *
 * @param env without DEMO_STORE the demo store stays empty; with STATE_DIR, that state is used and stays; without, a new
 * one is made and removed when the service stops. Without PORT it gets a free one.
 */
export async function startService(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const port = env['PORT'] === undefined ? await freePort() : Number(env['PORT']);
  const own = env['STATE_DIR'] === undefined ? await newStateDir() : undefined;
  const stateDir = own?.path ?? env['STATE_DIR'] ?? '';
  takeBuilt(stateDir);
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    env: { ...process.env, ...COMPILED, DEMO_STORE: 'empty', ...env, PORT: String(port), STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const isUp = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Vitrine is up')) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    setTimeout(() => reject(new Error(`not up after ${START_TIMEOUT_MS} ms:\n${output}`)), START_TIMEOUT_MS).unref();
    child.once('close', () => reject(new Error(`ended before it was up:\n${output}`)));
  });
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await untilFree(port);
    await own?.remove();
  };
  const kill = async (): Promise<void> => {
    for (const { pid } of processTree(child.pid ?? 0)) process.kill(pid, 'SIGKILL');
    await ended;
    await untilFree(port);
  };
  try {
    await isUp;
  } catch (error) {
    await stop();
    throw error;
  }
  return { origin: `http://127.0.0.1:${port}`, stateDir, stop, kill };
}
