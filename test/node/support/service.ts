import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processTree } from './processes.ts';

/** A running service, as `npm start` makes it, on a port and a state of its own. */
export interface RunningService {
  readonly origin: string;
  /** Where its state lies; the operator's tool works on it. */
  readonly stateDir: string;
  /** Ends it by its process id, and removes its state where that was made for it. */
  stop(): Promise<void>;
  /** Kills it and all that it started, without a chance to tidy up; the state stays. */
  kill(): Promise<void>;
}

/** How long building and starting may take on a slow machine. */
const START_TIMEOUT_MS = 60_000;

/** How long a port may be taken after the service ended: as long as the system takes to end the processes behind it. */
const FREE_TIMEOUT_MS = 10_000;

/** A folder for the state of a service, and how to remove it. */
export async function newStateDir(): Promise<{ readonly path: string; readonly remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'vitrine-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

/**
 * Starts the service with the script behind `npm start`, and waits until it says that it is up.
 *
 * @param env STATE_DIR there: that state, which stays; else one of its own, which goes when it stops.
 */
export async function startService(env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  const port = await freePort();
  const own = env['STATE_DIR'] === undefined ? await newStateDir() : undefined;
  const stateDir = own?.path ?? env['STATE_DIR'] ?? '';
  const child = spawn(process.execPath, ['scripts/start.ts'], {
    env: { ...process.env, ...env, PORT: String(port), STATE_DIR: stateDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const isUp = new Promise<void>((resolve, reject) => {
    const listen = (chunk: Buffer): void => {
      output += chunk.toString();
      if (output.includes('Vitrine is up.')) resolve();
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

/** Whether somebody listens on a port. */
export function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Waits until nobody listens on a port any more. */
export async function untilFree(port: number): Promise<void> {
  const deadline = Date.now() + FREE_TIMEOUT_MS;
  while (await isTaken(port)) {
    if (Date.now() > deadline) throw new Error(`Port ${port} is still taken after ${FREE_TIMEOUT_MS} ms.`);
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
