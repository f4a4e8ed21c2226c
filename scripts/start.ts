/**
 * `npm start`: builds the Worker, updates the local database, seeds the demo store, and serves it all with
 * the lean form of `wrangler dev` (docs/decisions/002-lean-dev-server.md) until Ctrl-C or another signal.
 *
 * PORT (8787) and STATE_DIR (.state) move the port and the state; INGEST_ALLOWED_HOSTS (host:port, …) names hosts that
 * may be fetched from although they are not public; LOG_REQUESTS=true shows a line for each request; DEMO_STORE=empty
 * leaves the demo store without products; DATABASES=2 makes two databases for stores to spread over.
 */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { writeSite } from '../site/write-site.ts';
import { DEMO, demoSql, LOCAL_OPERATOR_TOKEN, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from './demo-store.ts';
import { writeDeployedSite } from './deployed-site.ts';
import { fillDemoStoreOnce } from './fill-demo-store.ts';
import { writeLocalConfig } from './local-config.ts';
import { startLocalImagesProcess } from './local-images/process.ts';
import { localShards } from './local-shards.ts';
import { checkLocalState, isUpToDate, withLocalDatabase } from './local-state.ts';
import { writeLocalWorker } from './local-worker.ts';
import { startServer, type ServerProcess } from './server-process.ts';
import { serveSite } from './site-server.ts';
import { lockState } from './state-lock.ts';
import { PROJECT_DIR, runWrangler } from './wrangler.ts';

const port = Number(process.env['PORT'] ?? 8787);
const stateDir = resolve(PROJECT_DIR, process.env['STATE_DIR'] ?? '.state');

/** The databases: as many as DATABASES says, and as many as there are already. */
const shards = localShards(stateDir, Number(process.env['DATABASES'] ?? 1));

/** The built Worker and site are in the state's folder, so that several services do not overwrite each other's. */
const workerDir = join(stateDir, 'worker');
const siteDir = join(stateDir, 'site');

/** True for `npm run dev`, whose server rebuilds at every change, logs requests and has an explorer. */
const isDevMode = process.argv.includes('--dev');

/** True where the server shows a line for each request, which makes it half as fast. */
const showsRequests = isDevMode || process.env['LOG_REQUESTS'] === 'true';

/** Arguments that make `wrangler dev` twice as fast: no bundling at every change, no logging, no live reload. */
const leanArgs = (config: string): readonly string[] => [
  join(workerDir, 'index.js'),
  '--config',
  config,
  ...'--no-bundle --live-reload false --show-interactive-dev-session false'.split(' '),
  '--log-level',
  showsRequests ? 'log' : 'none',
];

/** What is there before the server starts. */
interface Prepared {
  readonly args: readonly string[];
  /** Where the files of /docs are; empty where the server has them as assets. */
  readonly siteUrl: string;
}

/** How long the server may take until its first answer. */
const START_TIMEOUT_MS = 60_000;

/** How often the jobs' sweep runs, as scheduled in wrangler.toml. */
const SWEEP_INTERVAL_MS = 60_000;

/** How often to ask whether the server still answers, how long it may take, and how often in a row it may not. */
const ANSWER_INTERVAL_MS = 2_000;
const ANSWER_TIMEOUT_MS = 5_000;
const MAX_FAILURES = 3;

/** How often to check whether npm is still running. */
const PARENT_INTERVAL_MS = 250;

/** Checks that the port is free. Another Vitrine on it would answer in place of the server that is started here. */
async function checkPort(): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening').catch(() => {
    throw new Error(`Port ${port} is in use. PORT=${port + 1} npm start uses another.`);
  });
  await new Promise((closed) => probe.close(closed));
}

/** Builds what is served. @returns what `wrangler dev` is told of it. */
async function prepare(): Promise<Prepared> {
  const config = writeLocalConfig(stateDir, shards);
  const seeded = seedDatabase(['--local', '--config', config, '--persist-to', stateDir]);
  if (isDevMode) {
    await Promise.all([writeDeployedSite(), seeded]);
    return { args: [], siteUrl: '' };
  }
  await Promise.all([writeLocalWorker(workerDir, config), writeSite(PROJECT_DIR, siteDir), seeded]);
  return { args: leanArgs(config), siteUrl: await serveSite(siteDir) };
}

async function seedDatabase(where: readonly string[]): Promise<void> {
  const sql = await demoSql();
  // Starting Wrangler takes seconds, so that it only makes the database, which is then opened directly.
  if (!isUpToDate(stateDir) || shards.some(({ file }) => !existsSync(file))) {
    for (const { databaseName } of shards) await runWrangler(['d1', 'migrations', 'apply', databaseName, ...where]);
  }
  withLocalDatabase(stateDir, (database) => database.exec(sql));
}

function serve({ args: ownArgs, siteUrl }: Prepared, localImagesUrl: string): ServerProcess {
  const vars = {
    LOCAL_SANDBOX: 'true',
    SANDBOX_HOSTS: process.env['SANDBOX_HOSTS'] ?? '',
    SIGNING_KEYS: LOCAL_SIGNING_KEYS,
    SECRETS_KEYS: LOCAL_SECRETS_KEYS,
    OPERATOR_TOKEN: LOCAL_OPERATOR_TOKEN,
    INGEST_ALLOWED_HOSTS: process.env['INGEST_ALLOWED_HOSTS'] ?? '',
    LOCAL_IMAGES_URL: localImagesUrl,
    LOCAL_SITE_URL: siteUrl,
    PUBLIC_BASE_URL: process.env['PUBLIC_BASE_URL'] ?? '',
    MAINTENANCE: process.env['MAINTENANCE'] ?? '',
    RENDER_AVIF: process.env['RENDER_AVIF'] ?? '',
    LOG_REQUESTS: showsRequests ? '' : 'false',
  };
  const varArgs = Object.entries(vars).flatMap(([name, value]) => (value === '' ? [] : ['--var', `${name}:${value}`]));
  const args = [...ownArgs, '--ip', '127.0.0.1', '--port', String(port)];
  return startServer([...args, '--persist-to', stateDir, ...varArgs], {
    isInteractive: isDevMode,
    env: isDevMode ? {} : { X_LOCAL_OBSERVABILITY: 'false', X_LOCAL_EXPLORER: 'false' },
  });
}

/** Resolves as soon as the server answers, or `stop` is aborted. @throws where the server ends, or takes too long. */
async function waitUntilUp(server: ServerProcess, stop: AbortSignal): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (Date.now() < deadline) {
    if (stop.aborted) return;
    if (!server.isRunning())
      throw new Error(`The server ended. Is port ${port} in use? PORT=${port + 1} npm start uses another.`);
    if (await answers()) return;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`The server did not answer within ${START_TIMEOUT_MS / 1000} s.`);
}

/** Triggers the jobs' sweep as often as in a deployment, because the local server has no cron. */
function scheduleJobsSweep(): void {
  const url = `http://127.0.0.1:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`;
  setInterval(() => void fetch(url).catch(() => undefined), SWEEP_INTERVAL_MS).unref();
}

/**
 * Ends the server where it answers no more. Wrangler starts a runtime that has died again, but its new one hears
 * nobody. Where requests are shown this is left out, for each question would be shown as well.
 */
function endWhenDeaf(server: ServerProcess): void {
  let failureCount = 0;
  const ask = async (): Promise<void> => {
    const isUp = await answers(AbortSignal.timeout(ANSWER_TIMEOUT_MS));
    failureCount = isUp ? 0 : failureCount + 1;
    if (failureCount < MAX_FAILURES) return void setTimeout(() => void ask(), ANSWER_INTERVAL_MS).unref();
    if (!server.isRunning()) return;
    console.error('The server answers no more. What was acknowledged is kept: start it again.');
    await server.end();
  };
  if (!showsRequests) void ask();
}

/** Returns whether the server answers. */
const answers = async (signal?: AbortSignal): Promise<boolean> =>
  await fetch(`http://127.0.0.1:${port}/healthz`, { signal: signal ?? null }).then(
    (response) => response.ok,
    () => false,
  );

function printWelcome(): void {
  const base = `http://127.0.0.1:${port}`;
  console.log(`
Vitrine is up. Open its page in a browser:

  ${base}/admin/   (sign in with the token ${DEMO.token})

Its APIs:

  BigCommerce V3   ${base}/stores/${DEMO.hash}/v3
  BigCommerce V2   ${base}/stores/${DEMO.hash}/v2
                   ${base}/api/v2   (Basic: user ${DEMO.hash}, password a token)
  Store API        ${base}/v1.3   (user ${DEMO.hash}, public key: a token below,
                   as created: private key ${DEMO.signing.privateKey}, secret ${DEMO.signing.secret})
  Shoptet          ${base}/api (header Shoptet-Private-API-Token)
  Vitrine's own    ${base}/v1 (header Authorization: Bearer)
  docs             ${base}/docs   (guides, and a reference of all five to try)
  state            ${stateDir}

  X-Auth-Token     ${DEMO.token}        (everything)
                   ${DEMO.readToken}   (read only)

Upload a picture, then open one of the URLs in the answer:

  curl -H 'X-Auth-Token: ${DEMO.token}' -F image_file=@samples/cup-landscape.jpg ${base}/stores/${DEMO.hash}/v3/catalog/products/1/images

Ctrl-C stops it; the data stays.`);
}

/** Returns a signal that is aborted by the first process signal, or when npm, which started this process, has ended. */
function watchForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  const parent = process.ppid;
  if (process.env['npm_lifecycle_event'] === (isDevMode ? 'dev' : 'start')) {
    setInterval(() => process.ppid !== parent && stop.abort(), PARENT_INTERVAL_MS).unref();
  }
  return stop.signal;
}

async function main(): Promise<void> {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('PORT must be a number from 1 to 65535.');
  await checkPort();
  checkLocalState(stateDir);
  lockState(stateDir);
  const stop = watchForStop();
  console.log('Building, and updating the database …');
  const images = startLocalImagesProcess();
  try {
    const prepared = await prepare().catch((error: unknown) => {
      // Ctrl-C also ends the processes of the preparation, which then fail.
      if (!stop.aborted) throw error;
    });
    if (!stop.aborted && prepared !== undefined) await serveUntil(stop, prepared, await images.url);
  } finally {
    images.end();
  }
  console.log('Stopped.');
  if (!stop.aborted) process.exitCode = 1;
}

/** Serves until `stop` is aborted, or the server ends by itself. */
async function serveUntil(stop: AbortSignal, prepared: Prepared, localImagesUrl: string): Promise<void> {
  const server = serve(prepared, localImagesUrl);
  stop.addEventListener('abort', () => void server.end());
  const over = new AbortController();
  try {
    await waitUntilUp(server, stop);
    if (!stop.aborted) {
      scheduleJobsSweep();
      endWhenDeaf(server);
      printWelcome();
      const signal = AbortSignal.any([stop, over.signal]);
      void fillDemoStoreOnce({ origin: `http://127.0.0.1:${port}`, stateDir, signal });
    }
    await server.ended;
  } finally {
    over.abort();
    await server.end();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
