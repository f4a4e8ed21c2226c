import { execFile } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_DIR } from './wrangler.ts';

const SOURCE_DIR = join(PROJECT_DIR, 'client', 'src');
const COMPILED = join(PROJECT_DIR, 'client', 'dist', 'index.js');

/** Compiles the client to client/dist, where it is imported by its name, unless that is newer than its source. */
export async function compileClientIfNeeded(): Promise<void> {
  if (existsSync(COMPILED) && statSync(COMPILED).mtimeMs >= lastChangeMs()) return;
  const compiler = join(PROJECT_DIR, 'node_modules', 'typescript', 'bin', 'tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', 'client'], { cwd: PROJECT_DIR });
}

const lastChangeMs = (): number =>
  Math.max(
    ...readdirSync(SOURCE_DIR, { recursive: true, encoding: 'utf8' }).map(
      (name) => statSync(join(SOURCE_DIR, name)).mtimeMs,
    ),
  );
