import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Names the state of the service of this test run in the environment of the processes that run the tests. */
const VARIABLE = 'BUILT_STATE_DIR';

/** Lets the other services of this test run take over what this one has built. */
export function shareBuilt(stateDir: string): void {
  process.env[VARIABLE] = stateDir;
  // Deploying, and `wrangler dev`, look for the site here, and would make it a second time.
  for (const name of ['site', 'site.sha256']) {
    rmSync(join('dist', name), { recursive: true, force: true });
    cpSync(join(stateDir, name), join('dist', name), { recursive: true });
  }
}

/**
 * Copies the Worker and the site that the service of this test run has built into another state. `npm start` takes them
 * as its own, for their marks name the sources that they were built from.
 */
export function takeBuilt(stateDir: string): void {
  const built = process.env[VARIABLE];
  if (built === undefined || existsSync(join(stateDir, 'worker'))) return;
  for (const name of ['worker', 'worker.sha256', 'site', 'site.sha256']) {
    cpSync(join(built, name), join(stateDir, name), { recursive: true });
  }
}
