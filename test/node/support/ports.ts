import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

/**
 * Where the ports of tests lie: below those that systems give to whoever asks for any port or connects to something.
 * One of those can be taken by another test's connection in the moment between its choice and the service's start.
 */
const FIRST_PORT = 11_000;
const PORTS_PER_RANGE = 500;
const RANGES = 10;

/** Each worker of a run has a range of its own, and another run on this machine mostly has others. */
const range = (process.ppid * 2 + Number(process.env['VITEST_POOL_ID'] ?? 0)) % RANGES;
const rangeStart = FIRST_PORT + range * PORTS_PER_RANGE;

/** Differs from file to file, so that a port is not asked for again while connections to it are being forgotten. */
let lastPort = randomInt(PORTS_PER_RANGE);

/** How long a port may stay in use after the service ended, while the system ends its processes. */
const FREE_TIMEOUT_MS = 10_000;

/** True where a process listens on a port. */
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

/** Waits until no process listens on a port. */
export async function untilFree(port: number): Promise<void> {
  const deadline = Date.now() + FREE_TIMEOUT_MS;
  while (await isTaken(port)) {
    if (Date.now() > deadline) throw new Error(`Port ${port} is still taken after ${FREE_TIMEOUT_MS} ms.`);
  }
}

/** Returns a port that no process listens on. */
export async function freePort(): Promise<number> {
  for (let tried = 0; tried < PORTS_PER_RANGE; tried += 1) {
    lastPort = (lastPort + 1) % PORTS_PER_RANGE;
    if (await canListen(rangeStart + lastPort)) return rangeStart + lastPort;
  }
  throw new Error(`No port from ${rangeStart} to ${rangeStart + PORTS_PER_RANGE - 1} is free.`);
}

async function canListen(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  const isListening = await once(probe, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) await new Promise((closed) => probe.close(closed));
  return isListening;
}
