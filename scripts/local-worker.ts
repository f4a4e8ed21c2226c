import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf } from '../site/fingerprint.ts';
import { PROJECT_DIR } from './wrangler.ts';

/** All that the Worker is bundled from, its libraries and what bundles it included. */
const SOURCES = [
  'src/**/*',
  'scripts/local-runtime/**/*',
  'scripts/local-worker.ts',
  'wrangler.toml',
  'tsconfig.json',
  'package-lock.json',
];

/**
 * Bundles the Worker into a folder, unless it is there already, of the same sources: that takes longer than all else at
 * a start. The mark beside it is written last, so that half a bundle counts as none.
 */
export async function writeLocalWorker(folder: string): Promise<void> {
  const mark = `${folder}.sha256`;
  const wanted = digestOf(PROJECT_DIR, SOURCES);
  if (existsSync(folder) && existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  rmSync(mark, { force: true });
  mkdirSync(folder, { recursive: true });
  // Imported only here, because an esbuild and a Wrangler that nobody needs would delay every start.
  const [{ bundleWorker }, { writeWorkerDescription }] = await Promise.all([
    import('./local-runtime/bundle-worker.ts'),
    import('./local-runtime/worker-description.ts'),
  ]);
  await Promise.all([bundleWorker(folder), writeWorkerDescription(folder, join(PROJECT_DIR, 'wrangler.toml'))]);
  writeFileSync(mark, wanted);
}
