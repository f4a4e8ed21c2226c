/**
 * The process that `npm start` serves in: Miniflare with the built Worker, the files of the site, the way out, and the
 * schedules. It is told what to serve by a message, loads Miniflare meanwhile, and ends with the process that started it.
 */
import { startLocalRuntime, type LocalRuntime } from './local-runtime.ts';
import { runCrons } from './local-runtime/crons.ts';
import { readCrons } from './local-runtime/worker-description.ts';
import {
  isSiteWrittenMessage,
  isStartMessage,
  type ServerMessage,
  type StartMessage,
} from './local-server-messages.ts';
import { serveSite } from './site-server.ts';

let runtime: LocalRuntime | undefined;

const { promise: siteWritten, resolve: openSite } = Promise.withResolvers<void>();

const tell = (message: ServerMessage): void => void process.send?.(message);

async function end(): Promise<never> {
  await runtime?.dispose();
  process.exit();
}

async function serve({ workerDir, stateDir, siteDir, port, vars, isTalkative }: StartMessage): Promise<void> {
  const started = await startLocalRuntime({
    workerDir,
    stateDir,
    port,
    vars: { ...vars, LOCAL_SITE_URL: await serveSite(siteDir, siteWritten) },
    isTalkative,
    onDeath: () => {
      tell({ kind: 'died' });
      void end();
    },
  });
  const { trigger } = started;
  runtime = started;
  // A schedule that fails is tried again a minute later, and what failed is in the log.
  runCrons(readCrons(workerDir), (cron) => void trigger(cron).catch(() => undefined));
  tell({ kind: 'up' });
}

process.on('message', (message) => {
  if (isSiteWrittenMessage(message)) return openSite();
  if (!isStartMessage(message)) throw new Error('This process is started by scripts/start.ts.');
  return void serve(message).catch((error: unknown) => {
    tell({ kind: 'failed', reason: error instanceof Error ? error.message : String(error) });
    void end();
  });
});
// The line to the process that started this one breaks in whatever way that one ends.
process.once('disconnect', () => void end());
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void end());
