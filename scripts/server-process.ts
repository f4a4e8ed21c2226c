import { fileURLToPath } from 'node:url';
import { spawnWrangler } from './wrangler.ts';

/** How long the server may take to end after SIGTERM before it is killed. */
const GRACE_MS = 5_000;

const END_WITH_PARENT = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url).href);

/** A running `wrangler dev`, with all processes that it started. */
export interface ServerProcess {
  /** False once it has ended. */
  isRunning(): boolean;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** Ends it with all processes that it started, and resolves when it has ended. */
  end(): Promise<void>;
}

/**
 * Starts `wrangler dev`. It ends when this process ends, in whatever way that happens.
 *
 * @param isInteractive true: it shares the terminal, which sends it Ctrl-C. False: it leads its own process group, so
 * that the processes that it started can be ended even where it has died first.
 */
export function startServer(
  args: readonly string[],
  { isInteractive, env }: { readonly isInteractive: boolean; readonly env: NodeJS.ProcessEnv },
): ServerProcess {
  const server = spawnWrangler(['dev', ...args], {
    stdio: [isInteractive ? 'inherit' : 'ignore', 'inherit', 'inherit'],
    detached: !isInteractive,
    env,
    nodeArgs: ['--import', END_WITH_PARENT],
  });
  const killAll = (): void => {
    if (isInteractive) server.kill('SIGKILL');
    else if (server.pid !== undefined) killGroup(server.pid);
  };
  process.once('exit', killAll);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => {
      process.off('exit', killAll);
      killAll();
      resolve();
    });
  });
  return {
    isRunning: () => server.exitCode === null && server.signalCode === null,
    ended,
    end: async () => {
      server.kill('SIGTERM');
      const timer = setTimeout(killAll, GRACE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}

function killGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // No process of the group is left.
  }
}
