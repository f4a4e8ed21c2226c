import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../../scripts/wrangler.ts';

/** The whole service as `npm start` runs it, with a state of its own. */
export interface RunningService {
  readonly origin: string;
  close(): Promise<void>;
}

/** How long the service may take to build and answer. */
const START_TIMEOUT_MS = 90_000;

/** Starts the service on a free port. @param allowedHosts places on loopback that it may fetch from. */
export async function startService(allowedHosts: readonly string[]): Promise<RunningService> {
  const port = await freePort();
  const stateDir = await mkdtemp(join(tmpdir(), 'vitrine-test-'));
  const child = spawn(process.execPath, [join(PROJECT_DIR, 'scripts/start.ts')], {
    cwd: PROJECT_DIR,
    env: {
      ...process.env,
      PORT: String(port),
      STATE_DIR: stateDir,
      INGEST_ALLOWED_HOSTS: allowedHosts.join(','),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  const close = async (): Promise<void> => {
    child.kill('SIGTERM');
    await ended;
    await rm(stateDir, { recursive: true, force: true });
  };
  const isUp = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), START_TIMEOUT_MS);
    child.stdout.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('Vitrine is up')) return;
      clearTimeout(timer);
      resolve(true);
    });
    child.once('close', () => resolve(false));
  });
  if (!isUp) {
    await close();
    throw new Error('The service did not start.');
  }
  return { origin: `http://127.0.0.1:${port}`, close };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return typeof address === 'object' && address !== null ? address.port : 0;
}
