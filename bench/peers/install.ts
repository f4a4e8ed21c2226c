import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_DIR } from '../../scripts/wrangler.ts';

/** What is installed, in exact versions. One dependency of Vendure's asks for a version that the registry may not have. */
const MANIFEST = {
  private: true,
  type: 'module',
  dependencies: {
    '@vendure/asset-server-plugin': '3.7.3',
    '@vendure/core': '3.7.3',
    'better-sqlite3': '12.11.1',
    ipx: '3.1.1',
  },
  overrides: { '@graphql-tools/batch-execute': '10.x' },
  allowScripts: { 'better-sqlite3': true },
};

const SERVERS = ['vendure.mjs', 'ipx.mjs'];

/**
 * Installs the peers into a folder of their own, unless they are there: about 220 MB, and a minute or more where SQLite
 * is built from source.
 *
 * @returns the folder.
 */
export function installPeers(): string {
  const folder = join(PROJECT_DIR, 'dist', 'peers');
  mkdirSync(folder, { recursive: true });
  const manifest = `${JSON.stringify(MANIFEST, undefined, 2)}\n`;
  const mark = join(folder, 'installed');
  if (!existsSync(mark)) {
    writeFileSync(join(folder, 'package.json'), manifest);
    execFileSync('npm', ['install', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit', env: systemEnv() });
    execFileSync('npm', ['rebuild', 'better-sqlite3'], { cwd: folder, stdio: 'inherit', env: systemEnv() });
    writeFileSync(mark, '');
  }
  for (const name of SERVERS) copyFileSync(join(import.meta.dirname, name), join(folder, name));
  return folder;
}

/**
 * Returns an environment whose `node` is the one of the machine: the newest SQLite binding for Node that builds from
 * source needs the headers of the very Node that runs it.
 */
export function systemEnv(): NodeJS.ProcessEnv {
  const path = (process.env['PATH'] ?? '').split(':').filter((each) => !each.includes('node_modules'));
  return { ...process.env, PATH: path.join(':') };
}
