import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The locks of this process; what is no longer referred to would be closed, and so released. */
const held: DatabaseSync[] = [];

/** For so long somebody may hold the lock who only asks whether a service does. */
const PROBE_MS = 500;

const lockFile = (stateDir: string): string => join(stateDir, 'running.sqlite');
const portFile = (stateDir: string): string => join(stateDir, 'port');

/**
 * Keeps other services from the same state until this process ends, in whatever way: the lock is one that SQLite holds
 * on a file, which the system releases with the process. Notes the port of this service for `runningPort`.
 *
 * @throws with a sentence, where another service has it.
 */
export function lockState(stateDir: string, port: number): void {
  mkdirSync(stateDir, { recursive: true });
  const lock = tryLock(stateDir, PROBE_MS);
  if (lock === undefined) {
    throw new Error(`Another service runs on ${stateDir}. STATE_DIR=… npm start uses another folder.`);
  }
  held.push(lock);
  writeFileSync(portFile(stateDir), String(port));
}

/** Returns the port of the service that runs on a state; undefined where none does. */
export function runningPort(stateDir: string): number | undefined {
  if (!existsSync(lockFile(stateDir)) || !existsSync(portFile(stateDir))) return undefined;
  const lock = tryLock(stateDir, 0);
  if (lock === undefined) return Number(readFileSync(portFile(stateDir), 'utf8'));
  lock.close();
  return undefined;
}

/** Takes the lock on a state; returns undefined where a service has it. */
function tryLock(stateDir: string, timeoutMs: number): DatabaseSync | undefined {
  const lock = new DatabaseSync(lockFile(stateDir), { timeout: timeoutMs });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && error.message.includes('locked')) return undefined;
    throw new Error(`${lockFile(stateDir)} cannot be used: delete it.`, { cause: error });
  }
}
