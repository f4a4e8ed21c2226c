/**
 * `npm start`: builds the Worker, updates the local database, seeds the demo store, and serves it all with Miniflare
 * alone (docs/decisions/079-miniflare-alone.md) until Ctrl-C or another signal. `npm run dev` serves with `wrangler dev`.
 *
 * PORT (8787) and STATE_DIR (.state) move the port and the state; INGEST_ALLOWED_HOSTS (host:port, …) names hosts that
 * may be fetched from although they are not public; LOG_REQUESTS=true shows a line for each request; DEMO_STORE=empty
 * leaves the demo store without products; DATABASES=2 makes two databases for stores to spread over.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { DEMO, demoSql, LOCAL_OPERATOR_TOKEN, LOCAL_SECRETS_KEYS, LOCAL_SIGNING_KEYS } from './demo-store.ts';
import { writeDeployedSite } from './deployed-site.ts';
import { fillDemoStoreOnce } from './fill-demo-store.ts';
import { startLocalImagesProcess } from './local-images/process.ts';
import { applyLocalMigrations } from './local-migrations.ts';
import { type LocalServerProcess, startLocalServer } from './local-server-process.ts';
import { checkLocalState, withLocalDatabase } from './local-state.ts';
import { writeLocalWorker } from './local-worker.ts';
import { startDevServer, type ServerProcess } from './server-process.ts';
import { writeSite } from '../site/write-site.ts';
import { portInUse } from './local-runtime/port-in-use.ts';
import { SCHEDULED_PATH } from './local-runtime/scheduled-path.ts';
import { lockState } from './state-lock.ts';
import { PROJECT_DIR } from './wrangler.ts';

const port = Number(process.env['PORT'] ?? 8787);
const stateDir = resolve(PROJECT_DIR, process.env['STATE_DIR'] ?? '.state');

/** How many databases there are for stores to spread over, at least. */
const databaseCount = Number(process.env['DATABASES'] ?? 1);

/** The built Worker and site are in the state's folder, so that several services do not overwrite each other's. */
const workerDir = join(stateDir, 'worker');
const siteDir = join(stateDir, 'site');

/** True for `npm run dev`, whose server rebuilds at every change, logs requests and has an explorer. */
const isDevMode = process.argv.includes('--dev');

/** True where the server shows a line for each request. */
const showsRequests = isDevMode || process.env['LOG_REQUESTS'] === 'true';

/** How long the server may take until its first answer. */
const START_TIMEOUT_MS = 60_000;

/** How often the jobs' sweep runs under `wrangler dev`, as scheduled in wrangler.toml. */
const SWEEP_INTERVAL_MS = 60_000;

/** How often to check whether npm is still running. */
const PARENT_INTERVAL_MS = 250;

/** Checks that the port is free. Another Vitrine on it would answer in place of the server that is started here. */
async function checkPort(): Promise<void> {
  const probe = createServer().listen(port, '127.0.0.1');
  await once(probe, 'listening').catch(() => {
    throw new Error(portInUse(port));
  });
  await new Promise((closed) => probe.close(closed));
}

/** Builds what is served, and brings the database up to date. */
async function prepare(): Promise<void> {
  applyLocalMigrations(stateDir, databaseCount);
  const sql = await demoSql();
  withLocalDatabase(stateDir, (database) => database.exec(sql));
  if (isDevMode) await writeDeployedSite();
  else await writeLocalWorker(workerDir);
}

/** Returns the variables of the Worker; those that are not set are left out. */
function variables(localImagesUrl: string): Readonly<Record<string, string>> {
  const vars = {
    LOCAL_SANDBOX: 'true',
    SANDBOX_HOSTS: process.env['SANDBOX_HOSTS'] ?? '',
    SIGNING_KEYS: LOCAL_SIGNING_KEYS,
    SECRETS_KEYS: LOCAL_SECRETS_KEYS,
    OPERATOR_TOKEN: LOCAL_OPERATOR_TOKEN,
    INGEST_ALLOWED_HOSTS: process.env['INGEST_ALLOWED_HOSTS'] ?? '',
    LOCAL_IMAGES_URL: localImagesUrl,
    PUBLIC_BASE_URL: process.env['PUBLIC_BASE_URL'] ?? '',
    MAINTENANCE: process.env['MAINTENANCE'] ?? '',
    RENDER_AVIF: process.env['RENDER_AVIF'] ?? '',
    LOG_REQUESTS: showsRequests ? '' : 'false',
  };
  return Object.fromEntries(Object.entries(vars).filter(([, value]) => value !== ''));
}

/** Starts `wrangler dev`, which is told everything by arguments. Its schedule is run by nobody. */
function startDev(vars: Readonly<Record<string, string>>): ServerProcess {
  const varArgs = Object.entries(vars).flatMap(([name, value]) => ['--var', `${name}:${value}`]);
  return startDevServer(['--ip', '127.0.0.1', '--port', String(port), '--persist-to', stateDir, ...varArgs]);
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

/** Triggers the jobs' sweep of `wrangler dev` as often as in a deployment, because it runs no schedule. */
function scheduleJobsSweep(): void {
  const url = `http://127.0.0.1:${port}${SCHEDULED_PATH}?cron=*+*+*+*+*`;
  setInterval(() => void fetch(url).catch(() => undefined), SWEEP_INTERVAL_MS).unref();
}

/** Returns whether the server answers. */
const answers = async (): Promise<boolean> =>
  await fetch(`http://127.0.0.1:${port}/healthz`).then(
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
  const demoStore = process.env['DEMO_STORE'] ?? '';
  if (!['', 'full', 'empty'].includes(demoStore)) throw new Error(`DEMO_STORE is full or empty, and not ${demoStore}.`);
  await checkPort();
  checkLocalState(stateDir);
  lockState(stateDir, port);
  const stop = watchForStop();
  console.log('Building, and updating the database …');
  const images = startLocalImagesProcess();
  const server = isDevMode ? undefined : startLocalServer(sayDead);
  stop.addEventListener('abort', () => void server?.end());
  try {
    await prepare().catch((error: unknown) => {
      // Ctrl-C also ends the processes of the preparation, which then fail.
      if (!stop.aborted) throw error;
    });
    if (!stop.aborted) await serveUntil(stop, variables(await images.url), server);
  } finally {
    await server?.end();
    images.end();
  }
  console.log('Stopped.');
  if (!stop.aborted) process.exitCode = 1;
}

/** Serves at once, and makes the site then, which takes longer than all else on new state. */
async function serveLocally(local: LocalServerProcess, vars: Readonly<Record<string, string>>): Promise<void> {
  await local.serve({ workerDir, stateDir, siteDir, port, vars, isTalkative: showsRequests });
  await writeSite(PROJECT_DIR, siteDir);
  local.openSite();
}

const sayDead = (): void => console.error('The server answers no more. What was acknowledged is kept: start it again.');

/** Serves until `stop` is aborted, or the server ends by itself. */
async function serveUntil(
  stop: AbortSignal,
  vars: Readonly<Record<string, string>>,
  local: LocalServerProcess | undefined,
): Promise<void> {
  const server = local ?? startDev(vars);
  stop.addEventListener('abort', () => void server.end());
  const over = new AbortController();
  try {
    if (local === undefined) await waitUntilUp(server, stop);
    else await serveLocally(local, vars);
    if (!stop.aborted) {
      if (isDevMode) scheduleJobsSweep();
      printWelcome();
      const signal = AbortSignal.any([stop, over.signal]);
      void fillDemoStoreOnce({ origin: `http://127.0.0.1:${port}`, stateDir, signal });
    }
    await server.ended;
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    over.abort();
    await server.end();
  }
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
