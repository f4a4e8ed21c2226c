/**
 * `npm run bench:profile -- PATH [floor]`: where one hot path of `npm run bench` spends its time within the Worker, by the
 * profiler of the runtime's inspector. Prints the functions by their own time. What the runtime does around the Worker,
 * the database among it, is not in it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOT_PATHS } from './hot/paths.ts';
import { prepareState } from './hot/prepare.ts';
import { stateDir, VARS, type Running, type Side } from './hot/runtime.ts';
import { build } from 'esbuild';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';
import { unstable_getMiniflareWorkerOptions } from 'wrangler';
import { PROJECT_DIR } from '../scripts/wrangler.ts';
import { endConnections, measure } from './hot/send.ts';

const INSPECTOR_PORT = 9339;

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Opens a session with the inspector of the Worker, and returns a function that calls its methods. */
async function openInspector(
  port: number,
): Promise<(method: string, params?: object) => Promise<{ readonly profile?: Profile }>> {
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    webSocketDebuggerUrl: string;
    title: string;
  }[];
  const target = targets.find(({ title }) => title.includes('worker')) ?? targets[0];
  if (target === undefined) throw new Error('no target');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', reject);
  });
  const waiting = new Map<number, (value: { readonly profile?: Profile }) => void>();
  socket.addEventListener('message', ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id: number; result: { readonly profile?: Profile } };
    waiting.get(id)?.(result);
  });
  let lastId = 0;
  return async (method, params = {}) => {
    const id = ++lastId;
    socket.send(JSON.stringify({ id, method, params }));
    return await new Promise((resolve) => waiting.set(id, resolve));
  };
}

type WorkerOptions = ReturnType<typeof unstable_getMiniflareWorkerOptions>['workerOptions'];

/** Assets would put a router in front of every request. */
function withoutAssets(options: WorkerOptions): WorkerOptions {
  const { assets: _assets, ...rest } = options;
  return rest;
}

/** Runs a side with the names of its functions, and with the inspector, which the local service has not. */
async function runReadable(workDir: string, side: Side): Promise<Running> {
  const script = join(workDir, `${side}-readable.js`);
  const entry = side === 'floor' ? join('bench', 'floor', 'index.ts') : join('src', 'worker', 'index.ts');
  await build({
    entryPoints: [join(PROJECT_DIR, entry)],
    outfile: script,
    bundle: true,
    format: 'esm',
    target: 'es2024',
    external: ['cloudflare:*'],
  });
  const options = withoutAssets(unstable_getMiniflareWorkerOptions(join(PROJECT_DIR, 'wrangler.toml')).workerOptions);
  const { compatibilityDate, d1Databases, r2Buckets } = options;
  const worker = side === 'floor' ? { compatibilityDate, d1Databases, r2Buckets } : { ...options, bindings: VARS };
  const modules = [{ type: 'ESModule' as const, path: script }];
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      workers: [
        { ...worker, name: 'worker', rootPath: workDir, modules } as WorkerOptions & { modules: typeof modules },
      ],
      host: '127.0.0.1',
      port: 0,
      inspectorPort: INSPECTOR_PORT,
      resourcePersistencePath: join(stateDir(workDir, side), 'v3'),
    }),
  );
  const { origin } = await miniflare.ready;
  return { origin, pid: process.pid, stop: () => miniflare.dispose() };
}

const [name = 'list', side = 'service'] = process.argv.slice(2);
const path = HOT_PATHS.find((one) => one.name === name);
if (path === undefined) throw new Error(`no path ${name}`);
const workDir = mkdtempSync(join(tmpdir(), 'vitrine-bench-'));
try {
  await prepareState(workDir);
  const running = await runReadable(workDir, side === 'floor' ? 'floor' : 'service');
  const toRequest = side === 'floor' ? path.floor : path.service;
  const { connections, warmUp, requests } = path;
  await measure(running, toRequest, { from: 0, count: warmUp, connections });
  const call = await openInspector(INSPECTOR_PORT);
  await call('Profiler.enable');
  await call('Profiler.setSamplingInterval', { interval: 200 });
  await call('Profiler.start');
  await measure(running, toRequest, { from: warmUp, count: requests * 3, connections });
  const { profile } = await call('Profiler.stop');
  if (profile === undefined) throw new Error('no profile');
  print(profile, requests * 3);
  await running.stop();
} finally {
  endConnections();
  rmSync(workDir, { recursive: true, force: true });
}

function print({ nodes, samples, timeDeltas }: Profile, count: number): void {
  const own = new Map<string, number>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  samples.forEach((id, at) => {
    const frame = byId.get(id)?.callFrame;
    const key =
      frame === undefined
        ? '?'
        : `${frame.functionName || '(anonymous)'} ${frame.url.split('/').at(-1) ?? ''}:${frame.lineNumber + 1}:${frame.columnNumber + 1}`;
    own.set(key, (own.get(key) ?? 0) + (timeDeltas[at] ?? 0) / 1000);
  });
  const rows = [...own].toSorted(([, a], [, b]) => b - a).slice(0, 45);
  for (const [key, ms] of rows) console.log(`${((ms * 1000) / count).toFixed(1).padStart(8)} µs  ${key}`);
}
