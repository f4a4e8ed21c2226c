import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Log, LogLevel, Miniflare, MiniflareCoreError, type MiniflareOptions } from 'miniflare';
import { OUTBOUND_WORKER, outboundWorker } from './local-runtime/outbound-worker.ts';
import { type OutboundServer, type Resolve, startOutboundServer } from './local-runtime/outbound-server.ts';
import { portInUse } from './local-runtime/port-in-use.ts';
import { SCHEDULED_PATH } from './local-runtime/scheduled-path.ts';
import { readWorkerDescription, type WorkerDescription } from './local-runtime/worker-description.ts';
import { localShards } from './local-shards.ts';

/** What is served, where, and with which settings. */
export interface LocalRuntimeOptions {
  /** The folder that `writeLocalWorker` has written. */
  readonly workerDir: string;
  /** The folder of the state: databases, buckets and Durable Objects lie in `v3` of it, as `wrangler dev` has them. */
  readonly stateDir: string;
  /** The port on 127.0.0.1; 0: a free one. */
  readonly port: number;
  /** The Worker's variables; LOCAL_IMAGES_URL, LOCAL_SITE_URL and INGEST_ALLOWED_HOSTS also say what it may ask. */
  readonly vars: Readonly<Record<string, string>>;
  /** True: what the Worker logs is shown. */
  readonly isTalkative?: boolean;
  /** Resolves names in place of the system; for tests. */
  readonly resolve?: Resolve;
  /** Is called where the runtime has died by itself; it hears nobody then. */
  readonly onDeath?: () => void;
}

/** The Worker as it runs on this machine. */
export interface LocalRuntime {
  /** `http://127.0.0.1:{port}` */
  readonly origin: string;
  /** Runs what is scheduled at a time, as `wrangler.toml` writes it. @throws where the service does not answer. */
  readonly trigger: (cron: string) => Promise<void>;
  /** Ends it. What was acknowledged is kept. */
  dispose(): Promise<void>;
}

/**
 * Serves a built Worker with Miniflare alone: the runtime's own socket leads to the Worker, without the proxies of
 * `wrangler dev`, a trace collector or an inspector (docs/decisions/079-miniflare-alone.md). What the Worker fetches goes
 * through a server in this process (docs/decisions/080-way-out.md).
 *
 * @throws where the port is in use, with a sentence that says so.
 */
export async function startLocalRuntime(options: LocalRuntimeOptions): Promise<LocalRuntime> {
  const { vars, resolve } = options;
  const allowedHosts = (vars['INGEST_ALLOWED_HOSTS'] ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  const outbound = await startOutboundServer({ allowedHosts, resolve });
  const miniflare = new Miniflare(miniflareOptions(options, outbound));
  const dispose = async (): Promise<void> => {
    try {
      await miniflare.dispose();
    } finally {
      outbound.close();
    }
  };
  try {
    await miniflare.ready;
    const { origin } = await miniflare.unsafeGetDirectURL();
    return { origin, dispose, trigger: (cron) => trigger(origin, cron) };
  } catch (error) {
    // Ending what has not started fails with the same error once more.
    await dispose().catch(() => undefined);
    const isInUse = error instanceof MiniflareCoreError && error.code === 'ERR_ADDRESS_IN_USE';
    throw isInUse ? new Error(portInUse(options.port)) : error;
  }
}

function miniflareOptions(
  { workerDir, stateDir, port, vars, isTalkative = false, onDeath }: LocalRuntimeOptions,
  outbound: OutboundServer,
): MiniflareOptions {
  const { env, ...description } = readWorkerDescription(workerDir);
  const moduleOf = (name: string) => ({ type: 'esm', contents: readFileSync(join(workerDir, name), 'utf8') }) as const;
  const variables = Object.entries(vars).map(([name, value]) => [name, { type: 'text', value }] as const);
  const helpers = [vars['LOCAL_IMAGES_URL'], vars['LOCAL_SITE_URL']].filter((url) => url !== undefined && url !== '');
  return {
    host: '127.0.0.1',
    port: 0,
    log: new RuntimeLog(onDeath),
    handleStructuredLogs: ({ message }) => void (isTalkative && console.log(message)),
    resourcePersistencePath: join(stateDir, 'v3'),
    enableDevRegistry: false,
    cf: false,
    workers: [
      {
        config: {
          ...description,
          env: { ...env, ...databasesOf(stateDir), ...Object.fromEntries(variables) },
          manifest: {
            mainModule: 'entry.js',
            modulesRoot: workerDir,
            modules: { 'entry.js': moduleOf('entry.js'), 'index.js': moduleOf('index.js') },
          },
        },
        dev: {
          outboundService: { type: 'worker', worker: OUTBOUND_WORKER },
          unsafeDirectSockets: [{ host: '127.0.0.1', port }],
        },
      },
      outboundWorker(
        outbound,
        helpers.map((url) => new URL(url ?? '').host),
      ),
    ],
  };
}

/** Returns the bindings of all databases that a state has; wrangler.toml names the first one alone. */
const databasesOf = (stateDir: string): WorkerDescription['env'] =>
  Object.fromEntries(
    localShards(stateDir).map(({ shard, databaseId }) => [
      shard,
      { type: 'd1', id: databaseId, dev: { remote: false } } as const,
    ]),
  );

/** Says nothing, and learns of a death of the runtime before Miniflare starts another one. */
class RuntimeLog extends Log {
  readonly #onDeath: (() => void) | undefined;

  constructor(onDeath: (() => void) | undefined) {
    super(LogLevel.ERROR);
    this.#onDeath = onDeath;
  }

  override warn(message: string): void {
    if (message.includes('runtime crashed')) this.#onDeath?.();
  }
}

async function trigger(origin: string, cron: string): Promise<void> {
  const response = await fetch(`${origin}${SCHEDULED_PATH}?${new URLSearchParams({ cron })}`);
  if (!response.ok) throw new Error(`The schedule answered ${response.status}: ${await response.text()}`);
}
