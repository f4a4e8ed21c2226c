import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute path of the project's folder. */
export const PROJECT_DIR = dirname(dirname(fileURLToPath(import.meta.url)));

const WRANGLER_ENV = { WRANGLER_SEND_METRICS: 'false', CI: 'true', NO_COLOR: '1' };

interface WranglerOptions extends SpawnOptions {
  /** Options of Node.js itself. */
  readonly nodeArgs?: readonly string[];
}

/** Starts Wrangler with the same Node.js that runs this script. */
export function spawnWrangler(
  args: readonly string[],
  { nodeArgs = [], ...options }: WranglerOptions = {},
): ChildProcess {
  const require = createRequire(import.meta.url);
  const bin = join(dirname(require.resolve('wrangler/package.json')), 'bin', 'wrangler.js');
  return spawn(process.execPath, [...nodeArgs, bin, ...args], {
    cwd: PROJECT_DIR,
    ...options,
    env: { ...process.env, ...WRANGLER_ENV, ...options.env },
  });
}

/**
 * Runs one Wrangler command to its end.
 *
 * @returns what it printed to standard output.
 * @throws where it fails, with what it printed to standard output and standard error.
 */
export async function runWrangler(args: readonly string[]): Promise<string> {
  const child = spawnWrangler(args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`wrangler ${args.slice(0, 3).join(' ')} failed:\n${output}${errors}`);
  return output;
}
