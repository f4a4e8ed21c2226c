import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { freePort } from '../../test/node/support/ports.ts';
import { systemEnv } from './install.ts';

/** How long a peer may take until it answers. */
const START_TIMEOUT_MS = 90_000;

/** A server beside which the service is measured. */
export interface Peer {
  readonly origin: string;
  readonly stop: () => Promise<void>;
}

/** Starts one of the servers of the folder with the peers. @throws where it does not come up. */
export async function startPeer(folder: string, script: string, ...args: readonly string[]): Promise<Peer> {
  const port = await freePort();
  const child = spawn('node', [script, String(port), ...args], {
    cwd: folder,
    env: { ...systemEnv(), NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  };
  const timer = setTimeout(() => void stop(), START_TIMEOUT_MS);
  const isUp = await saysUp(child.stdout);
  clearTimeout(timer);
  if (!isUp) throw new Error(`${script} did not come up.`);
  child.stdout.resume();
  return { origin: `http://127.0.0.1:${port}`, stop };
}

/** Resolves when a line of a server says that it is up, with false where it ends before. */
async function saysUp(output: Readable): Promise<boolean> {
  for await (const line of createInterface({ input: output })) if (line === 'up') return true;
  return false;
}
