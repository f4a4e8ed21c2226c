import { build } from 'esbuild';
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOCAL_OPERATOR_TOKEN, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from '../../scripts/demo-store.ts';
import { startLocalRuntime } from '../../scripts/local-runtime.ts';
import { readWorkerDescription } from '../../scripts/local-runtime/worker-description.ts';
import { writeLocalWorker } from '../../scripts/local-worker.ts';
import { PROJECT_DIR } from '../../scripts/wrangler.ts';
import { runtimeProcesses } from './processes.ts';

/** A Worker that runs as `npm start` runs the service. */
export interface Running {
  readonly origin: string;
  /** The process of the runtime, which runs the Worker, its database and its bucket. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** The two sides, each with a Worker and a state of its own in the folder of the run. */
export type Side = 'floor' | 'service';

/** The variables of both sides. */
export const VARS = {
  LOCAL_SANDBOX: 'true',
  SIGNING_KEYS: LOCAL_SIGNING_KEYS,
  SECRETS_KEYS: LOCAL_SECRETS_KEYS,
  OPERATOR_TOKEN: LOCAL_OPERATOR_TOKEN,
  LOG_REQUESTS: 'false',
};

const workerDir = (workDir: string, side: Side): string => join(workDir, `${side}-worker`);

/** Returns the folder of a side's state. */
export const stateDir = (workDir: string, side: Side): string => join(workDir, side);

/**
 * Builds both Workers: the service as it is deployed, and the floor, minified as well and behind the same module that
 * refuses foreign names on a laptop.
 */
export async function buildBoth(workDir: string): Promise<void> {
  const [service, floor] = [workerDir(workDir, 'service'), workerDir(workDir, 'floor')];
  await writeLocalWorker(service);
  mkdirSync(floor, { recursive: true });
  await build({
    entryPoints: [join(PROJECT_DIR, 'bench', 'floor', 'index.ts')],
    outfile: join(floor, 'index.js'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2024',
  });
  copyFileSync(join(service, 'entry.js'), join(floor, 'entry.js'));
  const { exports: _exports, triggers: _triggers, env = {}, ...description } = readWorkerDescription(service);
  const own = Object.fromEntries(Object.entries(env).filter(([name]) => name === 'DB' || name === 'BUCKET'));
  writeFileSync(join(floor, 'miniflare.json'), JSON.stringify({ ...description, env: own }));
}

/** Runs a side that has been built. */
export async function runSide(workDir: string, side: Side): Promise<Running> {
  const before = runtimeProcesses();
  const runtime = await startLocalRuntime({
    workerDir: workerDir(workDir, side),
    stateDir: stateDir(workDir, side),
    port: 0,
    vars: VARS,
  });
  const pid = runtimeProcesses().find((one) => !before.includes(one));
  if (pid === undefined) throw new Error('no process of the runtime');
  return { origin: runtime.origin, pid, stop: () => runtime.dispose() };
}
