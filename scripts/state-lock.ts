import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The locks of this process; what is no longer referred to would be closed, and so released. */
const held: DatabaseSync[] = [];

/**
 * Keeps other services from the same state until this process ends, in whatever way: the lock is one that SQLite holds
 * on a file, which the system releases with the process.
 *
 * @throws with a sentence, where another service has it.
 */
export function lockState(stateDir: string): void {
  mkdirSync(stateDir, { recursive: true });
  const lock = new DatabaseSync(join(stateDir, 'running.sqlite'), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new Error(`Another service runs on ${stateDir}. STATE_DIR=… npm start uses another folder.`, {
      cause: error,
    });
  }
  held.push(lock);
}
