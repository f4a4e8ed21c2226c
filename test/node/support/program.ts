import { spawn } from 'node:child_process';

/** A program that runs. */
export interface Program {
  /** Waits until it has printed a text, and returns all that it has printed. */
  untilPrinted(text: string): Promise<string>;
  /** Waits until it has ended; `ask` asks it to. */
  ended(): Promise<{ readonly code: number | null; readonly printed: string }>;
  ask(): void;
}

/** Starts a program of the project with Node.js. */
export function startProgram(path: string, args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [path, ...args], { env: { ...process.env, ...env } });
  let printed = '';
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      for (const watcher of watchers) watcher();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return {
    untilPrinted: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (printed.includes(text)) resolve(printed);
        };
        watchers.add(look);
        look();
        ended.then(() => reject(new Error(`${path} has ended without printing ${text}:\n${printed}`)), reject);
      }),
    ended: async () => ({ code: await ended, printed }),
    ask: () => void child.kill('SIGTERM'),
  };
}
