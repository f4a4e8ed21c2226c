import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { dirname, join } from 'node:path';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { LOCAL_OPERATOR_TOKEN, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from '../../scripts/demo-store.ts';
import { writeLocalConfig } from '../../scripts/local-config.ts';
import { writeLocalWorker } from '../../scripts/local-worker.ts';
import { PROJECT_DIR } from '../../scripts/wrangler.ts';
import { runtimeProcesses } from './processes.ts';

/** A Worker that runs on Miniflare alone, on loopback. */
export interface Running {
  readonly origin: string;
  /** The process of the runtime, which runs the Worker, its database and its bucket. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** What of a run is apart from the others: where its state is, and the inspector, if any. */
export interface RunOptions {
  readonly stateDir: string;
  /** Where the inspector listens; undefined: nowhere, which costs nothing. */
  readonly inspectorPort?: number | undefined;
}

const VARS = {
  LOCAL_SANDBOX: 'true',
  SIGNING_KEYS: LOCAL_SIGNING_KEYS,
  SECRETS_KEYS: LOCAL_SECRETS_KEYS,
  OPERATOR_TOKEN: LOCAL_OPERATOR_TOKEN,
  LOG_REQUESTS: 'false',
};

/** Runs the service as `npm run deploy` bundles it. */
export async function runService(workDir: string, options: RunOptions): Promise<Running> {
  const config = writeLocalConfig(workDir);
  const folder = join(workDir, 'worker');
  await writeLocalWorker(folder, config);
  return await runBuild(workDir, join(folder, 'index.js'), options);
}

/** Runs a build of the service. */
export async function runBuild(workDir: string, script: string, options: RunOptions): Promise<Running> {
  const config = writeLocalConfig(workDir);
  const { workerOptions } = unstable_getMiniflareWorkerOptions(config);
  const bindings = { ...workerOptions.bindings, ...VARS };
  return await run({ ...workerOptions, bindings }, script, options);
}

/** Runs the floor, bundled and minified as the service is. */
export async function runFloor(workDir: string, options: RunOptions): Promise<Running> {
  const path = join(workDir, 'floor.js');
  const entry = join(PROJECT_DIR, 'bench', 'floor', 'index.ts');
  await build({ entryPoints: [entry], outfile: path, bundle: true, minify: true, format: 'esm', target: 'es2024' });
  const { workerOptions } = unstable_getMiniflareWorkerOptions(writeLocalConfig(workDir));
  const { rootPath, compatibilityDate, compatibilityFlags, d1Databases, r2Buckets } = workerOptions;
  const floor = { rootPath, compatibilityDate, compatibilityFlags, d1Databases, r2Buckets };
  return await run(floor as typeof workerOptions, path, options);
}

type WorkerOptions = ReturnType<typeof unstable_getMiniflareWorkerOptions>['workerOptions'];

async function run(options: WorkerOptions, script: string, { stateDir, inspectorPort }: RunOptions): Promise<Running> {
  const before = runtimeProcesses();
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [{ ...options, name: 'worker', rootPath: dirname(script), modules: [{ type: 'ESModule', path: script }] }],
      host: '127.0.0.1',
      port: 0,
      ...(inspectorPort === undefined ? {} : { inspectorPort }),
      logRequests: false,
      unsafeObservability: false,
      unsafeLocalExplorer: false,
      resourcePersistencePath: join(stateDir, 'v3'),
    }),
  );
  const url = await miniflare.ready;
  const pid = runtimeProcesses().find((one) => !before.includes(one));
  if (pid === undefined) throw new Error('no process of the runtime');
  return { origin: url.origin, pid, stop: () => miniflare.dispose() };
}
