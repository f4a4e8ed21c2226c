import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { spawnWrangler } from './wrangler.ts';

/** How long the server may take to end after SIGTERM before it is killed. */
const GRACE_MS = 5_000;

const END_WITH_PARENT = fileURLToPath(new URL('./end-with-parent.ts', import.meta.url).href);

/** A running server, with all processes that it started. */
export interface ServerProcess {
  /** False once it has ended. */
  isRunning(): boolean;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
  /** Ends it with all processes that it started, and resolves when it has ended. */
  end(): Promise<void>;
}

/** Starts `wrangler dev`, which shares the terminal, and so hears Ctrl-C. It ends with this process. */
export function startDevServer(args: readonly string[]): ServerProcess {
  const child = spawnWrangler(['dev', ...args], { stdio: 'inherit', nodeArgs: ['--import', END_WITH_PARENT] });
  return superviseProcess(child, { leadsGroup: false });
}

/**
 * Ends a process when this one ends of itself, and what it started when it has ended.
 *
 * @param leadsGroup true: the process leads a group of its own, whose processes can be ended even where it died first.
 */
export function superviseProcess(child: ChildProcess, { leadsGroup }: { readonly leadsGroup: boolean }): ServerProcess {
  const killAll = (): void => {
    if (!leadsGroup) child.kill('SIGKILL');
    else if (child.pid !== undefined) killGroup(child.pid);
  };
  process.once('exit', killAll);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', killAll);
      killAll();
      resolve();
    });
  });
  return {
    isRunning: () => child.exitCode === null && child.signalCode === null,
    ended,
    end: async () => {
      child.kill('SIGTERM');
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
